// The first seven steps: what to do next. What was done ticks itself off, for the state says so.
import { fill, h } from "./dom.js";

const CLOSED = "playground-guide-closed";

export class Guide {
  constructor(node, toggle) {
    this.node = node;
    this.toggle = toggle;
    // On a phone the steps would stand before what they are about: there they open when asked for.
    this.open = (localStorage.getItem(CLOSED) ?? (matchMedia("(max-width: 860px)").matches ? "yes" : "no")) !== "yes";
    this.list = h("ol", { class: "steps" });
    this.next = h("p", { class: "next", role: "status" });
    this.count = h("small", {});
    this.node.append(h("header", {}, h("h2", { tabindex: "-1" }, "First steps"), this.count,
      h("button", { type: "button", class: "quiet round", "aria-label": "Close the first steps", onclick: () => this.show(false) }, "×")),
    this.next, this.list);
    toggle.addEventListener("click", () => this.show(this.node.hidden));
  }

  update(state) {
    this.toggle.hidden = !state.guide.length;
    this.draw(this.open && state.guide.length > 0);
    const key = JSON.stringify(state.guide);
    if (key === this.key) return;
    this.key = key;
    const at = state.guide.findIndex((step) => !step.done);
    const done = state.guide.filter((step) => step.done).length;
    this.count.textContent = `${done} of ${state.guide.length} done`;
    fill(this.next, at >= 0 ? marked(state.guide[at].todo)
      : "You have seen the whole circle. Move the clock on, or start from another scene.");
    fill(this.list, state.guide.map((step, number) => h("li", { class: step.done ? "done" : "", "aria-current": number === at ? "step" : null },
      h("span", { class: "tick", "aria-hidden": "true" }, step.done ? "✓" : String(number + 1)), step.title,
      step.done ? h("span", { class: "hidden" }, " (done)") : null)));
  }

  show(open) {
    this.open = open;
    localStorage.setItem(CLOSED, open ? "no" : "yes");
    this.draw(open);
    (open ? this.node.querySelector("h2") : this.toggle).focus();
  }

  draw(open) {
    this.node.hidden = !open;
    this.toggle.setAttribute("aria-expanded", String(open));
  }
}

/** Words between stars stand on the page or are typed: show them so. */
function marked(text) {
  return text.split("*").map((part, at) => (at % 2 ? h(part.startsWith("/") ? "kbd" : "b", {}, part) : part));
}
