// What the visitor said and the server may not have yet: sent in its order, one at a time, tried
// again until it is there. Its id is made here, so that a second try of what had arrived counts
// once. The words are kept by the browser; files only by this page.

import { newId } from "../look/ids.js";
import { ofBrowser } from "./keeping.js";
import { Refusal } from "./server.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15000;
// Of what was refused: a later try may do.
const PASSING = [401, 408, 429];

export class Outbox {
  // { id, text, answers, at, files, state: "waiting" | "sent" | "refused", why }
  items = [];
  // Told when something looks different; has arrived; whether the server could be reached.
  onchange = () => {};
  onsent = () => {};
  onreach = () => {};
  #server;
  #kept = ofBrowser("outbox");
  #busy = false;
  #pause = FIRST_PAUSE;
  #timer = 0;

  constructor(server) {
    this.#server = server;
    const left = this.#kept.value ?? [];
    this.items = left.map((one) => ({ ...one, files: [], state: "waiting" }));
  }

  add(text, answers, files) {
    const at = new Date().toISOString();
    this.items.push({ id: newId(), text, answers, files, at, state: "waiting" });
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
    const rest = this.items.filter((one) => one.id !== id);
    if (rest.length === this.items.length) return;
    this.items = rest;
    this.#changed();
  }

  // Now, and not when the pause is over: the network may be back.
  flush() {
    this.#pause = FIRST_PAUSE;
    this.#next();
  }

  async #next() {
    clearTimeout(this.#timer);
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
    try {
      await this.#server.say(formOf(item));
      item.state = "sent";
      this.#pause = FIRST_PAUSE;
      this.onreach(true);
    } catch (error) {
      this.onreach(error instanceof Refusal);
      if (!(error instanceof Refusal) || PASSING.includes(error.status)) return false;
      Object.assign(item, { state: "refused", why: error.message });
    }
    this.#changed();
    if (item.state === "sent") this.onsent();
    return true;
  }

  #changed() {
    const waiting = this.items.filter((one) => one.state !== "sent" && one.text);
    this.#kept.value = waiting.map(({ id, text, answers, at }) => ({ id, text, answers, at }));
    this.onchange();
  }
}

function formOf({ id, text, answers, files }) {
  const form = new FormData();
  for (const [name, said] of Object.entries({ id, text, ...answers })) form.append(name, said);
  for (const file of files) form.append("files", file, file.name);
  return form;
}
