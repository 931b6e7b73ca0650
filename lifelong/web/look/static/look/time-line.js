// <time-line> around the entries: marks where days open, folds runs of events, keeps to the
// end while one reads there, and says when something new came in below.
//
// `seen`: the last position that has been before this person's eyes. All that stood there when it
// was opened has (data-seen says so where it shows another part); what comes in later once it has
// been on screen for a moment. data-sought: the id of an entry that somebody looked for; `lead`
// goes to another. data-from: the same of one to begin at.
//
// Beyond its ends are [data-page] buttons for more: they are pressed when one scrolls near. A
// [data-gap] among the entries stands where some are left out. However long history is, so many
// entries are kept while one walks through it; what is far away goes, and comes again. Templates
// data-earlier and data-later are the ways to what went, with PLACE for where.
//
// Entries carry data-day, data-kind, data-place and data-position. data-fold: words for a fold,
// with "%s".

const FOLD_OVER = 3;
const NEAR_END = 80;
// Pixels before an end at which more is asked for.
const AHEAD = 1200;
const MOST = 250;
const A_MOMENT = 1000;

// To hide what is hidden costs the browser as much as to hide it.
const hide = (one, is) => one && one.hidden !== is && (one.hidden = is);
// htmx knows what can be asked for.
const askable = new Promise((done) => document.addEventListener("htmx:load", done, { once: true }));

