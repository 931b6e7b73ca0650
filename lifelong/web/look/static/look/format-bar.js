// <format-bar src="/conversations/ID/preview" data-failed="..."> in a composer, while an answer leaves
// by mail: buttons [data-does="bold|italic|list|link|preview"] put the signs of formatting around what
// is selected in the words of its form, or take them off again. Enter in a list goes on with it, words
// pasted from elsewhere keep what signs can say, an address pasted over words becomes their link. The
// preview stands in [data-preview], as the server draws it, in place of the words.

import { ask } from "./whose.js";
import { signed } from "./pasted-words.js";
import { put } from "./put-words.js";
import { channelOf } from "./text-count.js";

// of scripts that set their words apart
const LETTER = /^(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff])[\p{L}\p{N}_]$/u;
const LINK = /\[([^[\]\n]+)\]\(([^\s()]*(?:\([^\s()]*\)[^\s()]*)*)\)/g;
const ADDRESS = /^(?:https?:\/\/|mailto:|tel:)[^\s()]+$/i;
const ITEM = /^([ \t]*)(?:(-)|(\d{1,3})\.) (.*)$/s;
const LEAD = /^(?:[ \t]*(?:-|\d{1,3}\.|>) )*\s*/;

customElements.define(
  "format-bar",
  class extends HTMLElement {
    #asked = 0;

    connectedCallback() {
      this.form = this.closest("form");
      this.words = this.form.querySelector("textarea");
      this.preview = this.form.querySelector("[data-preview]");
      this.away = new AbortController();
      const { signal } = this.away;
      const hear = (from, name, act) => from.addEventListener(name, act, { signal });
      hear(this, "mousedown", (event) => event.preventDefault());
      hear(this, "click", (event) => this.#do(event.target.closest("[data-does]")?.dataset.does));
      hear(this.words, "keydown", (event) => this.#pressed(event));
      hear(this.preview, "keydown", (event) => this.#writesOn(event));
      hear(this.words, "paste", (event) => this.#pasted(event));
      hear(this.form, "change", () => this.#look());
      // whoever goes back to the words, by whatever key, writes
      hear(this.form, "focusin", ({ target }) => target.dataset.then && this.#previewing(false));
      for (const name of ["input", "said", "restored"]) hear(this.form, name, () => this.#previewing(false));
      hear(document, "htmx:oobAfterSwap", () => this.#look());
      this.#look();
    }

    disconnectedCallback() {
      this.#asked++;
      this.away.abort();
    }

    get #writes() {
      return !this.hidden && this.form.querySelector("[name=kind]:checked")?.value !== "note";
    }

    #look() {
      this.hidden = channelOf(this.form) !== "email";
      if (!this.#writes) this.#previewing(false);
    }

    #do(what) {
      if (what === "preview") return this.#preview();
      this.#previewing(false);
      const acts = { bold: () => this.#sign("**"), italic: () => this.#sign("*"), list: () => this.#list(), link: () => this.#link() };
      acts[what]?.();
    }

    // [first, last) becomes `text`, of which `chosen` is selected afterwards: [from, to) within it
    #replace(first, last, text, [from, to]) {
      this.words.focus();
      this.words.setSelectionRange(first, last);
      if (text !== this.words.value.slice(first, last)) put(this.words, text);
      this.words.setSelectionRange(first + from, first + to);
    }

    #sign(sign) {
      const { value } = this.words;
      let { selectionStart: first, selectionEnd: last } = this.words;
      // who writes what stands out, and presses it again, goes on behind it
      const ends = first === last && value[first - 1] !== "*" && value.startsWith(sign, first);
      if (ends) return this.#replace(first, first, "", [sign.length, sign.length]);
      const within = (at) => LETTER.test(value[at - 1] ?? "") && LETTER.test(value[at] ?? "");
      while (within(first)) first--;
      while (within(last)) last++;
      for (let n = 0; n < 3 && value[first - 1] === "*" && value[last] === "*"; n++) [first, last] = [first - 1, last + 1];
      const pieces = value.slice(first, last).split("\n").map((line, at) => parted(line, at || !first || value[first - 1] === "\n"));
      const meant = pieces.some(([, core]) => core) ? pieces.filter(([, core]) => core) : pieces.slice(0, 1);
      const off = meant.every(([, core]) => has(core, sign));
      for (const piece of meant)
        if (off) piece[1] = piece[1].slice(sign.length, piece[1].length - sign.length);
        else if (!has(piece[1], sign)) piece[1] = sign + piece[1] + sign;
      const text = pieces.map((piece) => piece.join("")).join("\n");
      const bare = !meant[0][1].replaceAll("*", "");
      const caret = meant[0][0].length + meant[0][1].length / 2;
      this.#replace(first, last, text, bare ? [caret, caret] : [0, text.length]);
    }

    #list() {
      const { value, selectionStart, selectionEnd } = this.words;
      const first = value.lastIndexOf("\n", selectionStart - 1) + 1;
      const next = value.indexOf("\n", selectionEnd);
      const last = next < 0 ? value.length : next;
      const lines = value.slice(first, last).split("\n");
      const meant = lines.length > 1 ? lines.filter((line) => line.trim()) : lines;
      const off = meant.every((line) => ITEM.test(line));
      const changed = (line) => (off ? line.replace(ITEM, "$1$4") : ITEM.test(line) ? line : `- ${line}`);
      const text = lines.map((line) => (meant.includes(line) ? changed(line) : line)).join("\n");
      this.#replace(first, last, text, [lines.length > 1 ? 0 : text.length, text.length]);
    }

    #link() {
      const { value, selectionStart: first, selectionEnd: last } = this.words;
      const chosen = value.slice(first, last);
      const around = [...value.matchAll(LINK)].find((one) => one.index <= first && last <= one.index + one[0].length);
      if (around) return this.#replace(around.index, around.index + around[0].length, around[1], [0, around[1].length]);
      if (ADDRESS.test(chosen)) return this.#replace(first, last, `[](${chosen})`, [1, 1]);
      const words = chosen.replace(/[\n[\]]+/g, " ").trim();
      const text = `[${words}](https://)`;
      this.#replace(first, last, text, words ? [words.length + 3, text.length - 1] : [1, 1]);
    }

    #pressed(event) {
      const { words } = this;
      const plain = event.key === "Enter" && !(event.shiftKey || event.ctrlKey || event.metaKey || event.altKey || event.isComposing);
      // a list over the words may want this key
      if (!plain || !this.#writes || event.defaultPrevented || words.hasAttribute("aria-activedescendant")) return;
      const { value, selectionStart: at } = words;
      const first = value.lastIndexOf("\n", at - 1) + 1;
      const item = at === words.selectionEnd && ITEM.exec(value.slice(first, at));
      if (!item) return;
      event.preventDefault();
      const [, indent, dash, number, said] = item;
      if (said.trim()) return put(words, `\n${indent}${dash ?? `${Number(number) + 1}.`} `);
      words.setSelectionRange(first, at);
      put(words, "");
    }

    #pasted(event) {
      if (!this.#writes || event.defaultPrevented) return;
      const { value, selectionStart: first, selectionEnd: last } = this.words;
      const plain = event.clipboardData.getData("text/plain").trim();
      const chosen = value.slice(first, last);
      const names = chosen.trim() && !/[\n[\]()]/.test(chosen) && !ADDRESS.test(chosen);
      const text = ADDRESS.test(plain) ? names && `[${chosen}](${plain})` : signed(event.clipboardData.getData("text/html"));
      if (!text) return;
      event.preventDefault();
      put(this.words, text);
    }

    async #preview() {
      if (this.form.hasAttribute("data-previewing")) return this.#previewing(false) ?? this.words.focus();
      const asked = ++this.#asked;
      const body = new URLSearchParams({ text: this.words.value });
      const html = await ask(this.getAttribute("src"), { method: "POST", headers: { "HX-Request": "true" }, body })
        .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ""))
        .catch(() => "");
      // who has gone on meanwhile is not disturbed
      if (asked !== this.#asked || !this.#writes) return;
      if (html) this.preview.innerHTML = html;
      else this.preview.textContent = this.dataset.failed;
      this.#previewing(true);
    }

    // Keys are meant for the words, also while these are out of sight.
    #writesOn(event) {
      if (event.ctrlKey || event.metaKey || event.altKey || (event.key.length > 1 && event.key !== "Enter" && event.key !== "Backspace")) return;
      event.stopPropagation();
      this.#previewing(false);
      this.words.focus();
    }

    #previewing(on) {
      if (!on) this.#asked++;
      const wrote = document.activeElement === this.words;
      this.form.toggleAttribute("data-previewing", on);
      this.preview.hidden = !on;
      this.querySelector("[data-does=preview]").setAttribute("aria-pressed", on);
      if (!on) this.preview.replaceChildren();
      else if (wrote) this.preview.focus();
    }
  },
);

// [what stands before the words, the words, the blanks behind them] of a line or the rest of one
function parted(line, whole) {
  const lead = (whole ? LEAD : /^\s*/).exec(line)[0];
  const core = line.slice(lead.length).trimEnd();
  return [lead, core, line.slice(lead.length + core.length)];
}

// Whether these words have this sign around them: one star, two, or three for both.
function has(core, sign) {
  const bare = core.replace(/^\*+/, "");
  const stars = bare ? Math.min(core.length - bare.length, /\**$/.exec(bare)[0].length) : Math.floor(core.length / 2);
  return sign === "**" ? stars > 1 : stars % 2 === 1;
}
