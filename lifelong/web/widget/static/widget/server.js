// What the widget asks of the server, in the name of its visitor.
//
// A guest's session is the browser's and goes on; a signed one is this tab's, and counts for as
// long as the page says the same identity. Who has said nothing has no session.

import { newId } from "../look/ids.js";
import { ofBrowser, ofTab } from "./keeping.js";
import { GUEST, ownerOf } from "./owner.js";

const guest = ofBrowser("guest");
const signed = ofTab("signed");
// The exchange under way: when its answer is lost, the same try is answered again.
const trying = ofTab("trying");
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
  #settle = () => {};
  #met;
  // Whose words are said and shown: whom the page names, also before the server has looked.
  owner = GUEST;
  // Told when the visitor is another one than before; when a signed session has ended.
  onchange = () => {};
  onended = () => {};

  constructor() {
    this.#unsettle();
  }

  get session() {
    return this.#session;
  }

  get isSigned() {
    return this.owner !== GUEST;
  }

  // Whom the page names; null: a guest. Throws a Refusal where that shows nothing: then they are
  // one. Where the server is out of reach it is still open who they are, until this is asked again.
  async become(identity) {
    const settle = this.#unsettle();
    this.#name(identity);
    try {
      await this.#exchange(identity);
    } catch (error) {
      if (identity === this.#identity && error instanceof Refusal) this.#name(null);
      if (!(error instanceof Refusal)) throw error;
      settle();
      throw error;
    }
    settle();
  }

  #name(identity) {
    this.#identity = identity;
    const owner = ownerOf(identity);
    const leaves = owner !== this.owner && this.#isOfTab;
    this.owner = owner;
    if (!identity) this.#use(guest.value);
    else if (leaves) this.#use(null);
  }

  async #exchange(identity) {
    if (!identity) return;
    if (signed.value?.identity === identity) return this.#use(signed.value.session);
    if (trying.value?.identity !== identity) trying.value = { identity, attempt: newId() };
    const before = guest.value;
    const { session, apart } = await this.#open({ ...trying.value, session: before });
    if (identity !== this.#identity) return;
    signed.value = { identity, session };
    trying.value = null;
    if (!apart && guest.value === before) guest.value = null;
    this.#use(session);
  }

  // From now on it is open who is there; the answer settles that.
  #unsettle() {
    const before = this.#settle;
    this.#met = new Promise((settle) => (this.#settle = settle));
    before();
    return this.#settle;
  }

  // What the shop says to everybody; nobody has to be known for it.
  notices() {
    return fetched("notices");
  }

  messages(after) {
    return this.#ask(`messages?after=${encodeURIComponent(after)}`);
  }

  before(place) {
    return this.#ask(`messages?before=${place}`);
  }

  // In the name of `owner` alone, who may be another one by the time that it is known.
  async say(form, owner) {
    while (!(await this.#begin()));
    if (owner !== this.owner) throw new Error("somebody else sits here now");
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

  // Whether it is settled who is there, and they have a session.
  async #begin() {
    const met = this.#met;
    await met;
    if (met !== this.#met) return false;
    if (this.#session) return true;
    this.#beginning ??= this.#open({}).finally(() => (this.#beginning = null));
    const { session } = await this.#beginning;
    if (met !== this.#met) return false;
    // Another tab of this browser may have been faster.
    guest.value ??= session;
    this.#use(guest.value);
    return true;
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
      if (error.status === 401 && session && session === this.#session) this.#over();
      throw error;
    }
  }

  // The same visitor for longer.
  #renew(session, fresh) {
    if (session !== this.#session || this.#isOfTab) return;
    this.#session = guest.value = fresh;
  }

  // A guest begins anew. Whom the page names says nothing more until it names them again: as a
  // guest they would be another customer.
  #over() {
    if (this.#isOfTab) {
      signed.value = null;
      this.#unsettle();
      this.onended();
    } else if (guest.value === this.#session) guest.value = null;
    this.#use(null);
  }

  get #isOfTab() {
    return this.#session !== null && this.#session === signed.value?.session;
  }

  #headers() {
    return this.#session ? { Authorization: `Bearer ${this.#session}` } : {};
  }
}

async function fetched(path, { patience = PATIENCE, ...how } = {}, renew = () => {}) {
  const signal = AbortSignal.timeout(patience);
  const answer = await fetch(new URL(path, base), { credentials: "omit", signal, ...how });
  const fresh = answer.headers.get("Lifelong-Session");
  if (fresh) renew(fresh);
  if (answer.status === 204) return {};
  const said = await answer.json();
  if (!answer.ok) throw answer.status < 500 ? new Refusal(answer.status, said.message) : new Error(answer.status);
  return said;
}
