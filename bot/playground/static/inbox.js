// What a person does, sent in the order in which they did it; nothing typed is lost to a form that is drawn anew.
import { act } from "./api.js";

const TYPING_PAUSE = 250;
// These do not wait for a bot that is slow to answer something else.
const AT_ONCE = new Set(["close", "close_all", "look_at"]);

export class Inbox {
  constructor(personId) {
    this.personId = personId;
    this.queue = Promise.resolve();
    this.waiting = new Map();
    this.values = new Map();
  }

  /** Do something, after everything typed so far has arrived. */
  act(verb, args) {
    if (AT_ONCE.has(verb)) return act(this.personId, verb, args);
    this.flush();
    return this.send(() => act(this.personId, verb, args));
  }

  /** Put a value into an element. */
  put(place, block, part, value) {
    const key = keyOf(place, block, part);
    this.forget(key);
    this.flush();
    this.values.set(key, value);
    return this.send(() => act(this.personId, "put", { key: place.key, block: block.block_id, action: part.action_id, value }))
      .finally(() => { if (this.values.get(key) === value) this.values.delete(key); });
  }

  /** Put what is being typed, once the typing pauses. */
  type(place, block, part, value) {
    const key = keyOf(place, block, part);
    this.forget(key);
    this.values.set(key, value);
    const run = () => this.put(place, block, part, value);
    this.waiting.set(key, { run, timer: setTimeout(run, TYPING_PAUSE) });
  }

  /** Return what was typed into an element and has not arrived yet. */
  unsent(place, block, part) {
    return this.values.get(keyOf(place, block, part));
  }

  flush() {
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    for (const { run, timer } of waiting) {
      clearTimeout(timer);
      run();
    }
  }

  forget(key) {
    clearTimeout(this.waiting.get(key)?.timer);
    this.waiting.delete(key);
  }

  send(run) {
    this.queue = this.queue.then(run, run);
    return this.queue;
  }
}

const keyOf = (place, block, part) => [place.key, block.block_id, part.action_id].join("/");
