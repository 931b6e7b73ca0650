// <answer-picker src="/conversations/ID/answers" data-failed="..."> in a composer, around a
// [role=listbox]. "/" at the beginning of a word opens it, what is typed after it is looked for,
// arrows walk, Enter or Tab takes, Escape leaves the words as they are. What was taken is told with
// the words ("answer", ten at most): the server sees which of them they still hold.

import { put } from "../look/put-words.js";
import { ask } from "../look/whose.js";
import { Options } from "./options.js";

const TYPED = /(?:^|\s)\/([^\n/]{0,40})$/;
const PAUSE = 80;
const MOST = 10;

customElements.define(
  "answer-picker",
  class extends HTMLElement {
    #timer = 0;
    #asked = null;
    // Where "/" stands for which the list was left.
    #left = -1;
    #start = -1;
    #query = "";

    connectedCallback() {
      this.form = this.closest("form");
      this.words = this.form.querySelector("textarea");
      this.list = this.querySelector("[role=listbox]");
      this.options = new Options(this.words, this.list, this);
      const says = { "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-controls": this.list.id };
      for (const [name, value] of Object.entries(says)) this.words.setAttribute(name, value);
      for (const kind of ["input", "keydown", "blur"]) this.words.addEventListener(kind, this);
      this.form.querySelector("[data-open-answers]")?.addEventListener("click", this);
      this.#close();
      this.#taken.forEach((id) => this.#tell(id));
    }

    handleEvent(event) {
      if (event.type === "input") this.#typed();
      else if (event.type === "keydown") this.#pressed(event);
      else if (event.type === "blur") this.options.left(event) && this.#close();
      else if (event.type === "mousedown") event.preventDefault();
      else if (event.currentTarget === this.list) this.#take(event.target.closest("[role=option]"));
      else this.#slash();
    }

    #slash() {
      const { words } = this;
      words.focus();
      const before = words.value[words.selectionStart - 1];
      this.#left = -1;
      put(words, before === undefined || /\s/.test(before) ? "/" : " /");
    }

    #typed() {
      const typed = TYPED.exec(this.words.value.slice(0, this.words.selectionStart));
      const isReply = this.form.querySelector("[name=kind]:checked")?.value !== "note";
      if (!typed || !isReply) return void ((this.#left = -1), this.#close());
      this.#start = this.words.selectionStart - typed[1].length - 1;
      if (this.#start === this.#left) return;
      clearTimeout(this.#timer);
      this.#query = typed[1];
      this.#asked = new Promise((done) => {
        this.#timer = setTimeout(() => this.#ask(typed[1]).then(done), this.options.open ? PAUSE : 0);
      });
    }

    async #ask(typed) {
      const said = new URLSearchParams({ q: typed });
      for (const name of ["contact", "channel"]) {
        const field = this.form.querySelector(`[name=${name}]:checked, [name=${name}][type=hidden]`);
        if (field) said.set(name, field.value);
      }
      const still = [this.#start, typed].join();
      const html = await ask(`${this.getAttribute("src")}?${said}`, { headers: { "HX-Request": "true" } })
        .then((answer) => (answer.ok ? answer.text() : ""))
        .catch(() => "");
      if (still !== [this.#start, this.#query].join() || document.activeElement !== this.words) return;
      this.#show(html, typed);
    }

    #show(html, typed) {
      if (html) this.list.innerHTML = html;
      else this.list.textContent = this.dataset.failed;
      // a sentence that goes on is none that looks for something
      if (html && !this.options.chosen && /\s/.test(typed)) return this.#close();
      this.options.show();
      this.options.mark(this.options.chosen);
    }

    #close() {
      clearTimeout(this.#timer);
      this.#start = -1;
      this.#asked = null;
      this.options.close();
    }

    #pressed(event) {
      if (!this.options.open || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
      const does = {
        ArrowDown: () => this.options.walk(1),
        ArrowUp: () => this.options.walk(-1),
        Enter: () => this.#enter(),
        Tab: () => this.#enter(),
        Escape: () => ((this.#left = this.#start), this.#close()),
      }[event.key];
      const takes = ["Enter", "Tab"].includes(event.key);
      if (!does || (takes && (event.shiftKey || !this.options.chosen))) return;
      event.preventDefault();
      event.stopPropagation();
      does();
    }

    // What was typed last may still be looked for: it is taken, not what stood there before.
    async #enter() {
      const before = this.options.chosen;
      const asked = this.#asked;
      await asked;
      if (this.options.open) this.#take(this.options.chosen ?? before);
    }

    #take(option) {
      if (!option) return;
      const start = this.#start;
      this.words.setSelectionRange(start, this.words.selectionStart);
      this.#close();
      put(this.words, option.dataset.body);
      this.#keep(option.dataset.answer);
      const slots = this.form.querySelector("open-slots");
      const within = (at) => at >= start && at < start + option.dataset.body.length;
      if (slots?.has(within)) slots.next(start);
    }

    get #key() {
      return `answers:${this.getAttribute("src")}`;
    }

    get #taken() {
      return JSON.parse(sessionStorage.getItem(this.#key) ?? "[]");
    }

    #keep(id) {
      const taken = [...new Set([id, ...this.#taken])].slice(0, MOST);
      sessionStorage.setItem(this.#key, JSON.stringify(taken));
      this.querySelectorAll("[name=answer]").forEach((one) => one.remove());
      taken.forEach((one) => this.#tell(one));
    }

    #tell(id) {
      const told = document.createElement("input");
      Object.assign(told, { type: "hidden", name: "answer", value: id });
      this.append(told);
    }
  },
);
