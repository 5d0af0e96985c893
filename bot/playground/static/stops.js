// The time line of the person in view: what the bot has sent them, where now is, and what is still to come.
import { fetchStops, moveClock } from "./api.js";
import { fill, h, keepingFocus } from "./dom.js";

const PAST = 12;
const COMING = 40;
const WORDS = {
  proposal_arrived: "a proposal", proposal_changed: "a change proposed", proposal_declined: "declined", proposal_withdrawn: "withdrawn", proposal_lapsed: "lapsed",
  proposal_waiting: "a proposal waits", proposal_lapsing: "a proposal lapses soon", tour_active: "both signed", goals_added: "new goals",
  amendment_arrived: "changed terms", terms_changed: "changed terms signed", amendment_declined: "a change declined", amendment_withdrawn: "a change withdrawn",
  amendment_lapsed: "a change lapsed", amendment_waiting: "changed terms wait", amendment_lapsing: "changed terms lapse soon",
  tour_paused: "paused", tour_resumed: "the tour goes on", handover_choose: "what passes?", handover_named: "a new manager named", handover_asked: "asked to lead", handover_anew: "asked to propose",
  handover_done: "handed over", handover_off: "hand-over called off", handover_ended: "hand-over ended", handover_recalled: "hand-over called off", handover_waiting: "a hand-over waits", handover_to_propose: "a proposal is asked for",
  goal_due: "a goal is due", card_shared: "an opening card", pledge_made: "a pledge", pledge_withdrawn: "a pledge taken back", values_shared: "a list of values", turn_asked: "a question", turn_answered: "an answer",
  check_in_planned: "a talk planned", door_confirmed: "a door confirmed", doors_agreed: "the same door", doors_differ: "not the same door yet",
  door_to_choose: "a door to choose", close_opened: "a close is open", tour_completed: "completed", tour_ended_early: "ended early",
  tour_agreed: "the next tour is agreed", next_tour_withdrawn: "the next tour taken back", tour_begun: "the next tour begins",
  review_coming: "a talk is coming", review_due: "go first", review_to_record: "a talk to record", review_overdue: "a talk still to record",
  check_in_recorded: "a talk recorded", check_in_moved: "a talk moved", promise_due_company: "a promise to keep",
  promise_due_holder: "a promise to keep", talk_asked: "a talk is asked for", talk_dated: "a day for the talk", talk_waiting: "somebody waits for a talk", promise_marked: "a word about a promise", promise_differs: "a promise seen differently", promise_agreed: "a promise seen the same", promise_wished: "a promise is asked for", person_left: "somebody left", not_delivered: "somebody could not be reached",
};

export class Stops {
  constructor(node) {
    this.node = node;
    this.list = h("ol", { onkeydown: (event) => this.walk(event) });
    node.append(this.list);
  }

  /** Fetch and draw anew; what is asked while that is under way is done once afterwards. */
  async update(person, now) {
    this.wanted = [person, now];
    if (this.fetching) return;
    this.fetching = true;
    try {
      while (this.wanted) await this.fetch(...this.wanted);
    } finally { this.fetching = false; }
  }

  async fetch(person, now) {
    this.wanted = null;
    if (!person) return;
    const stops = await fetchStops(person.id);
    const key = JSON.stringify([person.id, person.tz, now, stops]);
    if (key !== this.key) this.draw(person, stops);
    this.key = key;
  }

  draw(person, stops) {
    const days = byDay(stops, person.tz);
    const past = days.filter((day) => day.sent).slice(-PAST);
    const coming = days.filter((day) => !day.sent).slice(0, COMING);
    this.node.hidden = !days.length;
    this.node.setAttribute("aria-label", `Messages to ${person.real_name}, sent and to come`);
    const here = h("li", { class: "here" }, "now");
    keepingFocus(this.node, () => fill(this.list, past.map((day) => h("li", { class: "sent" }, h("b", {}, day.name), words(day), h("span", { class: "hidden" }, " (sent)"))), here,
      coming.map((day, at) => h("li", {}, h("button", { type: "button", class: "quiet", title: "Move the clock to this message", tabindex: at ? "-1" : null,
        dataset: { focus: `stop/${day.at}` }, onclick: () => moveClock(day.at) }, h("b", {}, day.name), words(day))))));
    this.node.scrollLeft = Math.max(0, here.offsetLeft - this.node.clientWidth * 0.35);
  }

  /** The line is one stop for Tab; the arrows lead along it. */
  walk(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const buttons = [...this.list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    const next = step && at >= 0 ? buttons[at + step] : null;
    if (!next) return;
    event.preventDefault();
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }
}

/** Put together what one day brings; what was sent and what is to come stay apart. */
function byDay(stops, zone) {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone: zone, day: "numeric", month: "short", year: "2-digit" });
  const days = new Map();
  for (const { moment, at, sent } of stops) {
    const name = format.format(new Date(at));
    const day = days.get(`${sent} ${name}`) ?? { name, at, sent, moments: new Map() };
    day.moments.set(moment, (day.moments.get(moment) ?? 0) + 1);
    days.set(`${sent} ${name}`, day);
  }
  return [...days.values()];
}

function words(day) {
  return [...day.moments].map(([moment, count]) => (WORDS[moment] ?? moment.replaceAll("_", " ")) + (count > 1 ? ` ×${count}` : "")).join(", ");
}
