// One person's screen: who it is, Home and Messages, the message box, and modals on top.
import { blocks } from "./blocks.js";
import { Composer } from "./composer.js";
import { confirmIn } from "./confirm.js";
import { avatar, settings } from "./people.js";
import { fill, h, keepingFocus } from "./dom.js";
import { Inbox } from "./inbox.js";
import { Modals } from "./modals.js";
import { mrkdwn } from "./text.js";

export class Pane {
  constructor(personId, onClose) {
    this.personId = personId;
    this.inbox = new Inbox(personId);
    this.drawn = new Map();
    this.head = h("header", { class: "pane-head" });
    this.tabs = h("div", { class: "tabs", role: "tablist", "aria-label": "Tourguide" });
    this.home = h("div", { class: "home", role: "tabpanel", "aria-label": "Home", tabindex: "-1" });
    this.log = h("div", { class: "messages", role: "log", "aria-label": "Messages", tabindex: "0" });
    this.composer = new Composer((text) => this.act("type", { text }), (id) => this.act("shortcut", { id }));
    this.talk = h("div", { class: "talk", role: "tabpanel", "aria-label": "Messages" }, this.log, this.composer.node);
    this.body = h("div", { class: "pane-body" }, this.tabs, this.home, this.talk);
    this.modals = new Modals(this);
    this.node = h("section", { class: "pane" }, this.head, this.body, this.modals.node);
    this.onClose = onClose;
    // Whoever reads the newest message keeps it in view when the screen grows or shrinks.
    this.log.addEventListener("scroll", () => { this.reading = this.isAtEnd(); });
    new ResizeObserver(() => { if (this.reading) this.toEnd(); }).observe(this.log);
  }

  /** Draw what changed for this pane's person. */
  update(state) {
    const person = state.people.find((one) => one.id === this.personId);
    if (!person || person.brief) return;
    this.person = person;
    this.ctx = this.context(state, person);
    this.node.setAttribute("aria-label", `${person.real_name}’s screen`);
    this.drawHead(person, state);
    this.drawTabs(person, state);
    this.drawHome(person);
    this.drawMessages(person, state);
    this.composer.update(state, person);
    this.modals.update(person.stack, this.ctx);
    this.body.inert = person.stack.length > 0;
  }

  context(state, person) {
    return {
      users: state.users,
      person,
      now: new Date(state.clock.now),
      act: (verb, args) => this.act(verb, args),
      inbox: this.inbox,
      busy: (button, run) => this.busy(button, run),
      confirm: (dialog) => confirmIn(this.node, dialog, this.ctx),
    };
  }

  /** Do something as this person, after everything typed so far has arrived. */
  act(verb, args) {
    return this.inbox.act(verb, args);
  }

  /** Mark a button as working while `run` lasts. */
  async busy(button, run) {
    if (button.classList.contains("busy")) return;
    button.classList.add("busy");
    button.setAttribute("aria-busy", "true");
    try { await run(); } finally {
      button.classList.remove("busy");
      button.removeAttribute("aria-busy");
    }
  }

  drawHead(person, state) {
    const zoned = new Intl.DateTimeFormat("en-GB", { timeZone: person.tz, weekday: "short", hour: "2-digit", minute: "2-digit" });
    const key = JSON.stringify([person.real_name, person.role, person.tz, state.clock.now]);
    if (key === this.headKey) return;
    this.headKey = key;
    fill(this.head, avatar(person, state),
      h("div", { class: "who" }, h("h2", {}, person.real_name),
        h("p", {}, `${person.role || person.name} · ${zoned.format(new Date(state.clock.now))} in ${person.tz.split("/").pop().replace("_", " ")}`)),
      h("button", { type: "button", class: "quiet round", "aria-label": `Name and time zone of ${person.real_name}`, onclick: () => settings(this.person) }, "✎"),
      this.onClose ? h("button", { type: "button", class: "quiet round", "aria-label": `Put ${person.real_name}’s screen away`, onclick: this.onClose }, "×") : null);
  }

