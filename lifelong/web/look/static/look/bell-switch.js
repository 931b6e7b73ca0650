// <bell-switch src="/me/bell" push-key="..." agent="ID" hung> has this browser pushed to, or no
// more. It asks the browser only after a click on [data-hang]; [data-take-down] ends it. Of the
// parts [data-when] the one that holds is shown: "off", "on", "blocked", "unable" or "failed".
//
// A browser that was switched on stays so for the same person when they sign in anew.

import { lead } from "./cue-list.js";
import { ask } from "./whose.js";

const WORKER = new URL("push-worker.js", import.meta.url);
const HUNG = "bell";

const isAble = () => "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const subscription = async () => (await navigator.serviceWorker.getRegistration(WORKER))?.pushManager.getSubscription();

async function say(src, method, said) {
  const headers = { "Content-Type": "application/json" };
  const answer = await ask(src, { method, headers, body: said && JSON.stringify(said) });
  if (!answer.ok) throw new Error(`${answer.status}`);
}

class BellSwitch extends HTMLElement {
  connectedCallback() {
    this.querySelector("[data-hang]").addEventListener("click", () => this.#try(() => this.#hang()));
    this.querySelector("[data-take-down]").addEventListener("click", () => this.#try(() => this.#takeDown()));
    this.#try(async () => {});
  }

  async #try(act) {
    this.setAttribute("aria-busy", "true");
    try {
      await act();
      this.#show(await this.#state());
    } catch {
      this.#show("failed", "off");
    }
    this.removeAttribute("aria-busy");
  }

  // The session has heard of this browser since the page was made.
  hungAgain() {
    return this.#try(async () => this.setAttribute("hung", ""));
  }

  async #state() {
    if (!isAble()) return "unable";
    if (Notification.permission === "denied") return "blocked";
    const isOn = this.hasAttribute("hung") && Notification.permission === "granted" && (await subscription());
    return isOn ? "on" : "off";
  }

  #show(...states) {
    this.dataset.state = states[0];
    for (const part of this.querySelectorAll("[data-when]")) part.hidden = !states.includes(part.dataset.when);
  }

  async #hang() {
    if ((await Notification.requestPermission()) !== "granted") return;
    await navigator.serviceWorker.register(WORKER);
    const registration = await active();
    const key = this.getAttribute("push-key");
    const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const src = this.getAttribute("src");
    await say(src, "PUT", made.toJSON());
    localStorage.setItem(HUNG, JSON.stringify({ agent: this.getAttribute("agent"), src }));
    this.setAttribute("hung", "");
  }

  async #takeDown() {
    localStorage.removeItem(HUNG);
    await say(this.getAttribute("src"), "DELETE");
    this.removeAttribute("hung");
    await (await subscription())?.unsubscribe();
  }
}

// `ready` waits for a worker of this page, and ours is for none.
async function active() {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  const worker = registration.installing ?? registration.waiting;
  if (worker && !registration.active)
    await new Promise((done) => worker.addEventListener("statechange", () => worker.state === "activated" && done()));
  return registration;
}

// The session is another since, or the browser has another address.
async function hangAgain() {
  const { agent, src } = JSON.parse(localStorage.getItem(HUNG) ?? "{}");
  if (!agent || agent !== document.querySelector("meta[name=live]")?.dataset.agent) return;
  if (!isAble() || Notification.permission !== "granted") return;
  const made = await subscription();
  if (!made) return;
  await say(src, "PUT", made.toJSON());
  await document.querySelector("bell-switch")?.hungAgain();
}

customElements.define("bell-switch", BellSwitch);
hangAgain().catch(() => {}); // the next page says it
navigator.serviceWorker?.addEventListener("message", ({ data }) => data.lead && data.lead !== location.pathname && lead(data.lead));
navigator.serviceWorker?.startMessages();
