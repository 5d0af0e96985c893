// The message box: words to the bot, slash commands with completion, shortcuts.
import { fill, freshId, h, popupMenu } from "./dom.js";

export class Composer {
  constructor(send, useShortcut) {
    this.send = send;
    this.listId = freshId("completions");
    this.at = 0;
    this.found = [];
    this.list = h("ul", { class: "completions", role: "listbox", id: this.listId, "aria-label": "Completions", tabindex: "-1", hidden: true });
    this.box = h("textarea", {
      rows: 1, "aria-label": "Message to Tourguide", "aria-autocomplete": "list",
      "aria-controls": this.listId, placeholder: "Write, or type /tour",
      oninput: () => this.look(), onkeydown: (event) => this.keys(event), onblur: () => setTimeout(() => this.hide(), 150),
    });
    this.quick = h("button", { type: "button", class: "quiet round", "aria-label": "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false" }, "+");
    this.quick.addEventListener("click", () => popupMenu(this.quick, this.shortcuts.map((one) => ({ label: one.name, run: () => useShortcut(one.id) }))));
    const go = h("button", { type: "button", class: "act primary send", "aria-label": "Send", onclick: () => this.go() }, "Send");
    this.node = h("div", { class: "composer" }, this.list, h("div", { class: "menu-host up" }, this.quick), this.box, go);
  }

  update(state, person) {
    this.commands = state.commands;
    this.people = Object.values(state.users).filter((user) => !user.bot && !user.gone && user.id !== person.id);
    this.shortcuts = state.shortcuts;
    this.quick.hidden = !state.shortcuts.length;
  }

  /** Put words into the box, ready to be sent. */
  put(text) {
    this.box.value = text;
    this.look();
    this.hide();
    this.box.focus();
  }

  async go() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.look();
    this.node.classList.add("waiting");
    await this.send(text);
    this.node.classList.remove("waiting");
  }

  /** Find what may complete the word under the caret. */
  look() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 160)}px`;
    const text = this.box.value.slice(0, this.box.selectionStart);
    this.found = [...this.commandChoices(text), ...this.personChoices(text)];
    this.at = 0;
    this.draw();
  }

  commandChoices(text) {
    if (!text.startsWith("/") || text.includes("\n")) return [];
    const all = this.commands.flatMap((one) => [
      { insert: `${one.command} `, label: one.command, note: one.description },
      ...one.hint.split("|").map((part) => part.trim()).filter((part) => /^[a-z]/.test(part))
        .map((part) => ({ insert: `${one.command} ${part.replace(/[@[].*|[A-Z]{2,}.*/, "")}`.trimEnd() + (/[@A-Z]/.test(part) ? " " : ""), label: `${one.command} ${part}`, note: "" })),
    ]);
    return all.filter((one) => one.insert.startsWith(text) && one.insert.trim() !== text.trim());
  }

  personChoices(text) {
    const match = /(^|\s)@([\w.-]*)$/.exec(text);
    if (!match) return [];
    const start = text.slice(0, text.length - match[2].length - 1);
    return this.people.filter((user) => user.name.startsWith(match[2]) || user.real_name.toLowerCase().startsWith(match[2].toLowerCase()))
      .map((user) => ({ insert: `${start}@${user.name} `, label: user.real_name, note: `@${user.name}` }));
  }

  draw() {
    fill(this.list, this.found.map((one, at) => h("li", {
      role: "option", id: `${this.listId}-${at}`, "aria-selected": String(at === this.at),
      onmousedown: (event) => { event.preventDefault(); this.take(at); },
    }, h("span", {}, one.label), one.note ? h("small", {}, one.note) : null)));
    this.list.hidden = !this.found.length;
    if (this.found.length) this.box.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
    else this.box.removeAttribute("aria-activedescendant");
  }

  take(at) {
    const rest = this.box.value.slice(this.box.selectionStart);
    this.box.value = this.found[at].insert + rest;
    const caret = this.found[at].insert.length;
    this.box.setSelectionRange(caret, caret);
    this.look();
    this.box.focus();
  }

  /** Whether what is typed can be sent as it is: no half a command, no half a name. */
  known() {
    const text = this.box.value.slice(0, this.box.selectionStart);
    const half = /(^|\s)@([\w.-]*)$/.exec(text);
    if (half) return this.people.some((user) => user.name === half[2]);
    return this.commands.some((one) => one.command === text.split(/\s/)[0]);
  }

  hide() {
    this.found = [];
    this.draw();
  }

  keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (this.found.length && step) {
      event.preventDefault();
      this.at = (this.at + step + this.found.length) % this.found.length;
      this.draw();
      this.list.children[this.at].scrollIntoView({ block: "nearest" });
    } else if (this.found.length && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.take(this.at);
    } else if (event.key === "Escape") {
      this.hide();
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      if (this.found.length && !this.known()) this.take(this.at);
      else this.go();
    }
  }
}
