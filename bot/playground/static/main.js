// The page: people on the left, one or two screens, the clock above, and what goes over the wire in a drawer.
import { changePerson, fetchState, listen } from "./api.js";
import { ClockBar } from "./clock.js";
import { Drawers } from "./drawers.js";
import { Glass } from "./glass.js";
import { Guide } from "./guide.js";
import { Pane } from "./pane.js";
import { People } from "./people.js";
import { PromptsDrawer } from "./prompts.js";
import { Scenes } from "./scenes.js";
import { Stops } from "./stops.js";

const place = (id) => document.getElementById(id);
const clock = new ClockBar(place("clock"));
const drawers = new Drawers();
const glass = new Glass(place("glass"), place("glass-toggle"), drawers);
const prompts = new PromptsDrawer(place("prompts"), place("prompts-toggle"), drawers);
const guide = new Guide(place("guide"), place("guide-toggle"));
const scenes = new Scenes(place("scenes-toggle"));
const stops = new Stops(place("stops"));
const people = new People(place("people"), choose);
let panes = [];
let state = null;

async function refresh() {
  const fresh = await fetchState(panes.map((pane) => pane.personId));
  if (state && fresh.showing !== state.showing) {
    // Somebody began another scene; whoever did it reloads by themselves, with the right people.
    if (!document.body.classList.contains("setting")) location.reload();
    return;
  }
  if (state && fresh.version < state.version) return;
  state = fresh;
  if (!panes.length) start();
  draw();
  glass.update();
}

function draw() {
  const shown = panes.map((pane) => pane.personId);
  people.update(state, shown);
  clock.update(state, state.people.find((one) => one.id === shown[0])?.tz ?? "UTC");
  scenes.update(state);
  prompts.update(state);
  guide.update(state);
  stops.update(state.people.find((one) => one.id === shown[0]), state.clock.now);
  for (const pane of panes) pane.update(state);
  // Of somebody who has just come onto the screen, only the number of news is known so far.
  if (state.people.some((one) => one.brief && shown.includes(one.id))) refresh();
}

function start() {
  settleIn();
  const kept = (location.hash.slice(1).split("+")).filter((name) => state.people.some((one) => one.name === name));
  const wide = matchMedia("(min-width: 1080px)").matches;
  const names = kept.length ? kept : state.people.slice(0, wide ? 2 : 1).map((one) => one.name);
  show(names.map((name) => state.people.find((one) => one.name === name).id));
}

/** Whoever sits here reads dates in the zone of their own machine. */
function settleIn() {
  const own = state.people.find((one) => one.name === "yourself");
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  if (own?.tz === "UTC" && timeZone !== "UTC") changePerson(own.id, { tz: timeZone });
}

function show(ids) {
  const old = new Map(panes.map((pane) => [pane.personId, pane]));
  panes = ids.map((id, at) => {
    const pane = old.get(id) ?? new Pane(id);
    pane.onClose = at ? () => choose(id, "away") : null;
    pane.headKey = "";
    return pane;
  });
  place("panes").replaceChildren(...panes.map((pane) => pane.node));
  document.body.dataset.panes = String(panes.length);
  history.replaceState(null, "", `#${ids.map((id) => state.users[id].name).join("+")}`);
  for (const pane of panes) requestAnimationFrame(() => pane.toEnd());
}

function choose(id, where) {
  const [first, second] = panes.map((pane) => pane.personId);
  if (where === "away") show([first]);
  else if (where === "second") show(id === second ? [first] : id === first && second ? [second, first] : [first, id]);
  else show(id === second ? [second, first] : second ? [id, second] : [id]);
  draw();
}

function theme(choice) {
  const dark = choice ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  document.documentElement.dataset.theme = dark;
  place("theme-toggle").textContent = dark === "dark" ? "Light" : "Dark";
  if (choice) localStorage.setItem("playground-theme", choice);
}

place("theme-toggle").addEventListener("click", () => theme(document.documentElement.dataset.theme === "dark" ? "light" : "dark"));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => theme(localStorage.getItem("playground-theme")));
theme(localStorage.getItem("playground-theme"));
listen(refresh);
