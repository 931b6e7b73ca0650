// <ring-card left="14.2" lasts="20" named="Ana" offer="ID" sound>: somebody rings. Counts the seconds down in
// .left and <progress>, names them in the tab's title, and with `sound` is heard once, in one tab.
// When its time is over the region around it looks what came of it.

import { sound } from "./sounds.js";
import { markRinging } from "./title-mark.js";

const TICK = 250;

class RingCard extends HTMLElement {
  static observedAttributes = ["left"];
  #end = 0;
  #over = false;

  connectedCallback() {
    this.#begin();
    this.timer = setInterval(() => this.#show(), TICK);
    markRinging(this.getAttribute("named"));
    if (this.hasAttribute("sound")) sound(`offer ${this.getAttribute("offer")}`, "ring");
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    markRinging(document.querySelector("ring-card")?.getAttribute("named") ?? "");
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#begin();
  }

  #begin() {
    this.#end = performance.now() + Number(this.getAttribute("left")) * 1000;
    this.#over = false;
    this.#show();
  }

  #show() {
    const left = Math.max(0, this.#end - performance.now()) / 1000;
    const words = this.querySelector(".left");
    if (words) words.textContent = `${Math.ceil(left)} s`;
    const bar = this.querySelector("progress");
    if (bar) bar.value = left;
    if (left > 0 || this.#over) return;
    this.#over = true;
    setTimeout(() => this.closest("live-region")?.ask(), 1000);
  }
}

customElements.define("ring-card", RingCard);
