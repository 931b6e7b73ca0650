// <chat-preview hx-post="..." hx-trigger="..."><iframe sandbox="allow-same-origin"></iframe></chat-preview>
// shows the document that htmx brings in its frame. The first is loaded, each later one put into it,
// so that nothing blinks and what was scrolled stays. An answer without words leaves what there is.
// No script runs in the frame: what the chat's own one does to colours is done here.

import { morph } from "../look/morph.js";

customElements.define(
  "chat-preview",
  class extends HTMLElement {
    #wanted = "";

    connectedCallback() {
      this.frame = this.querySelector("iframe");
      this.frame.addEventListener("load", () => this.#draw());
      this.addEventListener("htmx:beforeSwap", ({ target, detail }) => {
        if (target !== this || detail.xhr.status !== 200) return;
        detail.shouldSwap = false;
        this.#wanted = detail.serverResponse;
        if (this.frame.srcdoc) this.#draw();
        else this.frame.srcdoc = this.#wanted;
      });
    }

    #draw() {
      if (!this.#wanted) return;
      const root = this.frame.contentDocument.documentElement;
      morph(root, new DOMParser().parseFromString(this.#wanted, "text/html").documentElement);
      const { colour, ink } = this.frame.contentDocument.body.dataset;
      root.style.setProperty("--brand", colour);
      root.style.setProperty("--ink", ink);
    }
  },
);
