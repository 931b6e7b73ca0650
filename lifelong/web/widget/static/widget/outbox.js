// What the visitor said and the server may not have yet: sent in its order, one at a time, tried
// again until it is there. Its id is made here, so that a second try of what had arrived counts
// once. The words are kept by the browser, each with whose they are: in a browser that several
// people share, only one's own are shown and sent. Files are kept only by this page.

import { newId } from "../look/ids.js";
import { ofBrowser } from "./keeping.js";
import { Refusal } from "./server.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;
// Of what was refused: a later try may do.
const PASSING = [401, 408, 429];

export class Outbox {
  // { id, owner, text, answers, at, files, state: "waiting" | "sent" | "refused", why, kept },
  // whosesoever; `kept`: the browser has it, too.
  #all = [];
  // Told when something looks different; has arrived; whether the server could be reached.
  onchange = () => {};
  onsent = () => {};
  onreach = () => {};
  #server;
  #kept = ofBrowser("outbox");
  #gone = new Set();
  #busy = false;
  #pause = FIRST_PAUSE;
  #timer = 0;

  constructor(server) {
    this.#server = server;
    const left = this.#kept.value ?? [];
    this.#all = left.map((one) => ({ ...one, files: [], state: "waiting", kept: true }));
  }

  // One's own.
  get items() {
    return this.#all.filter((one) => one.owner === this.#server.owner);
  }

  add(text, answers, files) {
    const at = new Date().toISOString();
    const { owner } = this.#server;
    this.#all.push({ id: newId(), owner, text, answers, files, at, state: "waiting" });
    this.#changed();
    this.flush();
  }

  again(id) {
    this.items.find((one) => one.id === id).state = "waiting";
    this.#changed();
    this.flush();
  }

  // It stands on screen as the server has it, or the visitor does not want it any more.
  drop(id) {
    const rest = this.#all.filter((one) => one.id !== id);
    if (rest.length === this.#all.length) return;
    this.#gone.add(id);
    this.#all = rest;
    this.#changed();
  }

  // It has shown that who wrote as `from` since then (milliseconds) is `to`.
  hand(from, to, since) {
    const stored = this.#merge();
    const theirs = (one) => one.owner === from && Date.parse(one.at) >= since;
    for (const one of this.#all.filter(theirs)) one.owner = to;
    this.#keep(stored);
  }

  // Now, and not when the pause is over: the network may be back.
  flush() {
    this.#pause = FIRST_PAUSE;
    this.#next();
  }

  async #next() {
    clearTimeout(this.#timer);
    this.#merge();
    const item = this.items.find((one) => one.state === "waiting");
    if (this.#busy || !item) return;
    this.#busy = true;
    const settled = await this.#send(item);
    this.#busy = false;
    if (settled) return void this.#next();
    this.#timer = setTimeout(() => this.#next(), this.#pause);
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  async #send(item) {
    const { owner } = item;
    try {
      await this.#server.say(formOf(item), owner);
      item.state = "sent";
      this.#pause = FIRST_PAUSE;
      this.onreach(true);
    } catch (error) {
      if (owner !== this.#server.owner) return true; // it waits for them
      this.onreach(error instanceof Refusal);
      if (!(error instanceof Refusal) || PASSING.includes(error.status)) return false;
      Object.assign(item, { state: "refused", why: error.message });
    }
    this.#changed();
    if (item.state === "sent") this.onsent();
    return true;
  }

  #changed() {
    this.#keep(this.#merge());
  }

  // Beside what other tabs put there.
  #keep(stored) {
    const known = new Set(this.#all.map((one) => one.id));
    const others = stored.filter(({ id }) => !known.has(id) && !this.#gone.has(id));
    const waiting = this.#all.filter((one) => one.state !== "sent" && one.text);
    for (const one of waiting) one.kept = true;
    this.#kept.value = [...others, ...waiting.map(plain)].sort(byTime);
    this.onchange();
  }

  // The browser's tabs share one list: what stood there and is gone was settled by another tab,
  // and another may have learnt whose it is.
  #merge() {
    const stored = this.#kept.value ?? [];
    const owners = new Map(stored.map((one) => [one.id, one.owner]));
    this.#all = this.#all.filter((one) => !one.kept || one.state === "sent" || owners.has(one.id));
    for (const one of this.#all) one.owner = owners.get(one.id) ?? one.owner;
    return stored;
  }
}

// As they were said, whichever tab writes them down last.
const byTime = (one, other) => Date.parse(one.at) - Date.parse(other.at);

const plain = ({ id, owner, text, answers, at }) => ({ id, owner, text, answers, at });

function formOf({ id, text, answers, files }) {
  const form = new FormData();
  for (const [name, said] of Object.entries({ id, text, ...answers })) form.append(name, said);
  for (const file of files) form.append("files", file, file.name);
  return form;
}
