// The one stream of this browser. Lives in a SharedWorker, or in the tab that leads.
//
// Says { subject }, { resync: true } or { state }, where state is "connecting", "open",
// "offline" or "signed-out"; each with the listener, whose stream it is.

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
// The server speaks at least every 15 seconds; a line that is silent for longer is dead.
const SILENCE = 40000;
// What has not answered after so long will not: it is tried again.
const PATIENCE = 10000;

export class Source {
  #say;
  #who = null;
  #events = null;
  #pause = FIRST_PAUSE;
  #timer = 0;
  #silence = 0;
  #state = "connecting";

  constructor(say) {
    this.#say = (said) => say({ ...said, listener: this.#who?.listener });
  }

  // A tab says who it is: { listener, headers, tokens }. The newest headers are kept.
  hello(who) {
    const other = who.listener !== this.#who?.listener;
    this.#who = who;
    this.#say({ state: this.#state });
    if (other || ["signed-out", "offline"].includes(this.#state)) this.restart();
  }

  get standing() {
    return { state: this.#state, listener: this.#who?.listener };
  }

  restart() {
    this.#pause = FIRST_PAUSE;
    this.#reconnect(0);
  }

  // The network came back: the line may look open and be dead.
  nudge() {
    this.#state = "connecting";
    this.restart();
  }

  // Nobody listens any more.
  close() {
    this.#who = null;
    this.#stop();
  }

  #stop() {
    this.#events?.close();
    this.#events = null;
    clearTimeout(this.#timer);
    clearTimeout(this.#silence);
  }

  #reconnect(delay) {
    this.#stop();
    this.#timer = setTimeout(() => this.#connect(), delay);
  }

  async #connect() {
    const who = this.#who;
    const token = await this.#token(who);
    if (who.listener !== this.#who?.listener) return;
    if (token) this.#open(token);
  }

  async #token(who) {
    try {
      const answer = await fetch(who.tokens, {
        method: "POST",
        headers: { ...who.headers, Accept: "application/json" },
        redirect: "manual",
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.ok) return (await answer.json()).token;
      if (answer.type === "opaqueredirect" || [401, 403].includes(answer.status)) {
        this.#become("signed-out");
        return null;
      }
    } catch {
      // No network, or no answer: tried again below.
    }
    if (this.#who) this.#failed();
    return null;
  }

  #open(token) {
    this.#events?.close();
    const events = (this.#events = new EventSource(`/stream?token=${encodeURIComponent(token)}`));
    this.#listenForSilence(PATIENCE);
    const hear = (name, act) =>
      events.addEventListener(name, (event) => {
        this.#listenForSilence();
        act(event);
      });
    hear("open", () => this.#isOpen());
    hear("beat", () => {});
    hear("changed", (event) => this.#say({ subject: event.data }));
    hear("resync", () => this.#say({ resync: true }));
    hear("renew", () => this.#reconnect(Math.random() * 300));
    events.addEventListener("error", () => this.#failed());
  }

  #isOpen() {
    this.#pause = FIRST_PAUSE;
    this.#become("open");
    // What was said before, since the page was drawn or the last stream ended, is lost.
    this.#say({ resync: true });
  }

  #failed() {
    this.#become("offline");
    this.#reconnect(this.#pause * (0.5 + Math.random() / 2));
    this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE);
  }

  #listenForSilence(pause = SILENCE) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#failed(), pause);
  }

  #become(state) {
    if (state === this.#state) return;
    this.#state = state;
    this.#say({ state });
  }
}
