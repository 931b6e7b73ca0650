// What the widget asks of the server, in the name of its visitor.
//
// A guest's session is the browser's and goes on; a signed one is this tab's, and counts for as
// long as the page says the same identity. Who has said nothing has no session.

import { ofBrowser, ofTab } from "./keeping.js";

const guest = ofBrowser("guest");
const signed = ofTab("signed");
const base = new URL(".", location.href);
// Milliseconds; files take longer.
const PATIENCE = 20000;

// The server understood and said no: `message` is a sentence for the visitor.
export class Refusal extends Error {
  constructor(status, sentence) {
    super(sentence);
    this.status = status;
  }
}

export class Server {
  #session = null;
  #identity = null;
  #beginning = null;
  // Settled once the page has said who is there and the server who that is: until then nothing is
  // said, for it would be said in another's name.
  #meet;
  #met = new Promise((settle) => (this.#meet = settle));
  // Told when the visitor is another one than before.
  onchange = () => {};

  get session() {
    return this.#session;
  }

  get isSigned() {
    return this.#session !== null && this.#session === signed.value?.session;
  }

  // Whom the page names; null: a guest. Throws a Refusal where that shows nothing.
  async become(identity) {
    this.#identity = identity;
    const becoming = this.#become(identity);
    this.#met = becoming.catch(() => {});
    this.#meet(this.#met);
    return becoming;
  }

  async #become(identity) {
    if (!identity) return this.#use(guest.value);
    if (signed.value?.identity === identity) return this.#use(signed.value.session);
    try {
      const { session } = await this.#open({ identity, session: guest.value });
      if (identity !== this.#identity) return;
      signed.value = { identity, session };
      guest.value = null;
      this.#use(session);
    } catch (error) {
      this.#use(guest.value);
      throw error;
    }
  }

  messages(after) {
    return this.#ask(`messages?after=${encodeURIComponent(after)}`);
  }

  async say(form) {
    await this.#met;
    await this.#begin();
    return this.#ask("messages", { method: "POST", body: form, patience: 3 * PATIENCE });
  }

  // Courtesies: when one is lost, the next says it again.
  received(entries) {
    return this.#tell("POST", "receipts", { entries });
  }

  present(writing) {
    return this.#tell("PUT", "presence", { writing });
  }

  left() {
    return this.#tell("DELETE", "presence");
  }

  // What source.js needs to listen in this visitor's name.
  get streaming() {
    const tokens = new URL("stream-token", base).href;
    return { listener: this.#session, headers: this.#headers(), tokens };
  }

  #use(session) {
    if (session === this.#session) return;
    this.#session = session;
    this.onchange();
  }

  async #begin() {
    if (this.#session) return;
    this.#beginning ??= this.#open({}).finally(() => (this.#beginning = null));
    const { session } = await this.#beginning;
    if (this.#session) return;
    // Another tab of this browser may have been faster.
    guest.value ??= session;
    this.#use(guest.value);
  }

  #open(said) {
    return fetched("sessions", { method: "POST", body: JSON.stringify(said) });
  }

  #tell(method, path, said) {
    const how = { method, body: said && JSON.stringify(said), keepalive: true };
    return this.#ask(path, how).catch(() => ({}));
  }

  async #ask(path, how = {}) {
    const session = this.#session;
    const headers = this.#headers();
    try {
      return await fetched(path, { ...how, headers }, (fresh) => this.#renew(session, fresh));
    } catch (error) {
      if (error.status === 401 && session === this.#session) this.#over();
      throw error;
    }
  }

  // The same visitor for longer.
  #renew(session, fresh) {
    if (session !== this.#session || this.isSigned) return;
    this.#session = guest.value = fresh;
  }

  // A guest begins anew; whom the page names is asked for again when it loads.
  #over() {
    if (this.isSigned) signed.value = null;
    else guest.value = null;
    this.#use(null);
  }

  #headers() {
    return this.#session ? { Authorization: `Bearer ${this.#session}` } : {};
  }
}

async function fetched(path, { patience = PATIENCE, ...how }, renew = () => {}) {
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(new URL(path, base), { credentials: "omit", signal, ...how });
  const fresh = answer.headers.get("Lifelong-Session");
  if (fresh) renew(fresh);
  if (answer.status === 204) return {};
  const said = await answer.json();
  if (!answer.ok) throw answer.status < 500 ? new Refusal(answer.status, said.message) : new Error(answer.status);
  return said;
}
