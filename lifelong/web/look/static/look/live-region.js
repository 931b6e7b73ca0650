// <live-region subject="conversation/UUID" hx-get="..." hx-trigger="refresh" hx-swap="morph">
//
// Asks for itself again when one of its subjects is signalled (space-separated;
// "conversation/*" is any conversation): at once, then at most every `every` milliseconds, and
// always once after the last signal. A failed try is repeated; until then the element is
// `stale`. So is a try that htmx did not hear, not having looked at the page yet. While its tab
// is hidden it waits, unless it says even-hidden.
//
// anyway="20000": also when nothing was said for so long, since time alone changes what it shows.
//
// revision="..." is sent as changed_after; the answer's header Lifelong-Revision replaces it. What
// an answer names [data-as-it-is] and is not here is asked for whole.

import { saidSince } from "./stream.js";

const FIRST_RETRY = 2000;
const LONGEST_RETRY = 30000;

// When the answer was asked for that is being put on the page.
const askedAt = new WeakMap();
let drawnAt = Infinity;
document.addEventListener("htmx:beforeSend", ({ detail: { xhr } }) => askedAt.set(xhr, performance.now()));
document.addEventListener("htmx:beforeSwap", ({ detail: { xhr } }) => (drawnAt = askedAt.get(xhr) ?? drawnAt));

export class LiveRegion extends HTMLElement {
  static observedAttributes = ["subject"];
  #asked = false;
  #busy = false;
  #timer = 0;
  #anyway = 0;
  #last = -Infinity;
  #retry = FIRST_RETRY;
  #listening = null;

  connectedCallback() {
    this.#listening = new AbortController();
    const { signal } = this.#listening;
    document.addEventListener("live:changed", (e) => this.#hears(e.detail.subject) && this.ask(), { signal });
    document.addEventListener("live:resync", () => this.ask(), { signal });
    document.addEventListener("DOMContentLoaded", () => this.#asked && this.ask(), { signal });
    this.addEventListener("htmx:configRequest", (e) => this.#addRevision(e), { signal });
    this.addEventListener("htmx:beforeSend", (e) => (this.#busy ||= e.detail.elt === this), { signal });
    this.addEventListener("htmx:afterRequest", (e) => this.#answered(e), { signal });
    this.addEventListener("htmx:abort", () => (this.#busy = false), { signal });
    this.#catchUp();
    this.#askAnyway();
  }

  attributeChangedCallback(_name, before) {
    if (before !== null && this.isConnected) this.#catchUp();
  }

  // What was said while its words were on their way here was heard by nobody.
  #catchUp() {
    if (saidSince(drawnAt, (subject) => this.#hears(subject))) this.ask();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    clearTimeout(this.#anyway);
    this.#listening?.abort();
    this.#busy = this.#asked = false;
  }

  // Soon, once: however often it is asked.
  ask() {
    this.#asked = true;
    if (this.#busy || (document.visibilityState === "hidden" && !this.hasAttribute("even-hidden"))) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#go(), Math.max(0, this.#last + this.#every - performance.now()));
  }

  get #every() {
    return Number(this.getAttribute("every") ?? 0);
  }

  #hears(subject) {
    const wanted = (this.getAttribute("subject") ?? "").split(" ");
    return wanted.some((one) => (one.endsWith("*") ? subject.startsWith(one.slice(0, -1)) : one === subject));
  }

  #go() {
    this.#asked = false;
    htmx.trigger(this, "refresh");
    if (this.#busy) {
      this.#last = performance.now();
      return;
    }
    // Nobody heard: htmx looks at a page when all of it is there, and at a part once it is put in.
    this.#asked = true;
    this.#timer = setTimeout(() => this.ask(), FIRST_RETRY);
  }

  #addRevision(event) {
    if (event.detail.elt !== this || !this.hasAttribute("revision")) return;
    event.detail.parameters["changed_after"] = this.getAttribute("revision");
  }

  #answered(event) {
    if (event.detail.elt !== this) return;
    this.#busy = false;
    this.toggleAttribute("stale", !event.detail.successful);
    if (!event.detail.successful) return this.#tryLater();
    this.#retry = FIRST_RETRY;
    const revision = event.detail.xhr.getResponseHeader("Lifelong-Revision");
    if (revision !== null) this.setAttribute("revision", revision);
    if (this.querySelector("[data-as-it-is]")) {
      this.setAttribute("revision", "");
      this.#asked = true;
    }
    if (this.#asked) this.ask();
    this.#askAnyway();
  }

  #askAnyway() {
    clearTimeout(this.#anyway);
    const after = Number(this.getAttribute("anyway"));
    if (after) this.#anyway = setTimeout(() => this.ask(), after);
  }

  #tryLater() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), this.#retry);
    this.#retry = Math.min(this.#retry * 2, LONGEST_RETRY);
  }
}

customElements.define("live-region", LiveRegion);
