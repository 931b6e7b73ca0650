// <undo-bar until="2026-11-22T01:40:10Z" data-words="Sends in" data-over="Sending"> holds an
// Undo button for as long as a message can be taken back, and counts the seconds down.

customElements.define(
  "undo-bar",
  class extends HTMLElement {
    connectedCallback() {
      this.tick();
      this.timer = setInterval(() => this.tick(), 250);
    }

    disconnectedCallback() {
      clearInterval(this.timer);
    }

    tick() {
      const left = Math.ceil((new Date(this.getAttribute("until")) - Date.now()) / 1000);
      const over = !(left > 0);
      const words = this.querySelector("[data-left]");
      const said = over ? this.dataset.over : `${this.dataset.words} ${left} s`;
      if (words && words.textContent !== said) words.textContent = said;
      if (over) clearInterval(this.timer);
      this.toggleAttribute("over", over);
    }
  },
);