customElements.define(
  "time-line",
  class extends HTMLElement {
    seen = 0;
    #looking = 0;
    #newestHere = 0;
    #fromEnd = 0;
    // The gap that is being filled.
    #filled = null;
    #first = null;
    #last = null;

    connectedCallback() {
      this.list = this.querySelector("[data-entries]");
      this.addEventListener("htmx:beforeSwap", ({ detail }) => {
        const { elt } = detail.requestConfig;
        this.#filled = detail.xhr.status === 200 ? elt.closest("[data-gap]") : null;
      });
      this.list.addEventListener("placing", () => this.#remember());
      this.list.addEventListener("placed", ({ detail }) => this.#changed(detail.changed));
      this.scroller = this.closest(".scroller") ?? this;
      this.button = this.querySelector("[data-to-end]");
      this.newest = this.querySelector("[data-to-newest]");
      this.button?.addEventListener("click", () => this.#toEnd("smooth"));
      this.scroller.addEventListener("scroll", () => this.#walked(), { passive: true });
      this.#arrange([...this.list.children]);
      this.#know(this.list.children);
      // once all of the page stands: to look at it half done would be to lay it out twice
      queueMicrotask(() => this.isConnected && this.#start());
      this.seen = Number(this.dataset.seen ?? this.#newestHere);
      // what somebody unfolds stays where they look
      const unfolding = () => this.list.querySelector("details:focus-within");
      this.sizes = new ResizeObserver(() => this.atEnd && !unfolding() && this.#toEnd());
      this.sizes.observe(this.list);
      this.sizes.observe(this.scroller);
    }

    disconnectedCallback() {
      this.sizes?.disconnect();
      clearTimeout(this.#looking);
    }

    #start() {
      const fresh = this.list.querySelector(".opens-new");
      const first = "firstLook" in this.dataset ? this.#newest() : null;
      const from = document.getElementById(this.dataset.from);
      if (from) from.scrollIntoView({ block: "start" });
      if (from || this.lead(this.dataset.sought)) return this.#scrolled();
      if (this.#tall(fresh ?? first)) (fresh ?? first).scrollIntoView({ block: "start" });
      else if (fresh) fresh.scrollIntoView({ block: "center" });
      else this.#toEnd();
      this.#scrolled();
      // where the end fills no screen, what came before is asked for
      askable.then(() => this.isConnected && this.#walked());
    }

    // To the entry with this id, which is marked; false: it is not here.
    lead(id) {
      const sought = id && document.getElementById(id);
      if (!sought || !this.contains(sought)) return false;
      this.list.querySelector(":scope > .sought")?.classList.remove("sought");
      sought.classList.add("sought");
      sought.scrollIntoView({ block: this.#tall(sought) ? "start" : "center" });
      return true;
    }

    get #gap() {
      return this.list.querySelector(":scope > [data-gap]");
    }

    #newest() {
      return [...this.list.querySelectorAll(':scope > [data-kind="message_in"]')].at(-1);
    }

    // What does not fit is read from its start.
    #tall(entry) {
      return entry && entry.offsetHeight > this.scroller.clientHeight;
    }

    #remember() {
      this.#fromEnd = this.scroller.scrollHeight - this.scroller.scrollTop;
      this.#first = this.list.firstElementChild;
      this.#last = this.list.lastElementChild;
    }

    #changed(changed) {
      this.#know(changed);
      const older = this.#first && this.list.firstElementChild !== this.#first;
      const filled = this.#filled;
      this.#filled = null;
      filled?.remove();
      this.#arrange(this.#around(changed));
      if (older) this.scroller.scrollTop = this.scroller.scrollHeight - this.#fromEnd;
      else if (this.atEnd) this.#toEnd();
      else if (this.button && !this.#gap && this.list.lastElementChild !== this.#last) this.button.hidden = false;
      if (older) this.#forgetEnd();
      else if (filled) this.#forgetStart(changed[0]);
      this.#scrolled();
    }

    get #entries() {
      return [...this.list.children].filter((one) => one.dataset.position);
    }

    #forgetEnd() {
      const last = this.#entries[MOST - 1];
      if (!last?.nextElementSibling) return;
      while (last.nextElementSibling) last.nextElementSibling.remove();
      last.after(this.#way("later", last));
      htmx.process(last.nextElementSibling);
    }

    // What one reads stays where it is.
    #forgetStart(read) {
      const first = this.#entries.at(-MOST);
      if (!first?.previousElementSibling) return;
      const stood = read.getBoundingClientRect().top;
      while (first.previousElementSibling) first.previousElementSibling.remove();
      const earlier = this.querySelector(".earlier");
      earlier.replaceChildren(this.#way("earlier", first));
      htmx.process(earlier);
      this.#arrange(this.#around([first]));
      this.scroller.scrollTop += read.getBoundingClientRect().top - stood;
    }

    #way(to, { dataset: { place } }) {
      const made = document.createElement("template");
      made.innerHTML = this.querySelector(`template[data-${to}]`).innerHTML.replaceAll("PLACE", place);
      return made.content.firstElementChild;
    }

    #scrolled() {
      const { scrollTop, scrollHeight, clientHeight } = this.scroller;
      this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END && !this.#gap;
      const gap = Boolean(this.#gap);
      if (this.atEnd || gap) hide(this.button, true);
      hide(this.newest, !gap);
      this.#look();
    }

    #walked() {
      this.#scrolled();
      if (this.scroller.scrollTop < AHEAD) this.#ask(this.querySelector(".earlier > [data-page]"));
      const gap = this.#gap;
      const edge = this.scroller.getBoundingClientRect().bottom + AHEAD;
      if (gap && gap.getBoundingClientRect().top < edge) this.#ask(gap.querySelector("[data-page]"));
    }

    // Once: what failed is asked for again by hand.
    #ask(button) {
      if (!button || button.dataset.asked) return;
      button.addEventListener("htmx:beforeRequest", () => (button.dataset.asked = "1"), { once: true });
      button.click();
    }

    #look() {
      if (!this.atEnd || document.visibilityState !== "visible") return;
      const here = this.#newestHere;
      clearTimeout(this.#looking);
      this.#looking = setTimeout(() => this.#saw(here), A_MOMENT);
    }

    #saw(position) {
      if (position <= this.seen) return;
      this.seen = position;
      this.dispatchEvent(new CustomEvent("looked", { bubbles: true }));
    }

    #know(entries) {
      for (const one of entries) this.#newestHere = Math.max(this.#newestHere, Number(one.dataset.position ?? 0));
    }

    #toEnd(behavior = "instant") {
      this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    }

    // Of what was put in, from the first to the last of it, with what stands beside: a day opens
    // or a run of events goes on there. Of thousands of entries the others are left alone.
    #around(changed) {
      const within = changed.filter((one) => one.parentElement === this.list);
      if (!within.length) return [];
      const follows = (one, other) => one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING;
      let first = within.reduce((one, other) => (follows(one, other) ? one : other));
      let last = within.reduce((one, other) => (follows(one, other) ? other : one));
      const quiet = (one) => one?.matches(".folds, [data-kind=event]");
      do first = first.previousElementSibling ?? first;
      while (quiet(first) && first.previousElementSibling);
      do last = last.nextElementSibling ?? last;
      while (quiet(last) && last.nextElementSibling);
      const found = [];
      for (let one = first; one; one = one === last ? null : one.nextElementSibling) found.push(one);
      return found;
    }

    #arrange(entries) {
      let before = entries[0]?.previousElementSibling;
      while (before && !before.dataset.day) before = before.previousElementSibling;
      let day = before?.dataset.day ?? null;
      let run = [];
      for (const entry of entries) {
        if (entry.matches(".folds")) {
          entry.remove();
          continue;
        }
        if (entry.dataset.day) {
          entry.classList.toggle("opens-day", entry.dataset.day !== day);
          day = entry.dataset.day;
        }
        entry.classList.remove("folded");
        if (entry.dataset.kind === "event") run.push(entry);
        else {
          this.#fold(run);
          run = [];
        }
      }
      this.#fold(run);
    }

    // The first and the last of a run stay in sight, however many days lie between; a fold that
    // was opened stays open.
    #fold(run) {
      if (run.length <= FOLD_OVER || run.some((entry) => entry.dataset.unfolded)) return;
      const hidden = run.slice(1, -1);
      hidden.forEach((entry) => entry.classList.add("folded"));
      const [first, last] = [run[0], run.at(-1)];
      last.classList.toggle("opens-day", last.dataset.day !== first.dataset.day);
      const button = document.createElement("button");
      button.type = "button";
      button.className = "fold";
      button.textContent = (this.dataset.fold ?? "%s").replace("%s", hidden.length);
      const folds = document.createElement("li");
      folds.className = "folds";
      folds.dataset.place = hidden[0].dataset.place;
      folds.append(button);
      button.addEventListener("click", () => {
        hidden.forEach((entry) => (entry.dataset.unfolded = "1"));
        this.#arrange(this.#around([folds]));
      });
      hidden[0].before(folds);
    }
  },
);
