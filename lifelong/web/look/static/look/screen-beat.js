// <screen-beat src="/me/screen"> tells the server now and then that this screen is connected, also
// while its tab is hidden: who waits live rings only where somebody can see it.

import { ask } from "./whose.js";

const BEAT = 45000;

customElements.define(
  "screen-beat",
  class extends HTMLElement {
    connectedCallback() {
      this.beat = setInterval(() => this.#tell(), BEAT);
      this.#tell();
    }

    disconnectedCallback() {
      clearInterval(this.beat);
    }

    #tell() {
      ask(this.getAttribute("src"), { method: "PUT" }).catch(() => {}); // the next one says it
    }
  },
);
