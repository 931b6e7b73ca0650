// <open-slots data-names='{"order.number": "order number"}'> in a composer: which variables still
// stand open in its words. They are marked in the text ([data-marks] lies behind it), and named in
// [data-open], where a click leads to each. A send that was refused leads to the first.

const SLOT = /\{\{\s*([\w.]+)\s*\}\}/g;

export function slots(text, names) {
  return [...text.matchAll(SLOT)]
    .filter((one) => one[1] in names)
    .map((one) => ({ name: one[1], start: one.index, end: one.index + one[0].length }));
}

customElements.define(
  "open-slots",
  class extends HTMLElement {
    connectedCallback() {
      this.names = JSON.parse(this.dataset.names);
      this.form = this.closest("form");
      this.words = this.form.querySelector("textarea");
      this.marks = this.form.querySelector("[data-marks]");
      this.shown = "";
      for (const kind of ["input", "said", "restored"]) this.form.addEventListener(kind, this);
      this.form.addEventListener("htmx:afterRequest", this);
      this.words.addEventListener("scroll", this);
      this.words.addEventListener("focus", this);
      this.addEventListener("click", this);
      this.#draw();
    }

    handleEvent(event) {
      if (event.type === "scroll") this.marks.scrollTop = this.words.scrollTop;
      else if (event.type === "click") this.#go(event.target.closest("[data-slot]")?.dataset.slot);
      else if (event.type === "htmx:afterRequest") this.#answered(event.detail);
      else this.#draw();
    }

    has(within) {
      return slots(this.words.value, this.names).some((one) => within(one.start));
    }

    // Select the first that is open from this place on.
    next(from = 0) {
      const open = slots(this.words.value, this.names);
      const found = open.find((one) => one.start >= from) ?? open[0];
      if (found) this.#select(found);
      return Boolean(found);
    }

    #answered({ successful, requestConfig }) {
      if (!successful && requestConfig.verb === "post" && !this.#open.hidden) this.next();
    }

    #go(name) {
      const found = slots(this.words.value, this.names).find((one) => one.name === name);
      if (found) this.#select(found);
    }

    #select({ start, end }) {
      this.words.focus();
      this.words.setSelectionRange(start, end);
    }

    get #open() {
      return this.querySelector("[data-open]");
    }

    #draw() {
      const text = this.words.value;
      const open = slots(text, this.names);
      this.#open.hidden = !open.length;
      if (!open.length) this.querySelector("[name=as_is]").checked = false;
      this.#mark(text, open);
      this.#name([...new Set(open.map((one) => one.name))]);
    }

    #mark(text, open) {
      const pieces = [];
      let at = 0;
      for (const { start, end } of open) {
        const mark = document.createElement("mark");
        mark.textContent = text.slice(start, end);
        pieces.push(text.slice(at, start), mark);
        at = end;
      }
      // nothing to mark: nothing to lay out, however long the words
      this.marks.replaceChildren(...(open.length ? [...pieces, `${text.slice(at)}\n`] : []));
      if (open.length) this.marks.scrollTop = this.words.scrollTop;
    }

    #name(open) {
      if (this.shown === open.join()) return;
      this.shown = open.join();
      this.querySelector("[data-slots]").replaceChildren(
        ...open.map((name) => {
          const button = document.createElement("button");
          Object.assign(button, { type: "button", className: "button", textContent: this.names[name] });
          button.dataset.slot = name;
          return button;
        }),
      );
    }
  },
);
