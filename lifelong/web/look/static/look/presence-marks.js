// <presence-marks src="/conversations/ID/presence" watch="#composer textarea"> tells the server
// that this person is looking, and whether they type. Who else is here is drawn by the server: it
// comes back with every beat, and a live-region inside hears of changes at once. Puts { typing,
// position: the last that was before their eyes }; DELETEs on leaving.

import { ask } from "./whose.js";
import { morphChildren } from "./morph.js";

const BEAT = 20000;
const STILL_TYPING = 4000;
// Who goes on typing says so before the server takes it for over.
const TELL_TYPING = 5000;

customElements.define(
  "presence-marks",
  class extends HTMLElement {
    #typing = false;
    #pause = 0;
    #told = 0;
    #first = 0;

    connectedCallback() {
      this.leaving = new AbortController();
      const { signal } = this.leaving;
      this.beat = setInterval(() => this.#tell(), BEAT);
      document.addEventListener("input", (e) => this.#typed(e), { signal });
      document.addEventListener("looked", () => this.#tell(), { signal });
      document.addEventListener("said", () => this.#become(false), { signal });
      document.addEventListener("visibilitychange", () => this.#tell(), { signal });
      window.addEventListener("pagehide", () => this.#send("DELETE"), { signal });
      // once the timeline stands and can say what is before their eyes
      this.#first = setTimeout(() => this.#tell());
    }

    disconnectedCallback() {
      clearInterval(this.beat);
      clearTimeout(this.#pause);
      clearTimeout(this.#first);
      this.leaving.abort();
      this.#send("DELETE");
    }

    #typed(event) {
      if (!event.target.matches?.(this.getAttribute("watch") || "textarea")) return;
      clearTimeout(this.#pause);
      this.#pause = setTimeout(() => this.#become(false), STILL_TYPING);
      if (this.#typing && performance.now() - this.#told > TELL_TYPING) this.#tell();
      this.#become(true);
    }

    #become(typing) {
      if (this.#typing === typing) return;
      this.#typing = typing;
      this.#tell();
    }

    async #tell() {
      if (document.visibilityState !== "visible") return;
      this.#told = performance.now();
      const position = document.querySelector("time-line")?.seen ?? 0;
      const answer = await this.#send("PUT", { typing: this.#typing, position });
      if (answer?.ok && answer.status !== 204) this.#show(await answer.text());
    }

    #show(html) {
      const others = document.createElement("template");
      others.innerHTML = html;
      const place = this.querySelector("live-region");
      if (place) morphChildren(place, others.content);
    }

    #send(method, body) {
      return ask(this.getAttribute("src"), {
        method,
        keepalive: true,
        headers: { "Content-Type": "application/json" },
        body: body && JSON.stringify(body),
      }).catch(() => {}); // Only a courtesy: the next beat says it again.
    }
  },
);
