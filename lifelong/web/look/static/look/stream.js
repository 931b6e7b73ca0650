// A tab's end of the stream. Dispatches on document:
//   live:changed  detail.subject has changed: ask for it again
//   live:resync   signals may have been lost: ask for everything again
//   live:state    detail.state is "connecting", "open", "offline", "signed-out", or "another": the
//                 person who is signed in by now is not the one for whom this page was drawn
//
// Needs <meta name="live" data-agent="ID" data-csrf="..." content="/stream/token"> in the head.

import { Source } from "./source.js";
import { drawnFor, whose } from "./whose.js";

const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));

// Ten tabs are back at once: spread what they ask for.
let again = 0;
export function resync() {
  clearTimeout(again);
  again = setTimeout(() => tell("resync"), 30);
}

// When each subject was said last; a part of the page that was drawn before looks here.
const LATELY = 60000;
const saidAt = new Map();

export function saidSince(moment, hears) {
  return [...saidAt].some(([subject, at]) => at >= moment && hears(subject));
}

let isHearing = false;

// All tabs of a browser share one stream, that of whoever signed in last.
let isAnothers = false;

function isOurs(listener) {
  const others = listener !== drawnFor();
  if (others !== isAnothers) tell("state", { state: others ? "another" : "open" });
  isAnothers = others;
  return !others;
}

function hear({ listener, subject, resync: lost, state }) {
  if (!listener || !isOurs(listener)) return;
  if (subject) {
    remember(subject);
    tell("changed", { subject });
  }
  // A tab that joins was drawn a moment ago: what was said meanwhile it did not hear.
  if (lost || (state === "open" && !isHearing)) resync();
  isHearing ||= state === "open";
  if (state) tell("state", { state });
}

function remember(subject) {
  const now = performance.now();
  saidAt.delete(subject);
  saidAt.set(subject, now);
  for (const [old, at] of saidAt) {
    if (at > now - LATELY) break;
    saidAt.delete(old);
  }
}

function start(meta) {
  const tabs = new BroadcastChannel("live");
  tabs.addEventListener("message", ({ data }) => hear(data));
  const hello = {
    listener: meta.dataset.agent,
    headers: whose(),
    tokens: new URL(meta.content, location).href,
  };
  const speak = window.SharedWorker ? shared() : led(tabs);
  speak({ hello });
  window.addEventListener("online", () => (speak({ nudge: true }), resync()));
  window.addEventListener("offline", () => tell("state", { state: "offline" }));
  window.addEventListener("pageshow", (event) => event.persisted && (speak({ hello }), resync()));
  // The session has ended: the line finds out at once, and says so in every tab.
  const lookAnew = () => {
    if (!["signed-out", "another"].includes(document.documentElement.dataset.live)) speak({ nudge: true });
  };
  document.addEventListener("signed-out", lookAnew);
  document.addEventListener("htmx:responseError", ({ detail: { xhr } }) => xhr.status === 401 && lookAnew());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") resync();
  });
}

function shared() {
  const url = new URL("stream-worker.js", import.meta.url);
  const { port } = new SharedWorker(url, { type: "module", name: "lifelong live" });
  port.onmessage = ({ data }) => hear(data);
  return (said) => port.postMessage(said);
}

// Without SharedWorker the tab that holds the lock leads; when it closes the next one does.
function led(tabs) {
  let last = null;
  let source = null;
  let wasLed = false;
  const listen = ({ hello }) => (hello ? source.hello(hello) : source.nudge());
  tabs.addEventListener("message", ({ data }) => {
    wasLed ||= Boolean(data.state);
    if (source && (data.hello || data.nudge)) listen(data);
  });
  navigator.locks.request("lifelong live", () => {
    const out = new BroadcastChannel("live");
    source = new Source((said) => out.postMessage(said));
    if (last) listen(last);
    // Another tab led before: what was said in between is lost.
    if (wasLed) resync();
    return new Promise(() => {});
  });
  return (said) => {
    if (said.hello) last = said;
    if (source) listen(said);
    else tabs.postMessage(said);
  };
}

const meta = document.querySelector("meta[name=live]");
if (meta) start(meta);
