// Talking to the playground's server: the state, what a person does, the clock, and word of changes.

const status = () => document.getElementById("status");

/** Show a line at the bottom for a while, or until the next one. */
export function say(text, stays = false) {
  status().textContent = text;
  clearTimeout(say.timer);
  if (!stays) say.timer = setTimeout(() => { status().textContent = ""; }, 6000);
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answer.json();
}

/** Get everything there is to draw; of people who are not on screen only whether something is new. */
export async function fetchState(onScreen) {
  return (await fetch(`/page/state?${new URLSearchParams(onScreen.map((id) => ["on", id]))}`)).json();
}

/** Get what went over the wire after a number. */
export async function fetchExchanges(since) {
  return (await fetch(`/page/exchanges?since=${since}`)).json();
}

/** Get a group of prompts as they read now. */
export async function fetchPrompts(group) {
  return (await fetch(`/page/prompts?group=${encodeURIComponent(group)}`)).json();
}

/** Get what a person was sent and will be, by time. */
export async function fetchStops(person) {
  return (await fetch(`/page/stops?person=${encodeURIComponent(person)}`)).json();
}

/** Let a person do something; resolves once the bot has answered. */
export async function act(person, verb, args = {}) {
  try {
    const answer = await post("/page/do", { person, verb, ...args });
    if (!answer.ok && verb !== "put") say("That is not there any more.");
    return answer.ok;
  } catch {
    say("The playground does not answer. Is it still running?");
    return false;
  }
}

/** Move the clock: "nudge", "day", "month", "end" or an ISO moment. */
export async function moveClock(step) {
  const answer = await post("/page/clock", { step });
  if (!answer.ok) say(answer.error ? "That is no moment." : "The clock only moves forward, and there is nothing ahead of it there.");
  return answer.ok;
}

/** Stop a move of the clock. */
export const haltClock = () => post("/page/clock", { halt: true });

/** Throw away what is there and start from a scene; resolves to the answer once it is set. */
export const beginScene = (name) => post("/page/scene", { name });

/** Change a person's name or time zone. */
export const changePerson = (person, facts) => post("/page/person", { person, ...facts });

/** Call `changed` on every change, at most about eight times a second. */
export function listen(changed) {
  let waiting = false;
  const source = new EventSource("/page/events");
  source.onmessage = () => {
    if (waiting) return;
    waiting = true;
    setTimeout(() => { waiting = false; changed(); }, 120);
  };
  source.onerror = () => { status().textContent = "Waiting for the playground ..."; };
  source.onopen = () => { status().textContent = ""; changed(); };
}
