// The options of a [role=listbox] that belongs to a field with words, one of them marked. The focus
// stays in the words; who brings it into the list, which has to be possible where it scrolls, finds
// the same keys there. `picker` handles the events of both.
export class Options {
  constructor(words, list, picker) {
    this.words = words;
    this.list = list;
    for (const kind of ["keydown", "blur", "mousedown", "click"]) list.addEventListener(kind, picker);
  }

  get open() {
    return !this.list.hidden;
  }

  get chosen() {
    return this.list.querySelector("[aria-selected=true]");
  }

  show() {
    this.words.setAttribute("aria-controls", this.list.id);
    this.list.hidden = false;
  }

  close() {
    if (document.activeElement === this.list) this.words.focus();
    this.list.hidden = true;
    this.#point(null);
  }

  mark(option) {
    this.chosen?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.#point(option);
  }

  // To the next one or the one before, round and round.
  walk(step) {
    const options = [...this.list.querySelectorAll("[role=option]")];
    const at = options.indexOf(this.chosen) + step;
    this.mark(options[(at + options.length) % options.length]);
  }

  // Whether somebody has gone elsewhere: not from the words into the list, nor back.
  left({ relatedTarget }) {
    return ![this.words, this.list].includes(relatedTarget);
  }

  #point(option) {
    for (const one of [this.words, this.list])
      if (option) one.setAttribute("aria-activedescendant", option.id);
      else one.removeAttribute("aria-activedescendant");
  }
}
