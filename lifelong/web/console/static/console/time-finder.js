// <time-finder src="/conversations/ID" data-sees="#timeline" hidden data-count="%s of %s"
//              data-many="..." data-none="..." data-failed="..."> over the timeline: a bar that
// [data-finder] opens, and that is asked for then. What is typed is looked for in all of the
// conversation; Enter goes further back and Shift+Enter further on, and the words are marked where
// they are on screen. A channel, a matter or a day changes what the timeline shows. Escape leads
// back to where it ends.

import { ask } from "../look/whose.js";

const PAUSE = 200;
const SHORTEST = 3;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;
// Where the browser cannot mark words, the entry around them is.
const marks = globalThis.Highlight && CSS.highlights ? new Highlight() : null;
if (marks) CSS.highlights.set("said", marks);

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

customElements.define(
  "time-finder",
  class extends HTMLElement {
    // Its children are its own affair.
    keepsChildren = true;
    #timer = 0;
    #asking = null;
    #hits = [];
    #at = 0;
    #said = "";
    #elsewhere = false;

    connectedCallback() {
      this.away = new AbortController();
      const hear = (from, kind, act) => from.addEventListener(kind, act, { signal: this.away.signal });
      hear(document, "click", ({ target }) => target.closest?.("[data-finder]") && this.#toggle());
      hear(document, "htmx:afterSwap", ({ target }) => !this.hidden && target.closest?.("#timeline") && this.#mark());
      hear(this, "input", ({ target }) => target.name === "q" && this.#soon());
      hear(this, "change", ({ target }) => target.name !== "q" && this.#sift(target.name));
      hear(this, "keydown", (event) => this.#pressed(event));
      hear(this, "click", ({ target }) => this.#clicked(target));
      hear(this, "submit", (event) => event.preventDefault());
    }

    disconnectedCallback() {
      this.away.abort();
      this.#asking?.abort();
      clearTimeout(this.#timer);
      marks?.clear();
    }

    get #input() {
      return this.querySelector("[name=q]");
    }

    // What is left out of the timeline.
    get #sifted() {
      const fields = [...this.querySelectorAll("select")].filter((one) => one.value);
      return new URLSearchParams(fields.map((one) => [one.name, one.value]));
    }

    async #toggle() {
      if (!this.hidden) return this.#close();
      if (!this.#input && !(await this.#load())) return;
      this.hidden = false;
      this.#opener?.setAttribute("aria-expanded", "true");
      this.#input.focus();
      this.#input.select();
      if (this.#input.value) this.#look();
    }

    async #load() {
      const html = await ask(`${this.getAttribute("src")}/finder`, { headers: { "HX-Request": "true" } })
        .then((answer) => (answer.ok ? answer.text() : ""))
        .catch(() => "");
      this.innerHTML = html || `<p class="refusal" role="alert"></p>`;
      if (!html) {
        this.firstChild.textContent = this.dataset.failed;
        this.hidden = false;
      }
      return Boolean(html);
    }

    get #opener() {
      return document.querySelector("[data-finder]");
    }

    #close() {
      this.hidden = true;
      this.#asking?.abort();
      marks?.clear();
      document.querySelector(".entry.sought")?.classList.remove("sought");
      for (const field of this.querySelectorAll("select, [name=day]")) field.value = "";
      if (this.#elsewhere) this.#show(new URLSearchParams());
      this.#elsewhere = false;
      this.#opener?.setAttribute("aria-expanded", "false");
      this.#opener?.focus();
    }

    #clicked(target) {
      const step = target.closest("[data-step]")?.dataset.step;
      if (step) this.#step(Number(step));
      else if (target.closest("[data-close]")) this.#close();
    }

    #pressed(event) {
      if (event.isComposing) return;
      if (event.key === "Escape") this.#close();
      else if (event.target !== this.#input) return;
      else if (event.key === "Enter" || event.key === "ArrowUp") this.#step(event.shiftKey ? -1 : 1);
      else if (event.key === "ArrowDown") this.#step(-1);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    #soon() {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#look(), PAUSE);
    }

    async #look() {
      clearTimeout(this.#timer);
      this.#asking?.abort();
      const { signal } = (this.#asking = new AbortController());
      this.#said = this.#input.value.trim();
      if (this.#said.length < SHORTEST) return this.#found([], false, "");
      const asked = this.#sifted;
      asked.set("q", this.#said);
      this.setAttribute("aria-busy", "true");
      const answer = await ask(`${this.getAttribute("src")}/places?${asked}`, { signal })
        .then((got) => (got.ok ? got.json() : null))
        .catch(() => null);
      if (signal.aborted) return;
      this.removeAttribute("aria-busy");
      if (!answer) return this.#found([], false, this.dataset.failed);
      this.#found(answer.entries, answer.more, this.dataset.none);
    }

    #found(hits, more, otherwise) {
      this.#hits = hits;
      this.more = more;
      this.#at = 0;
      for (const one of this.querySelectorAll("[data-step]")) one.disabled = hits.length < 2;
      if (hits.length) this.#go();
      else this.#tell(otherwise);
      this.#mark();
    }

    // What was typed last counts, also where the answer to it is still on its way.
    #step(by) {
      if (this.#input.value.trim() !== this.#said) return void this.#look();
      if (!this.#hits.length) return;
      this.#at = (this.#at + by + this.#hits.length) % this.#hits.length;
      this.#go();
    }

    #go() {
      const id = this.#hits[this.#at];
      const words = this.more ? this.dataset.many : this.dataset.count;
      this.#tell(words.replace("%s", this.#at + 1).replace("%s", this.#hits.length));
      const line = document.querySelector("time-line");
      if (line?.lead(`entry-${id}`)) return;
      const asked = this.#sifted;
      asked.set("entry", id);
      this.#show(asked);
    }

    #sift(changed) {
      const asked = this.#sifted;
      const day = this.querySelector("[name=day]");
      if (changed !== "day") day.value = "";
      else if (day.value) asked.set("day", day.value);
      this.#show(asked);
      if (changed !== "day" && this.#input.value.trim()) this.#look();
    }

    #show(asked) {
      this.#elsewhere = true;
      const path = `${this.getAttribute("src")}/timeline?${asked}`;
      htmx.ajax("GET", path, { source: this, target: "#timeline", swap: "outerHTML" });
    }

    #tell(words) {
      this.querySelector("[data-status]").textContent = words;
    }

    // Every word that was asked for, where it stands on screen; the last may have only begun.
    #mark() {
      marks?.clear();
      const asked = (fold(this.#said).match(WORD) ?? []).filter(Boolean);
      if (!marks || !asked.length) return;
      const fits = (word) => asked.includes(word) || word.startsWith(asked.at(-1));
      for (const id of this.#hits) {
        const text = document.getElementById(`entry-${id}`)?.querySelector(".said > .bubble > .text");
        const pieces = text && document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
        while (pieces?.nextNode()) this.#markIn(pieces.currentNode, fits);
      }
    }

    #markIn(piece, fits) {
      for (const one of piece.data.matchAll(WORD))
        if (fits(fold(one[0]))) marks.add(range(piece, one.index, one.index + one[0].length));
    }
  },
);

function range(node, start, end) {
  const made = new Range();
  made.setStart(node, start);
  made.setEnd(node, end);
  return made;
}
