// The chat in its frame. The revision is the truth: a signal only says when to look again, and
// without any the widget looks by itself now and then.

import { Composer } from "./composer.js";
import { Earlier } from "./earlier.js";
import { ofBrowser } from "./keeping.js";
import { Line } from "./line.js";
import { Log } from "./log.js";
import { Outbox } from "./outbox.js";
import { GUEST } from "./owner.js";
import { Presence } from "./presence.js";
import { Refusal, Server } from "./server.js";

// Milliseconds: between looks that nobody called for, with the chat on screen and without.
const OPEN_EVERY = 20000;
const CLOSED_EVERY = 45000;
// After a look that failed; and after saying something, until the server has read it.
const RETRY = 2000;
const SOON = [150, 500, 1500, 4000];
const A_MOMENT = 500;
// So long ago a guest may have been whoever signs in; before that perhaps somebody else.
const JUST_NOW = 3600000;

const words = document.body.dataset;
const at = (id) => document.getElementById(id);
const framed = window.parent !== window;
const server = new Server();
const outbox = new Outbox(server);
const log = new Log(outbox);
const earlier = new Earlier(server, log);
const composer = new Composer();
const line = new Line(server, hear);
const presence = new Presence(server, () => known && isRead());
// The place of the last answer that was on screen.
const seen = ofBrowser("seen");

let shown = false;
let known = false;
let after = "";
let looking = false;
let again = false;
let timer = 0;
let unread = [];

const isRead = () => shown && document.visibilityState === "visible";

function tellPage(said) {
  // No word and no name is in it, so any page may hear it.
  if (framed) window.parent.postMessage({ lifelong: said }, "*");
}

// Once; and once more where somebody asks meanwhile.
async function look() {
  if (!server.session) return;
  if (looking) return void (again = true);
  looking = true;
  const { session } = server;
  try {
    const heard = await server.messages(after);
    if (session === server.session) take(heard);
    reach(true);
  } catch (error) {
    reach(error instanceof Refusal);
    wait(RETRY);
  }
  looking = false;
  if (!again) return;
  again = false;
  look();
}

function take(heard) {
  ({ after, known } = heard);
  unread.push(...heard.messages.filter((one) => !one.mine && !log.has(one.id)).map((one) => one.place));
  if (heard.earlier === null) log.place(heard.messages);
  else {
    log.begin(heard.messages, heard.earlier);
    earlier.offer(heard.earlier);
  }
  for (const one of heard.messages) outbox.drop(one.id);
  acknowledge(heard.messages.filter((one) => one.receipt).map((one) => one.receipt));
  presence.show(heard.heroes);
  if (known) tellPage({ known: true });
  listen();
  count();
  ask();
}

// Together, a moment later: heroes' screens look again at each.
let received = [];
function acknowledge(receipts) {
  if (receipts.length && !received.length) {
    setTimeout(() => {
      server.received(received);
      received = [];
    }, A_MOMENT);
  }
  received.push(...receipts);
}

function listen() {
  if (known && shown) line.open();
}

function ask() {
  composer.ask(!known && log.isEmpty, server.isSigned);
}

// Answers that came while the chat was not on screen.
function count() {
  const last = seen.value ?? "";
  unread = unread.filter((place) => place > last);
  if (isRead() && unread.length) {
    seen.value = unread.reduce((a, b) => (a > b ? a : b));
    unread = [];
  }
  tellPage({ unread: unread.length });
}

// Now and then, whatever the line says.
function wait(pause = shown ? OPEN_EVERY : CLOSED_EVERY) {
  clearTimeout(timer);
  timer = setTimeout(() => {
    look();
    presence.tell();
    wait();
  }, pause);
}

function hear({ subject, resync, state }) {
  if (subject?.startsWith("presence/")) presence.tell();
  else if (subject || resync) look();
  if (state === "open") reach(true);
}

