// <mention-picker src="/conversations/ID/colleagues"> in a composer, around a [role=listbox]. "@" at
// the beginning of a word of a note opens it; arrows walk, Enter or Tab takes, Escape leaves the words
// as they are. Who is told follows from the names in the note, so words that were restored do too.

import { put } from "../look/put-words.js";
import { ask } from "../look/whose.js";
import { Options } from "./options.js";

const TYPED = /(?:^|[\s(])@([\p{L}\p{N}][\p{L}\p{N} .'-]{0,40}|)$/u;
const MOST = 8;

const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

customElements.define(
  "mention-picker",
  class extends HTMLElement {
    #names = null;
    #start = -1;
    #left = -1;

    connectedCallback() {
      this.form = this.closest("form");
      this.words = this.form.querySelector("textarea");
      this.list = this.querySelector("[role=listbox]");
      for (const kind of ["input", "keydown", "blur"]) this.words.addEventListener(kind, this, true);
      this.options = new Options(this.words, this.list, this);
    }

    handleEvent(event) {
      if (event.type === "input") this.#typed();
      else if (event.type === "keydown") this.#pressed(event);
      else if (event.type === "blur") this.options.left(event) && this.options.close();
      else if (event.type === "mousedown") event.preventDefault();
      else this.#take(event.target.closest("[role=option]"));
    }

    async #typed() {
      const typed = TYPED.exec(this.words.value.slice(0, this.words.selectionStart));
      const isNote = this.form.querySelector("[name=kind]:checked")?.value === "note";
      if (!typed || !isNote) return void ((this.#left = -1), this.options.close());
      this.#start = this.words.selectionStart - typed[1].length - 1;
      if (this.#start === this.#left) return;
      this.#names ??= this.#ask();
      const names = await this.#names;
      if (document.activeElement === this.words) this.#show(names, fold(typed[1]));
    }

    #ask() {
      return ask(this.getAttribute("src"))
        .then((answer) => answer.json())
        .then(({ names }) => names)
        .catch(() => ((this.#names = null), []));
    }

    #show(names, typed) {
      const fits = (name) => fold(name).split(/\s+/).some((_, at, all) => all.slice(at).join(" ").startsWith(typed));
      const some = names.filter(fits).slice(0, MOST);
      // what was typed to its end needs no list
      if (!some.length || some.some((name) => fold(name) === typed.trim())) return this.options.close();
      this.list.replaceChildren(...some.map(option));
      this.options.show();
      this.options.mark(this.list.firstElementChild);
    }

    #pressed(event) {
      if (!this.options.open || event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown") this.options.walk(1);
      else if (event.key === "ArrowUp") this.options.walk(-1);
      else if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey)) this.#take(this.options.chosen);
      else if (event.key === "Escape") this.#leave();
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    #leave() {
      this.#left = this.#start;
      this.options.close();
    }

    #take(one) {
      if (!one) return;
      this.words.setSelectionRange(this.#start, this.words.selectionStart);
      put(this.words, `@${one.textContent} `);
      this.#leave();
    }
  },
);

function option(name, at) {
  const one = document.createElement("div");
  Object.assign(one, { id: `mention-${at}`, className: "option", textContent: name, dir: "auto" });
  one.setAttribute("role", "option");
  one.setAttribute("aria-selected", "false");
  return one;
}
