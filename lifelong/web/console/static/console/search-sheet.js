// <search-sheet src="/search"> around a dialog with a combobox and its listbox: what is typed is
// looked for there, and among what can be done on this screen (all that has a key). Arrows walk,
// Enter goes there or does it, Escape leads back to where one was. Without src nothing is looked
// for. An answer counts only while what it answers still stands there.

import { caps, keyed, use, words } from "../look/key-map.js";
import { ask } from "../look/whose.js";

const PAUSE = 120;
const SHORTEST = 2;
const MOST = 8;

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

customElements.define(
  "search-sheet",
  class extends HTMLElement {
    #timer = 0;
    #asking = null;
    // What the list answers, and whether that is still awaited.
    #answered = "";
    #waiting = null;

    connectedCallback() {
      this.dialog = this.querySelector("dialog");
      this.input = this.querySelector("input");
      this.list = this.querySelector("[role=listbox]");
      this.found = this.querySelector("[data-found]");
      this.actions = this.querySelector("[data-actions]");
      this.status = this.querySelector("[data-status]");
      this.input.addEventListener("input", () => this.#typed());
      this.dialog.addEventListener("keydown", (event) => this.#pressed(event));
      this.dialog.addEventListener("close", () => this.#stop());
      this.list.addEventListener("mousedown", (event) => event.preventDefault());
      this.list.addEventListener("click", (event) => this.#clicked(event));
      this.querySelector("[data-close]").addEventListener("click", () => this.dialog.close());
      for (const [where, kind] of [[document, "click"], [document, "live:state"], [window, "online"]])
        where.addEventListener(kind, this);
    }

    handleEvent(event) {
      if (event.type === "click") return void (event.target.closest?.("[data-open-search]") && this.#open());
      const back = event.type === "online" || event.detail.state === "open";
      if (back && this.dialog.open && this.status.dataset.state === "offline") this.#ask();
    }

    #open() {
      this.input.value = "";
      // before the page behind is out of reach, so that what is shown can be told
      this.can = keyed().filter((one) => !one.matches("[data-open-search]")).map((one) => [words(one), one.dataset.key]);
      this.dialog.showModal();
      this.input.focus();
      this.#typed();
    }

    #typed() {
      clearTimeout(this.#timer);
      this.#act();
      if (!this.hasAttribute("src") || this.#said.length < SHORTEST) return this.#clear();
      if (this.#said === this.#answered) return this.#giveUp();
      // what stands there is of other words; it goes when there is something better
      this.#waiting = new Promise((done) => {
        this.#timer = setTimeout(() => this.#ask().then(done), PAUSE);
      });
      this.#mark(this.#options[0]);
    }

    get #said() {
      return this.input.value.trim();
    }

    async #ask() {
      this.#asking?.abort();
      const asking = (this.#asking = new AbortController());
      const said = this.#said;
      this.list.setAttribute("aria-busy", "true");
      const answer = await ask(`${this.getAttribute("src")}?${new URLSearchParams({ q: said })}`, {
        headers: { "HX-Request": "true" },
        redirect: "manual",
        signal: asking.signal,
      })
        .then(async (got) => (got.ok ? { html: await got.text() } : { state: "failed" }))
        .catch(() => ({ state: "offline" }));
      if (asking.signal.aborted || said !== this.#said) return;
      this.#giveUp();
      this.#show(said, answer);
    }

    // nothing is asked for any more: what stands there is what there is
    #giveUp() {
      this.#asking?.abort();
      this.list.removeAttribute("aria-busy");
    }

    #show(said, { html = "", state = "" }) {
      const template = document.createElement("template");
      template.innerHTML = html;
      const told = template.content.querySelector("[data-said]");
      told?.remove();
      this.found.replaceChildren(template.content);
      this.#answered = state ? "" : said;
      this.#tell(state ? this.dataset[state] : told?.textContent, state || (this.#options.length ? "found" : "nothing"));
      this.#mark(this.#options[0]);
    }

    #clear() {
      this.#giveUp();
      this.#waiting = null;
      this.#answered = "";
      this.found.replaceChildren();
      this.#tell("", "");
      this.#mark(this.#options[0]);
    }

    #tell(text = "", state) {
      this.status.textContent = text;
      this.status.dataset.state = state;
    }

    // What can be done here: each word that was typed begins one of its words.
    #act() {
      const asked = fold(this.#said).split(/\s+/).filter(Boolean);
      const fits = (text) => asked.every((one) => ` ${fold(text)}`.includes(` ${one}`));
      // what is called just so comes before what only begins so
      const so = ([text]) => fold(text) === fold(this.#said);
      const found = this.can.filter(([text]) => fits(text)).sort((one, other) => so(other) - so(one));
      const some = found.slice(0, asked.length ? MOST : undefined);
      this.actions.querySelectorAll("[role=option]").forEach((one) => one.remove());
      this.actions.append(...some.map(([text, key], at) => option(text, key, at)));
      this.actions.hidden = !some.length;
    }

    get #options() {
      return [...this.list.querySelectorAll("[role=option]:not([aria-disabled])")];
    }

    get #chosen() {
      return this.list.querySelector("[aria-selected=true]");
    }

    #mark(one) {
      this.#chosen?.setAttribute("aria-selected", "false");
      one?.setAttribute("aria-selected", "true");
      one?.scrollIntoView({ block: "nearest" });
      if (one) this.input.setAttribute("aria-activedescendant", one.id);
      else this.input.removeAttribute("aria-activedescendant");
    }

    #pressed(event) {
      const mod = event.ctrlKey || event.metaKey;
      if (event.isComposing || event.altKey) return;
      if (mod && event.key.toLowerCase() === "k") this.dialog.close();
      else if (mod || event.target !== this.input) return;
      else if (event.key === "ArrowDown") this.#walk(1);
      else if (event.key === "ArrowUp") this.#walk(-1);
      else if (event.key === "Enter") this.#enter();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    #walk(step) {
      const options = this.#options;
      const at = options.indexOf(this.#chosen) + step;
      this.#mark(options[(at + options.length) % options.length]);
    }

    // What was typed last may still be looked for: it is taken, not what stood there before. Whom
    // one walked to stays chosen.
    async #enter() {
      const before = this.#chosen;
      const walked = before && before !== this.#options[0];
      if (!walked && this.#answered !== this.#said) await this.#waiting;
      if (this.dialog.open) this.#take(walked ? before : this.#chosen);
    }

    #clicked(event) {
      const one = event.target.closest("[role=option]:not([aria-disabled])");
      if (!one || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      this.#take(one);
    }

    #take(one) {
      if (!one) return;
      this.dialog.close();
      const key = one.dataset.does;
      const target = key && keyed().find((other) => other.dataset.key === key);
      if (key) return void (target && use(target));
      const path = one.getAttribute("href");
      if (!path.startsWith("/people/") || !document.getElementById("person")) return location.assign(path);
      htmx.ajax("GET", path, { target: "#person", swap: "anew" });
    }

    #stop() {
      clearTimeout(this.#timer);
      this.#asking?.abort();
      this.#clear();
    }
  },
);

function option(text, key, at) {
  const one = document.createElement("div");
  Object.assign(one, { className: "option", id: `found-action-${at}`, tabIndex: -1 });
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  one.dataset.does = key;
  const name = document.createElement("span");
  Object.assign(name, { className: "title clip", textContent: text, dir: "auto" });
  const keys = document.createElement("span");
  keys.className = "caps";
  keys.append(...caps(key));
  one.append(name, keys);
  return one;
}