  drawTabs(person) {
    if (person.tab === this.tab) return;
    this.tab = person.tab;
    const tab = (name, label) => h("button", {
      type: "button", role: "tab", "aria-selected": String(person.tab === name), tabindex: person.tab === name ? null : "-1",
      dataset: { focus: `tab/${name}` },
      onclick: () => this.act("look_at", { tab: name }),
      onkeydown: (event) => {
        if (!["ArrowLeft", "ArrowRight"].includes(event.key)) return;
        this.tabs.querySelector('[aria-selected="false"]').click();
      },
    }, label);
    keepingFocus(this.tabs, () => fill(this.tabs, tab("home", "Home"), tab("messages", "Messages")));
    this.home.hidden = person.tab !== "home";
    this.talk.hidden = person.tab !== "messages";
    if (person.tab === "messages") requestAnimationFrame(() => this.toEnd());
  }

  drawHome(person) {
    const key = JSON.stringify(person.home);
    if (key === this.homeKey) return;
    this.homeKey = key;
    const place = person.home && { ...person.home, key: person.home.id };
    keepingFocus(this.home, () => fill(this.home, place
      ? [trouble(place), blocks(place, this.ctx)]
      : h("p", { class: "empty" }, "Nothing here yet. Home fills when it is opened.")));
  }

  drawMessages(person, state) {
    const atEnd = this.isAtEnd();
    const wanted = [];
    let day = "";
    if (!person.messages.length) wanted.push(this.once("empty", "", () => this.welcome(person, state)));
    if (person.older) wanted.push(this.once("older", String(person.older), () => h("p", { class: "older" }, `${person.older} older messages are not shown.`)));
    for (const message of person.messages) {
      const now = dayOf(message, person);
      if (now !== day) wanted.push(this.once(`day ${message.ts}`, now, () => h("div", { class: "day" }, h("span", {}, now))));
      day = now;
      wanted.push(this.once(message.ts, JSON.stringify(message), () => this.message(message, state)));
    }
    if (sameNodes(wanted, this.log.children)) return;
    keepingFocus(this.log, () => this.log.replaceChildren(...wanted));
    if (atEnd) requestAnimationFrame(() => this.toEnd());
  }

  once(name, content, draw) {
    const old = this.drawn.get(name);
    if (old?.content === content) return old.node;
    const node = draw();
    this.drawn.set(name, { content, node });
    return node;
  }

  welcome(person, state) {
    const other = state.people.find((one) => one.id !== person.id);
    const command = other ? `/tour start @${other.name}` : "/tour start";
    return h("div", { class: "empty" }, h("p", {}, `This is where ${person.real_name} and ${state.app.name} talk.`),
      h("p", {}, "Type ", h("kbd", {}, "/tour"), " below to see what it can do, or begin with this:"),
      h("p", {}, h("button", { type: "button", class: "act", onclick: () => this.composer.put(command) }, command)));
  }

  message(message, state) {
    const own = message.user === this.personId && !message.slack;
    const place = { ...message, key: message.ts };
    const author = state.users[message.user];
    const name = message.slack ? "Slack (stand-in)" : author.real_name;
    const clock = new Intl.DateTimeFormat("en-GB", { timeZone: this.person.tz, hour: "2-digit", minute: "2-digit" });
    return h("article", { class: `message${own ? " own" : ""}${message.only ? " only" : ""}` },
      avatar(message.slack ? { id: "slack", real_name: "S" } : author, state),
      h("div", { class: "bubble" },
        h("p", { class: "by" }, h("strong", {}, name), h("time", {}, clock.format(new Date(Number(message.ts) * 1000))),
          message.edited ? h("small", {}, "edited") : null, message.only ? h("small", {}, "Only visible to you") : null),
        h("div", { class: "content" }, message.blocks.length ? blocks(place, this.ctx) : h("div", { class: "b-text" }, mrkdwn(message.text, this.ctx)),
          message.files.map((file) => h("p", {}, h("a", { class: "file", href: `/page/file?id=${file.id}`, download: "" }, file.title))),
          trouble(place))));
  }

  isAtEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 80;
  }

  toEnd() {
    const last = this.log.lastElementChild;
    const tall = last && last.offsetHeight > this.log.clientHeight - 24;
    this.log.scrollTop = tall ? last.offsetTop - this.log.offsetTop - 12 : this.log.scrollHeight;
  }
}

/** Draw the line that says why an action came to nothing. */
export function trouble(place) {
  return place.trouble ? h("p", { class: "error", role: "alert" }, place.trouble) : null;
}

function dayOf(message, person) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: person.tz, weekday: "long", day: "numeric", month: "long", year: "numeric" })
    .format(new Date(Number(message.ts) * 1000));
}

function sameNodes(wanted, children) {
  return wanted.length === children.length && wanted.every((node, at) => node === children[at]);
}
