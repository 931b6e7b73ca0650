// <text-count basic="..." extended="..." longest="1600">: how many texts the words of its form make,
// shown while an answer leaves by text. It counts as channels/texts.py does.

const GSM = [160, 153];
const UCS = [70, 67];

export function texts(words, basic, extended) {
  const letters = [...words];
  const plain = letters.every((one) => basic.has(one) || extended.has(one));
  const weights = letters.map((one) => (plain ? (extended.has(one) ? 2 : 1) : one.length));
  const [alone, chained] = plain ? GSM : UCS;
  if (weights.reduce((sum, one) => sum + one, 0) <= alone) return { count: letters.length ? 1 : 0, plain };
  let count = 0;
  let left = 0;
  for (const weight of weights) {
    if (weight > left) [count, left] = [count + 1, chained];
    left -= weight;
  }
  return { count, plain };
}

// By which channel the words of a composer leave.
export function channelOf(form) {
  const chosen = form.querySelector("[name=channel]:checked");
  return chosen?.value ?? form.querySelector("[data-channel]")?.dataset.channel;
}

customElements.define(
  "text-count",
  class extends HTMLElement {
    // What a fragment brings says nothing of what was typed.
    keepsChildren = true;

    connectedCallback() {
      this.form = this.closest("form");
      this.basic = new Set([...this.getAttribute("basic"), "\n", "\r"]);
      this.extended = new Set([...this.getAttribute("extended"), "\f"]);
      for (const kind of ["input", "change", "said"]) this.form.addEventListener(kind, this);
      document.addEventListener("htmx:oobAfterSwap", this);
      this.handleEvent();
    }

    disconnectedCallback() {
      document.removeEventListener("htmx:oobAfterSwap", this);
    }

    handleEvent() {
      this.hidden = channelOf(this.form) !== "sms";
      if (!this.hidden) this.#say(this.form.querySelector("textarea").value.trim());
    }

    #say(words) {
      const { count, plain } = texts(words, this.basic, this.extended);
      const letters = [...words].length;
      const tooLong = letters > Number(this.getAttribute("longest"));
      this.classList.toggle("late", tooLong);
      if (tooLong) this.textContent = this.#filled("tooLong", letters, this.getAttribute("longest"));
      else if (count === 0) this.textContent = "";
      else this.textContent = count === 1 ? this.dataset.one : this.#filled("many", count);
      this.title = count && !plain ? this.dataset.dear : "";
    }

    #filled(words, ...values) {
      return values.reduce((said, value) => said.replace("%s", value), this.dataset[words]);
    }
  },
);
