// <draft-box src="/conversations/ID/draft" version="3" data-saved="Saved" data-failed="..."
//            data-conflict="...">  around a <textarea>, with an element marked data-state.
//
// Puts { text, version, kind } a moment after typing. 200 answers { version }; 409 answers
// { version, text }: somebody else changed it, and both texts are kept. Until the server has
// the words they stay in localStorage, so a crashed tab loses nothing, and then the version alone:
// a tab that was drawn meanwhile knows by it that there are newer ones. Inside may stand
// [data-rescue] (hidden until old words were found) with buttons data-act="mine|theirs".

// When its form was posted well the words are gone ("said" is dispatched), and [data-new-id] gets a
// fresh id: until then a second try carries the first one's id, and the server takes it once. Words
// that were taken back ("draft:restored") are fetched again, and what was typed since is kept.

import { newId } from "./ids.js";
import { ask, drawnFor } from "./whose.js";

const PAUSE = 700;
const RETRY = 4000;

customElements.define(
  "draft-box",
  class extends HTMLElement {
    #timer = 0;
    #saving = false;
    #again = false;
    #theirs = null;
    // Words that are on their way, else null: nothing is saved then, since the server may have
    // emptied the draft meanwhile.
    #sending = null;
    // The words were said: the server's draft is empty by now, at a version not known here.
    #said = false;

    connectedCallback() {
      this.words = this.querySelector("textarea");
      this.words.addEventListener("input", this);
      this.addEventListener("click", this);
      window.addEventListener("online", this);
      document.addEventListener("draft:restored", this);
      this.form = this.closest("form");
      for (const name of ["htmx:beforeSend", "htmx:afterRequest"]) this.form?.addEventListener(name, this);
      this.#freshId();
      this.#rescue();
    }

    disconnectedCallback() {
      clearTimeout(this.#timer);
      window.removeEventListener("online", this);
      document.removeEventListener("draft:restored", this);
      for (const name of ["htmx:beforeSend", "htmx:afterRequest"]) this.form?.removeEventListener(name, this);
    }

    handleEvent(event) {
      if (event.type === "input") this.#typed();
      else if (event.type === "online") this.#save();
      else if (event.type === "draft:restored") this.#restore();
      else if (event.type.startsWith("htmx:")) this.#posted(event);
      else this.#choose(event.target.closest("[data-act]")?.dataset.act);
    }

    #posted({ type, detail: { successful, requestConfig } }) {
      if (requestConfig.verb !== "post") return;
      clearTimeout(this.#timer);
      const sent = this.#sending;
      this.#sending = type === "htmx:beforeSend" ? this.words.value : null;
      if (this.#sending !== null) return;
      if (successful) this.#clear(sent);
      else this.#later(0);
    }

    // The words were sent: nothing is left to keep but what was typed after them meanwhile.
    #clear(sent) {
      const { value } = this.words;
      const since = value.startsWith(sent) ? value.slice(sent.length).trimStart() : value;
      localStorage.removeItem(this.#key);
      this.words.value = since;
      this.words.defaultValue = "";
      this.#said = true;
      this.#theirs = null;
      this.#showRescue(false);
      this.#say("");
      this.#freshId();
      this.dispatchEvent(new Event("said", { bubbles: true }));
      if (since) this.#typed();
    }

    // What was taken back, and below it what the server has not got yet.
    async #restore() {
      const { text, version, files } = await this.#onServer();
      if (version === undefined) return;
      const unsaved = this.#isUnsaved ? this.words.value.trim() : "";
      this.#show([text, unsaved].filter(Boolean).join("\n\n"), version);
      if (unsaved) this.#typed();
      this.#tell(files ?? []);
      this.words.focus();
    }

    // The page was drawn before another tab's words were there.
    async #catchUp() {
      const { text, version, kind, files } = await this.#onServer();
      if (version === undefined || this.#isUnsaved) return;
      // a note must not stand where one replies
      this.form?.querySelector(`[name=kind][value="${kind}"]`)?.click();
      this.#show(text, version);
      this.#keep(undefined);
      if (files?.length) this.#tell(files);
    }

    #tell(files) {
      this.dispatchEvent(new CustomEvent("draft:files", { bubbles: true, detail: files }));
    }

    async #onServer() {
      const answer = await ask(this.getAttribute("src"));
      return answer.ok ? answer.json() : {};
    }

    #show(text, version) {
      this.words.value = text;
      this.setAttribute("version", version);
      this.#said = false;
      this.words.dispatchEvent(new Event("restored", { bubbles: true }));
    }

    #freshId() {
      const id = this.form?.querySelector("[data-new-id]");
      if (id) id.value = newId();
    }

    // Of this agent: somebody else may sign in at this browser, and these are not their words.
    get #key() {
      return `draft:${drawnFor()}:${this.getAttribute("src")}`;
    }

    // { text, version } until the server has the words, then { version }.
    get #kept() {
      return JSON.parse(localStorage.getItem(this.#key) ?? "{}");
    }

    get #isUnsaved() {
      return this.#kept.text !== undefined;
    }

    get #kind() {
      return this.form?.querySelector("[name=kind]:checked")?.value;
    }

    get #version() {
      return Number(this.getAttribute("version") ?? 0);
    }

    #typed() {
      this.#keep(this.words.value);
      this.#say("");
      this.#later(PAUSE);
    }

    #keep(text) {
      localStorage.setItem(this.#key, JSON.stringify({ text, version: this.#version }));
    }

    #later(pause) {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#save(), pause);
    }

    async #save() {
      if (!this.#isUnsaved || this.#theirs || this.#sending !== null) return;
      if (this.#saving) return void (this.#again = true);
      this.#saving = true;
      const text = this.words.value;
      try {
        await this.#put(text);
      } catch {
        this.#say("failed");
        this.#later(RETRY);
      }
      this.#saving = false;
      if (this.#again) {
        this.#again = false;
        this.#save();
      }
    }

    async #put(text) {
      const answer = await ask(this.getAttribute("src"), {
        method: "PUT",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ text, version: this.#version, kind: this.#kind }),
      });
      if (answer.status === 409) return this.#conflict(await answer.json());
      if (!answer.ok) throw new Error(answer.status);
      this.setAttribute("version", (await answer.json()).version);
      if (!this.#isUnsaved) return; // said meanwhile
      this.#said = false;
      this.#keep(this.words.value === text ? undefined : this.words.value);
      this.#say("saved");
    }

    #conflict({ version, text }) {
      if (this.#sending !== null) return;
      this.setAttribute("version", version);
      if (text === this.words.value) return this.#say("saved");
      if (text === "" && this.#said) return this.#later(0);
      this.#theirs = text;
      this.#offer();
    }

    #rescue() {
      const kept = this.#kept;
      if (kept.text === undefined && kept.version > this.#version) return this.#catchUp();
      if (kept.text === undefined || kept.text === this.words.value) return localStorage.removeItem(this.#key);
      if (kept.version !== this.#version && this.words.value) this.#theirs = this.words.value;
      this.words.value = kept.text;
      this.words.dispatchEvent(new Event("restored", { bubbles: true }));
      if (this.#theirs === null) this.#later(0);
      else this.#offer();
      return undefined;
    }

    #offer() {
      this.#say("conflict");
      this.#showRescue(true);
    }

    #choose(act) {
      if (!act || this.#theirs === null) return;
      if (act === "theirs") this.words.value = this.#theirs;
      this.#theirs = null;
      this.#showRescue(false);
      this.#keep(this.words.value);
      this.#save();
      this.words.focus();
    }

    #showRescue(shown) {
      const rescue = this.querySelector("[data-rescue]");
      if (rescue) rescue.hidden = !shown;
    }

    #say(state) {
      const place = this.querySelector("[data-state]");
      this.dataset.now = state;
      if (place) place.textContent = this.dataset[state] ?? "";
    }
  },
);
