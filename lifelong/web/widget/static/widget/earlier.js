// The way to what was said before: by a button, above what is on screen.

import { Refusal } from "./server.js";

const words = document.body.dataset;
// Milliseconds: what is put above is old and not read out; so long a screen reader takes to see it.
const UNHEARD = 1000;
const A_MOMENT = 100;

export class Earlier {
  // Told whether the server could be reached.
  onreach = () => {};
  #button = document.getElementById("earlier");
  #scroller = document.getElementById("scroller");
  #told = document.getElementById("told");
  #heard = this.#scroller.ariaLive;
  #hearAgain = 0;
  #server;
  #log;
  #asking = false;

  constructor(server, log) {
    this.#server = server;
    this.#log = log;
    this.#button.addEventListener("click", () => this.#ask());
  }

  offer(isThere) {
    if (!isThere && document.activeElement === this.#button) this.#scroller.focus();
    this.#button.hidden = !isThere;
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    const { first } = this.#log;
    try {
      const said = await this.#server.before(first);
      if (first === this.#log.first) this.#take(said);
      this.onreach(true);
    } catch (error) {
      this.onreach(error instanceof Refusal);
    }
    this.#asking = false;
  }

  #take({ messages, earlier }) {
    this.#scroller.ariaLive = "off";
    this.#log.putBefore(messages, earlier, () => this.offer(earlier));
    clearTimeout(this.#hearAgain);
    this.#hearAgain = setTimeout(() => (this.#scroller.ariaLive = this.#heard), UNHEARD);
    this.#told.textContent = "";
    setTimeout(() => (this.#told.textContent = earlier ? words.earlier : words.beginning), A_MOMENT);
  }
}
