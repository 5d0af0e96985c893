// A person's open modals, one on top of the other.
import { blocks } from "./blocks.js";
import { fill, freshId, h, keepingFocus } from "./dom.js";
import { trouble } from "./pane.js";
import { words } from "./text.js";

export class Modals {
  constructor(pane) {
    this.pane = pane;
    this.node = h("div", { class: "modals", hidden: true, onkeydown: (event) => this.keys(event) });
    this.drawnKey = "";
    this.topId = null;
  }

  /** Draw the stack; only the top one can be used. */
  update(stack, ctx) {
    const key = JSON.stringify(stack.map(({ id, hash, errors, trouble: why }) => [id, hash, errors, why]));
    if (key === this.drawnKey) return;
    this.drawnKey = key;
    const top = stack.at(-1);
    this.node.hidden = !top;
    if (!top) { this.leave(); return; }
    const opened = top.id !== this.topId;
    if (!this.topId) this.before = document.activeElement;
    this.topId = top.id;
    const scrolled = this.node.querySelector(".modal.top .modal-body")?.scrollTop ?? 0;
    const held = this.node.contains(document.activeElement);
    keepingFocus(this.node, () => fill(this.node, stack.map((view, at) => this.modal(view, at === stack.length - 1, stack.length, ctx))));
    if (opened || (held && !this.node.contains(document.activeElement))) this.enter();
    else this.node.querySelector(".modal.top .modal-body").scrollTop = scrolled;
    if (Object.keys(top.errors).length) this.toFirstError();
  }

  modal(view, isTop, depth, ctx) {
    const place = { ...view, key: view.id };
    const title = freshId("title");
    const close = () => this.pane.act("close", { key: view.id });
    const send = (event) => { event.preventDefault(); this.submit(view, event.currentTarget); };
    return h("div", {
      class: isTop ? "modal top" : "modal", role: "dialog", "aria-labelledby": title, "aria-modal": isTop ? "true" : null,
      inert: !isTop,
    }, h("form", { novalidate: true, onsubmit: send },
    h("header", { class: "modal-head" }, h("h2", { id: title }, words(view.title)),
      h("button", { type: "button", class: "quiet round", "aria-label": depth > 1 ? "Close all" : "Close", dataset: { focus: "modal/x" },
        onclick: () => this.pane.act("close_all") }, "×")),
    h("div", { class: "modal-body", tabindex: "-1" }, trouble(place), blocks(place, ctx)),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "act", dataset: { focus: "modal/close" }, onclick: close }, words(view.close) || (depth > 1 ? "Back" : "Cancel")),
      view.submit ? h("button", { type: "submit", class: "act primary", dataset: { focus: "modal/submit" } }, words(view.submit)) : null)));
  }

  async submit(view, form) {
    const button = form.querySelector('[type="submit"]');
    if (button) await this.pane.busy(button, () => this.pane.act("submit", { key: view.id }));
  }

  enter() {
    const body = this.node.querySelector(".modal.top .modal-body");
    const wanted = body.querySelector('[data-first="yes"]') ?? body.querySelector("input, textarea, select");
    (wanted ?? body).focus({ preventScroll: Boolean(!wanted) });
  }

  leave() {
    this.topId = null;
    fill(this.node);
    if (this.before?.isConnected) requestAnimationFrame(() => this.before?.focus?.({ preventScroll: true }));
  }

  toFirstError() {
    const wrong = this.node.querySelector(".modal.top .b-input.wrong");
    wrong?.scrollIntoView({ block: "center" });
    wrong?.querySelector("input, textarea, select")?.focus({ preventScroll: true });
  }

  keys(event) {
    const modal = this.node.querySelector(".modal.top");
    if (event.key === "Escape") {
      event.stopPropagation();
      this.pane.act("close", { key: this.topId });
    } else if (event.key === "Tab" && modal) {
      keepInside(modal, event);
    } else if (event.key === "Enter" && (event.metaKey || event.ctrlKey)) {
      modal?.querySelector("form").requestSubmit();
    }
  }
}

/** Let Tab go round inside a dialog. */
export function keepInside(root, event) {
  const all = [...root.querySelectorAll("button, input, select, textarea, a[href]")].filter((node) => !node.disabled && node.offsetParent);
  const [first, last] = [all[0], all.at(-1)];
  if (event.shiftKey && document.activeElement === first) { event.preventDefault(); last.focus(); }
  else if (!event.shiftKey && document.activeElement === last) { event.preventDefault(); first.focus(); }
}
