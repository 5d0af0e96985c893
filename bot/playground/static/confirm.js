// The question that some buttons ask before they act.
import { freshId, h } from "./dom.js";
import { keepInside } from "./modals.js";
import { text, words } from "./text.js";

/** Ask over a pane; resolves to whether the person said yes. */
export function confirmIn(pane, dialog, ctx) {
  const before = document.activeElement;
  const title = freshId("confirm");
  return new Promise((answer) => {
    const done = (yes) => { veil.remove(); before?.focus?.(); answer(yes); };
    const yes = h("button", { type: "button", class: `act ${dialog.style ?? "primary"}`, onclick: () => done(true) }, words(dialog.confirm));
    const no = h("button", { type: "button", class: "act", onclick: () => done(false) }, words(dialog.deny));
    const box = h("div", { class: "confirm", role: "alertdialog", "aria-modal": "true", "aria-labelledby": title },
      h("h2", { id: title }, words(dialog.title)), h("div", { class: "b-text" }, text(dialog.text, ctx)),
      h("footer", { class: "modal-foot" }, no, yes));
    const veil = h("div", {
      class: "veil",
      onkeydown: (event) => {
        event.stopPropagation();
        if (event.key === "Escape") done(false);
        if (event.key === "Tab") keepInside(box, event);
      },
    }, box);
    pane.append(veil);
    yes.focus();
  });
}
