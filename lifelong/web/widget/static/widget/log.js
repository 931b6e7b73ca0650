// What was said, on screen: the server's messages by their place, below them what is on its way.

import { bubble, row } from "./rows.js";

const NEAR_END = 60;

export class Log {
  #list = document.getElementById("log");
  #scroller = document.getElementById("scroller");
  #messages = new Map();
  #outbox;
  #atEnd = true;
  // The place before which there is more that is not here; "": nothing is.
  #from = "";

  constructor(outbox) {
    this.#outbox = outbox;
    this.#scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#keepEnd()).observe(this.#scroller);
    this.#list.addEventListener("load", () => this.#keepEnd(), { capture: true });
  }

  get isEmpty() {
    return !this.#messages.size && !this.#outbox.items.length;
  }

  get first() {
    return this.#from;
  }

  clear() {
    this.begin([], false);
  }

  // These instead of all others; `earlier`: there is more before them.
  begin(messages, earlier) {
    this.#messages.clear();
    this.#hold(messages, earlier);
    this.draw();
  }

  // And these, which stand before all others. What is on screen stays where it is, whatever
  // `beside` changes above it.
  putBefore(messages, earlier, beside) {
    const below = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#hold(messages, earlier);
    this.#atEnd = false;
    this.draw();
    beside();
    this.#scroller.scrollTop = this.#scroller.scrollHeight - below;
  }

  #hold(messages, earlier) {
    this.#from = earlier ? messages[0].place : "";
    for (const one of messages) this.#messages.set(one.id, one);
  }

  // The server's own words; a copy replaces what stood there. What changed in what is not here yet
  // comes with the rest of it.
  place(messages) {
    for (const one of messages) if (one.place >= this.#from) this.#messages.set(one.id, one);
    if (messages.length) this.draw();
  }

  has(id) {
    return this.#messages.has(id);
  }

  draw() {
    const said = [...this.#messages.values()].sort((a, b) => (a.place < b.place ? -1 : 1));
    const leaving = this.#outbox.items.filter((one) => !this.#messages.has(one.id));
    const shown = [...said, ...leaving.map((one) => ({ ...one, mine: true }))];
    const known = new Map([...this.#list.children].map((one) => [one.dataset.id, one]));
    let last = null;
    for (const one of shown) {
      const drawn = this.#drawn(one, known.get(one.id));
      known.delete(one.id);
      const next = last ? last.nextElementSibling : this.#list.firstElementChild;
      if (next !== drawn) this.#list.insertBefore(drawn, next);
      last = drawn;
    }
    for (const gone of known.values()) gone.remove();
    this.#keepEnd();
  }

  // The row that stands there, if it shows just this: a screen reader reads no line twice.
  #drawn(one, before) {
    const shows = JSON.stringify({ ...one, receipt: null, files: one.files.map((file) => file.name) });
    if (before?.shows === shows) return before;
    const fresh = before ?? row(one);
    fresh.shows = shows;
    bubble(fresh, one, {
      again: () => this.#outbox.again(one.id),
      drop: () => this.#outbox.drop(one.id),
    });
    return fresh;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #keepEnd() {
    if (this.#atEnd) this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }
}
