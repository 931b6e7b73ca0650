// <presence-marks src="/conversations/ID/presence" watch="#composer textarea"> tells the server
// that this person is looking, and whether they type. Who else is here is drawn by the server:
// put a live-region inside. Puts { typing, position: of the last entry on screen }; DELETEs on
// leaving.

import { csrf } from "./draft-box.js";

const BEAT = 20000;
const STILL_TYPING = 4000;

const seen = () =>
  Math.max(0, ...[...document.querySelectorAll("[data-position]")].map((one) => Number(one.dataset.position)));

customElements.define(
  "presence-marks",
  class extends HTMLElement {
    #typing = false;
    #pause = 0;

    connectedCallback() {
      this.leaving = new AbortController();
      const { signal } = this.leaving;
      this.beat = setInterval(() => this.#tell(), BEAT);
      document.addEventListener("input", (e) => this.#typed(e), { signal });
      document.addEventListener("visibilitychange", () => this.#tell(), { signal });
      window.addEventListener("pagehide", () => this.#send("DELETE"), { signal });
      this.#tell();
    }

    disconnectedCallback() {
      clearInterval(this.beat);
      clearTimeout(this.#pause);
      this.leaving.abort();
      this.#send("DELETE");
    }

    #typed(event) {
      if (!event.target.matches?.(this.getAttribute("watch") || "textarea")) return;
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#become(false), STILL_TYPING);
      this.#become(true);
    }

    #become(typing) {
      if (this.#typing === typing) return;
      this.#typing = typing;
      this.#tell();
    }

    #tell() {
      if (document.visibilityState === "visible") this.#send("PUT", { typing: this.#typing, position: seen() });
    }

    #send(method, body) {
      fetch(this.getAttribute("src"), {
        method,
        keepalive: true,
        headers: { "Content-Type": "application/json", "X-CSRFToken": csrf() },
        body: body && JSON.stringify(body),
      }).catch(() => {}); // Only a courtesy: the next beat says it again.
    }
  },
);
