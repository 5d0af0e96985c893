// "Start from": scenes that are played anew, in place of what is there.
import { beginScene, say } from "./api.js";
import { h } from "./dom.js";
import { keepInside } from "./modals.js";

export class Scenes {
  constructor(button) {
    this.button = button;
    button.addEventListener("click", () => this.open());
  }

  update(state) {
    this.scenes = state.scenes;
    this.button.hidden = !state.scenes.length;
  }

  open() {
    const dialog = h("dialog", { class: "settings", "aria-labelledby": "scenes-title", onclose: () => dialog.remove(),
      onkeydown: (event) => { if (event.key === "Tab") keepInside(dialog, event); } },
    h("form", { method: "dialog" },
      h("h2", { id: "scenes-title" }, "Start from"),
      h("p", { class: "hint" }, "The people play it now, through the real bot. What is on the page is thrown away."),
      h("ul", { class: "scenes" }, this.scenes.map((scene) => h("li", {},
        h("button", { type: "submit", class: "act", onclick: () => this.begin(scene) }, scene.title, h("small", {}, scene.note))))),
      h("footer", { class: "modal-foot" }, h("button", { type: "submit", class: "act" }, "Stay here"))));
    document.body.append(dialog);
    dialog.showModal();
  }

  async begin(scene) {
    this.button.disabled = true;
    document.body.classList.add("setting");
    say(`Setting the scene: ${scene.title}. This takes some seconds.`, true);
    try {
      const answer = await beginScene(scene.name);
      if (answer.ok) {
        // A fresh page for a fresh workspace: nothing half drawn, nothing half typed is left.
        location.hash = answer.shows.join("+");
        location.reload();
        return;
      }
    } catch { /* said below */ }
    document.body.classList.remove("setting");
    this.button.disabled = false;
    say("That scene could not be set. What was there is still there.");
  }
}
