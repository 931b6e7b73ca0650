// <time-line> around the entries: marks where days open, folds runs of events, keeps to the
// end while one reads there, and says when something new came in below.
//
// `seen`: the last position that has been before this person's eyes. All that stood there when it
// was opened has; what comes in later once it has been on screen for a moment.
//
// Entries carry data-day, data-kind, data-place and data-position. data-fold: words for a fold,
// with "%s".

const FOLD_OVER = 3;
const NEAR_END = 80;
const A_MOMENT = 1000;

customElements.define(
  "time-line",
  class extends HTMLElement {
    seen = 0;
    #looking = 0;
    #fromEnd = 0;
    #first = null;
    #last = null;

    connectedCallback() {
      this.list = this.querySelector("[data-entries]");
      this.list.addEventListener("placing", () => this.#remember());
      this.list.addEventListener("placed", () => this.#changed());
      this.scroller = this.closest(".scroller") ?? this;
      this.button = this.querySelector("[data-to-end]");
      this.button?.addEventListener("click", () => this.#toEnd("smooth"));
      this.scroller.addEventListener("scroll", () => this.#scrolled(), { passive: true });
      this.#arrange();
      this.#start();
      this.seen = this.#position();
      this.sizes = new ResizeObserver(() => this.atEnd && this.#toEnd());
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
      if (this.#tall(fresh ?? first)) (fresh ?? first).scrollIntoView({ block: "start" });
      else if (fresh) fresh.scrollIntoView({ block: "center" });
      else this.#toEnd();
      this.#scrolled();
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

    #changed() {
      const older = this.#first && this.list.firstElementChild !== this.#first;
      this.#arrange();
      if (older) this.scroller.scrollTop = this.scroller.scrollHeight - this.#fromEnd;
      else if (this.atEnd) this.#toEnd();
      else if (this.button && this.list.lastElementChild !== this.#last) this.button.hidden = false;
      this.#look();
    }

    #scrolled() {
      const { scrollTop, scrollHeight, clientHeight } = this.scroller;
      this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END;
      if (this.atEnd && this.button) this.button.hidden = true;
      if (this.atEnd) this.#look();
    }

    #look() {
      if (!this.atEnd || document.visibilityState !== "visible") return;
      const here = this.#position();
      clearTimeout(this.#looking);
      this.#looking = setTimeout(() => (this.seen = Math.max(this.seen, here)), A_MOMENT);
    }

    #position() {
      return Math.max(0, ...[...this.list.children].map((one) => Number(one.dataset.position ?? 0)));
    }

    #toEnd(behavior = "instant") {
      this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    }

    #arrange() {
      let day = null;
      let run = [];
      this.list.querySelectorAll(":scope > .fold").forEach((fold) => fold.remove());
      for (const entry of [...this.list.children]) {
        entry.classList.toggle("opens-day", entry.dataset.day !== day);
        day = entry.dataset.day;
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
      button.dataset.place = hidden[0].dataset.place;
      button.addEventListener("click", () => {
        hidden.forEach((entry) => (entry.dataset.unfolded = "1"));
        this.#arrange();
      });
      hidden[0].before(button);
    }
  },
);
