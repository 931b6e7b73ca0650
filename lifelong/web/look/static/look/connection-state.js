// <connection-state data-offline="..." data-signed-out="..." data-another="..."> says when the screen is not live.
// A blink of the line is not worth a word, so it waits a moment.

const PATIENCE = 2500;

customElements.define(
  "connection-state",
  class extends HTMLElement {
    #timer = 0;

    connectedCallback() {
      this.setAttribute("role", "status");
      this.hidden = true;
      this.heard = (event) => this.#become(event.detail.state);
      document.addEventListener("live:state", this.heard);
    }

    disconnectedCallback() {
      document.removeEventListener("live:state", this.heard);
      clearTimeout(this.#timer);
    }

    #become(state) {
      clearTimeout(this.#timer);
      document.documentElement.dataset.live = state;
      if (state === "open" || state === "connecting") this.hidden = true;
      else this.#timer = setTimeout(() => this.#show(state), state === "offline" ? PATIENCE : 0);
    }

    #show(state) {
      this.textContent = { offline: this.dataset.offline, another: this.dataset.another }[state] ?? this.dataset.signedOut;
      this.dataset.state = state;
      this.hidden = false;
    }
  },
);
