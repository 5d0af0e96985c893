// The people on the left: whose screen is shown, who has something new, and their names and time zones.
import { changePerson } from "./api.js";
import { fill, h, keepingFocus } from "./dom.js";
import { keepInside } from "./modals.js";

const TONES = 6;

/** Draw a person's round picture: initials on a colour of their own. */
export function avatar(user, state) {
  const bot = user.id === state.app.user_id;
  const at = Object.keys(state.users).indexOf(user.id);
  const initials = user.real_name.split(/\s+/).map((part) => part[0]).slice(0, 2).join("").toUpperCase();
  return h("span", { class: `avatar ${bot ? "bot" : `tone-${((at % TONES) + TONES) % TONES}`}`, "aria-hidden": "true" }, bot ? "" : initials);
}

export class People {
  constructor(node, choose) {
    this.node = node;
    this.choose = choose;
    this.seen = new Map();
  }

  /** Draw everybody; `panes` are the ids on screen, the first one first. */
  update(state, panes) {
    this.look(state, panes);
    const key = JSON.stringify([panes, state.people.map((one) => [one.id, one.real_name, one.role, one.tz, this.fresh(one)])]);
    if (key === this.key) return;
    this.key = key;
    keepingFocus(this.node, () => fill(this.node, h("h2", {}, "People"),
      h("ul", {}, state.people.map((person) => this.row(person, state, panes))),
      h("p", { class: "rail-note" }, "You are each of them. Press ", h("span", { "aria-hidden": "true" }, "◫"), " to see two screens side by side.")));
  }

  row(person, state, panes) {
    const fresh = this.fresh(person);
    const at = panes.indexOf(person.id);
    return h("li", { class: at >= 0 ? "shown" : "" },
      h("button", { type: "button", class: "person", "aria-current": at === 0 ? "true" : null, dataset: { focus: `person/${person.id}` },
        onclick: () => this.choose(person.id, "first") },
      avatar(person, state), h("span", { class: "name" }, h("b", {}, person.real_name), h("small", {}, person.role || person.name)),
      fresh ? h("span", { class: "fresh" }, String(fresh), h("span", { class: "hidden" }, " new")) : null),
      h("button", { type: "button", class: "quiet round beside", "aria-label": `Show ${person.real_name} beside`, "aria-pressed": String(at === 1),
        dataset: { focus: `beside/${person.id}` }, onclick: () => this.choose(person.id, "second") }, "◫"));
  }

  look(state, panes) {
    for (const person of state.people) {
      const watched = panes.includes(person.id) && person.tab === "messages";
      if (watched || !this.seen.has(person.id)) this.seen.set(person.id, person.messages.at(-1)?.ts ?? "0");
    }
  }

  fresh(person) {
    const since = this.seen.get(person.id) ?? "0";
    return person.messages.filter((message) => message.user !== person.id && isLater(message.ts, since)).length;
  }
}

/** Whether one ts comes after another; as one number they would not fit. */
function isLater(ts, other) {
  const [[second, number], [otherSecond, otherNumber]] = [ts, other].map((one) => one.split(".").map(Number));
  return second > otherSecond || (second === otherSecond && number > (otherNumber ?? 0));
}

/** Open the small form for a person’s name and time zone. */
export function settings(person) {
  const zones = Intl.supportedValuesOf("timeZone");
  const name = h("input", { name: "real_name", value: person.real_name, maxlength: 60, required: true });
  const zone = h("select", { name: "tz" }, zones.map((one) => h("option", { value: one }, one.replaceAll("_", " "))));
  zone.value = person.tz;
  const dialog = h("dialog", { class: "settings", "aria-label": `Name and time zone of ${person.real_name}`, onclose: () => dialog.remove(),
    onkeydown: (event) => { if (event.key === "Tab") keepInside(dialog, event); } },
  h("form", { method: "dialog", onsubmit: () => changePerson(person.id, { real_name: name.value.trim(), tz: zone.value }) },
    h("h2", {}, "Name and time zone"), h("label", {}, "Name", name), h("label", {}, "Time zone", zone),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "act", onclick: () => dialog.close() }, "Cancel"),
      h("button", { type: "submit", class: "act primary" }, "Save"))));
  document.body.append(dialog);
  dialog.showModal();
}
