// The clock of the playground: what time it is there, and the ways forward.
import { haltClock, moveClock } from "./api.js";
import { fill, h, keepingFocus } from "./dom.js";

const PLAY_PAUSE = 1500;

export class ClockBar {
  constructor(node) {
    this.node = node;
    this.playing = false;
  }

  update(state, zone) {
    this.clock = state.clock;
    const key = JSON.stringify([state.clock, zone, this.playing]);
    if (key === this.key) return;
    this.key = key;
    keepingFocus(this.node, () => this.draw(zone));
    if (state.clock.failure) this.node.append(h("p", { class: "error", role: "alert" }, state.clock.failure));
  }

  draw(zone) {
    const now = new Date(this.clock.now);
    const day = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "long", day: "numeric", month: "long", year: "numeric" });
    const hour = new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" });
    const short = new Intl.DateTimeFormat("en-GB", { timeZone: zone, weekday: "short", day: "numeric", month: "short" });
    const next = this.clock.next ? short.format(new Date(this.clock.next)) : "none planned";
    const busy = this.clock.moving;
    const move = (label, step, note, off) => h("button", {
      type: "button", class: step === "nudge" ? "quiet lead" : "quiet", disabled: busy || off, dataset: { focus: `clock/${step}` }, onclick: () => moveClock(step),
    }, label, note ? h("small", {}, note) : null);
    const date = h("input", { type: "date", "aria-label": "Go to a date", min: this.clock.now.slice(0, 10), dataset: { focus: "clock/date" }, disabled: busy });
    const go = h("button", { type: "button", class: "quiet", disabled: busy, hidden: true, dataset: { focus: "clock/go" }, onclick: () => moveClock(`${date.value}T09:00:00+00:00`) }, "Go");
    date.addEventListener("input", () => { go.hidden = !date.value; });
    date.addEventListener("keydown", (event) => { if (event.key === "Enter" && date.value) go.click(); });
    fill(this.node,
      h("p", { class: "now" }, h("span", { class: "hand", "aria-hidden": "true" }), h("strong", {}, day.format(now)), h("span", {}, hour.format(now))),
      h("div", { class: "moves" },
        move("Next nudge", "nudge", next, !this.clock.next), move("+1 day", "day"), move("+1 month", "month"),
        this.clock.end ? move("To the end", "end") : null,
        h("button", { type: "button", class: "quiet", "aria-pressed": String(this.playing), dataset: { focus: "clock/play" }, disabled: !this.playing && !this.clock.next,
          onclick: () => this.toggle(zone) }, this.playing ? "Pause" : "Play"),
        busy ? h("button", { type: "button", class: "quiet", onclick: haltClock, dataset: { focus: "clock/halt" } }, "Stop") : null,
        h("span", { class: "goto" }, date, go)));
  }

  toggle(zone) {
    this.playing = !this.playing;
    keepingFocus(this.node, () => this.draw(zone));
    if (this.playing) this.play(zone);
  }

  async play(zone) {
    while (this.playing && this.clock.next) {
      if (!this.clock.moving && !(await moveClock("nudge"))) break;
      await new Promise((resume) => setTimeout(resume, PLAY_PAUSE));
    }
    this.playing = false;
    keepingFocus(this.node, () => this.draw(zone));
  }
}
