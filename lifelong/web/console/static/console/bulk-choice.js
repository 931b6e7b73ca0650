// <bulk-choice> around a list of people with boxes: says how many are chosen, shows what can be
// done with them, and lets one choose a page, the whole list, or a stretch with Shift.
// data-one, data-many: what it says ("#" is the number); data-whole: of the whole list.

customElements.define(
  "bulk-choice",
  class extends HTMLElement {
    #last = null;

    connectedCallback() {
      this.addEventListener("click", this);
      this.addEventListener("change", this);
      // what came with "show more" is counted too, and a page that was gone back to knows its boxes
      this.addEventListener("htmx:afterSwap", this);
      this.#say();
    }

    handleEvent(event) {
      const { target, type } = event;
      if (type === "htmx:afterSwap") this.#say();
      else if (type === "click") this.#clicked(event);
      else if (target.matches("[data-page]")) this.#choose(this.#boxes, target.checked);
      else if (target.matches("[name=id]")) this.#choose([], false);
    }

    get #boxes() {
      return [...this.querySelectorAll("[name=id]")];
    }

    #clicked({ target, shiftKey }) {
      if (target.closest("[data-everybody]")) return this.#whole();
      if (target.closest("[data-current]")) return this.#current();
      if (!target.matches("[name=id]")) return;
      if (shiftKey && this.#last?.isConnected) this.#stretch(this.#last, target);
      this.#last = target;
    }

    #stretch(from, to) {
      const boxes = this.#boxes;
      const [first, last] = [boxes.indexOf(from), boxes.indexOf(to)].sort((a, b) => a - b);
      this.#choose(boxes.slice(first, last + 1), to.checked);
    }

    #current() {
      const box = document.activeElement?.closest(".pick")?.querySelector("[name=id]");
      if (box) this.#choose([box], !box.checked);
    }

    #choose(boxes, chosen) {
      for (const box of boxes) box.checked = chosen;
      this.querySelector("[data-whole-field]").value = "";
      this.#say();
    }

    #whole() {
      for (const box of this.#boxes) box.checked = true;
      this.querySelector("[data-whole-field]").value = "yes";
      this.#say();
    }

    #say() {
      const acts = this.querySelector(".acts");
      if (!acts) return;
      const boxes = this.#boxes;
      const count = boxes.filter((box) => box.checked).length;
      const whole = this.querySelector("[data-whole-field]").value === "yes";
      const said = this.querySelector("[data-said]");
      const page = this.querySelector("[data-page]");
      page.checked = count > 0 && count === boxes.length;
      page.indeterminate = count > 0 && count < boxes.length;
      const words = whole ? this.dataset.whole : this.#words(count, said.dataset.none);
      if (said.textContent !== words) said.textContent = words;
      acts.hidden = !count;
    }

    #words(count, none) {
      if (!count) return none;
      return count === 1 ? this.dataset.one : this.dataset.many.replace("#", count.toLocaleString());
    }
  },
);