const notices = {};
function notice(kind, sentence) {
  notices[kind] = sentence;
  const said = Object.values(notices).filter(Boolean).join(" ");
  if (at("notice").textContent !== said) at("notice").textContent = said;
  at("notice").hidden = !said;
}

// Looked up whenever the chat is opened; when that fails, what stood there stays.
async function tellNews() {
  const { notices: said } = await server.notices().catch(() => ({}));
  if (!said || at("news").dataset.shows === JSON.stringify(said)) return;
  at("news").dataset.shows = JSON.stringify(said);
  at("news").replaceChildren(...said.map(item));
  at("news").hidden = !said.length;
}

function item({ words: sentence }) {
  const made = document.createElement("li");
  made.dir = "auto";
  made.textContent = sentence;
  return made;
}

function reach(reached) {
  notice("offline", reached ? "" : words.offline);
}

earlier.onreach = reach;
composer.onwrite = (writing) => presence.write(writing);
composer.ontrouble = (sentence) => notice("files", sentence);
composer.onsay = (text, answers, files) => {
  presence.write(false);
  outbox.add(text, answers, files);
  ask();
};
outbox.onchange = () => log.draw();
outbox.onreach = reach;
outbox.onsent = () => {
  tellPage({ known: true });
  const unsettled = () => outbox.items.some((one) => one.state === "sent");
  for (const pause of SOON) setTimeout(() => unsettled() && look(), pause);
};
server.onchange = () => {
  line.close();
  [after, known, unread] = ["", false, []];
  log.clear();
  earlier.offer(false);
  ask();
  look();
};

server.onended = () => notice("identity", words.ended);

// The page says who is there, and whether the chat is on screen. Who it is decides what is asked
// of them, so that comes before the focus goes to the first field. Nothing can be written before.
let identity;
function meet(page) {
  at("composer").inert = false;
  if (page.identity !== identity) become(page.identity);
  show(page.shown);
}

async function become(name, since = Date.now()) {
  identity = name;
  const becoming = server.become(name);
  const { owner } = server;
  log.draw();
  ask();
  try {
    await becoming;
    if (identity !== name) return;
    outbox.hand(GUEST, owner, Date.now() - JUST_NOW);
    notice("identity", "");
  } catch (error) {
    if (identity !== name) return;
    if (!(error instanceof Refusal)) return void setTimeout(() => identity === name && become(name, since), RETRY);
    outbox.hand(owner, GUEST, since);
    notice("identity", error.message);
  }
  ask();
  outbox.flush();
}

function show(now) {
  const changed = now !== shown;
  shown = now;
  if (changed && now) {
    look();
    tellNews();
    presence.tell();
    composer.focus();
  } else if (changed) {
    line.close();
    if (known) server.left();
  }
  listen();
  count();
  wait();
}

const leave = () => tellPage({ close: true });
at("close").hidden = !framed;
at("close").addEventListener("click", leave);
document.addEventListener("keydown", ({ key }) => key === "Escape" && leave());
document.addEventListener("visibilitychange", () => {
  if (isRead()) look();
  count();
});
window.addEventListener("online", () => {
  outbox.flush();
  line.nudge();
  look();
});
window.addEventListener("offline", () => reach(false));
window.addEventListener("pagehide", () => known && shown && server.left());
window.addEventListener("pageshow", ({ persisted }) => persisted && look());
window.addEventListener("message", ({ source, data }) => {
  if (framed && source === window.parent && data?.lifelong?.page) meet(data.lifelong.page);
});

const { style, lang } = document.documentElement;
style.setProperty("--brand", words.colour);
style.setProperty("--ink", words.ink);
for (const back of document.querySelectorAll("[data-back]")) {
  const soon = new Date(back.dateTime) - Date.now() < 6 * 86400000;
  const day = soon ? { weekday: "long" } : { weekday: "long", day: "numeric", month: "long" };
  back.textContent = new Date(back.dateTime).toLocaleString(lang, { ...day, hour: "2-digit", minute: "2-digit" });
}
if (framed) tellPage({ ready: true });
else meet({ identity: null, shown: true });
