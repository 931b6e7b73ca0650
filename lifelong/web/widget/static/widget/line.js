// The live line: open only while the chat is on screen. The tabs of a browser share one: whoever
// holds the lock listens, and tells the others.

import { Source } from "../look/source.js";

export class Line {
  #server;
  #hear;
  #tabs = null;
  #end = null;
  #source = null;

  // Hears { subject }, { resync: true } or { state }, as source.js says them.
  constructor(server, hear) {
    this.#server = server;
    this.#hear = hear;
  }

  open() {
    if (this.#tabs) return;
    const name = `lifelong chat ${fingerprint(this.#server.session)}`;
    const tabs = (this.#tabs = new BroadcastChannel(name));
    tabs.onmessage = ({ data }) => this.#hear(data);
    const ended = new Promise((end) => (this.#end = end));
    const lead = () => this.#lead(tabs, ended);
    // Without TLS there are no locks, and some browsers deny them to frames of another site: then
    // every tab listens for itself.
    if (navigator.locks) navigator.locks.request(name, lead).catch(lead);
    else lead();
  }

  close() {
    this.#tabs?.close();
    this.#end?.();
    this.#tabs = this.#end = null;
  }

  // The network is back: the line may look open and be dead.
  nudge() {
    this.#source?.nudge();
  }

  async #lead(tabs, ended) {
    if (tabs !== this.#tabs) return;
    const source = (this.#source = new Source((said) => {
      if (tabs !== this.#tabs) return;
      this.#hear(said);
      tabs.postMessage(said);
    }));
    source.hello(this.#server.streaming);
    await ended;
    source.close();
  }
}

// The session itself is a key, and no name for a lock.
function fingerprint(text) {
  let sum = 0;
  for (const letter of text) sum = (Math.imul(sum, 31) + letter.charCodeAt(0)) | 0;
  return sum >>> 0;
}
