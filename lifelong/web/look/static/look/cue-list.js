// <cue-list hidden asked sounds> holds a link for whatever wants this person and was not looked at,
// folded away, with data-conversation (and data-wrote where a customer did). Their number stands
// in the tab's title. What is news is told once, in the tab that is looked at: the row of the person
// in the list is marked where it is in sight, else #cued shows a copy of the link. Either is said
// politely, takes no focus, and goes by itself.

import { sound } from "./sounds.js";
import { markWanted } from "./title-mark.js";

// By then a list beside has drawn who came into it.
const A_MOMENT = 1500;
const STAYS = 12000;
const MOST = 3;
const KEY = "o";
const KNOWN = "cues known";

const path = (link) => new URL(link.href).pathname;
const isOpen = (link) => document.visibilityState === "visible" && location.pathname === path(link) && Boolean(document.querySelector("time-line"));
const rowsOf = (link) => [...document.querySelectorAll("[data-row]")].filter((row) => path(row) === path(link));

function isInSight(one) {
  if (!one.checkVisibility()) return false;
  const { top, bottom, left, right } = one.getBoundingClientRect();
  const [x, y] = [(left + right) / 2, (top + bottom) / 2];
  return x >= 0 && y >= 0 && x <= innerWidth && y <= innerHeight && one.contains(document.elementFromPoint(x, y));
}

// Where a person is: the desk opens them beside the list, any other page goes there.
export function lead(href) {
  const to = new URL(href, location);
  const row = to.search ? null : rowsOf({ href: to.href })[0];
  if (row) row.click();
  else location.assign(to);
}

class CueList extends HTMLElement {
  #heard = null;
  #soon = 0;

  connectedCallback() {
    this.leaving = new AbortController();
    const { signal } = this.leaving;
    this.watch = new MutationObserver(() => this.#changed());
    this.watch.observe(this, { childList: true, attributes: true });
    document.addEventListener("live:changed", ({ detail }) => this.#isAbout(detail.subject) && this.closest("live-region")?.ask(), { signal });
    document.addEventListener("visibilitychange", () => this.#changed(), { signal });
    document.addEventListener("htmx:afterSettle", ({ target }) => target.matches?.("#waiting, #person") && this.#changed(), { signal });
    document.addEventListener("htmx:pushedIntoHistory", () => this.#changed(), { signal });
    this.#changed();
  }

  disconnectedCallback() {
    clearTimeout(this.#soon);
    this.watch.disconnect();
    this.leaving.abort();
  }

  #isAbout(subject) {
    return [...this.children].some((one) => subject === `conversation/${one.dataset.conversation}`);
  }

  #changed() {
    if (!this.hasAttribute("asked")) return;
    const links = [...this.children];
    const elsewhere = links.filter((link) => !isOpen(link));
    markWanted(elsewhere.length);
    this.#markRows(elsewhere);
    this.#hear(elsewhere);
    for (const card of document.querySelectorAll("#cued > *"))
      if (!elsewhere.some((link) => link.id === card.dataset.of)) card.remove();
    clearTimeout(this.#soon);
    this.#soon = setTimeout(() => this.#tell(), A_MOMENT);
  }

  #markRows(links) {
    const marked = links.flatMap(rowsOf);
    for (const row of document.querySelectorAll("[data-wanted]")) if (!marked.includes(row)) row.removeAttribute("data-wanted");
    for (const row of marked) row.setAttribute("data-wanted", "");
  }

  #hear(links) {
    const before = this.#heard ?? new Set(known() ?? links.map((link) => link.id));
    for (const link of links)
      if (this.hasAttribute("sounds") && "wrote" in link.dataset && !before.has(link.id)) sound(link.id, "message");
    this.#heard = new Set([...before, ...links.map((link) => link.id)]);
  }

  #tell() {
    const links = [...this.children];
    const before = known();
    if (before && document.visibilityState !== "visible") return;
    sessionStorage.setItem(KNOWN, JSON.stringify(links.map((link) => link.id)));
    // what stood there when this tab was opened is no news
    if (!before) return;
    const news = links.filter((link) => !before.includes(link.id) && !isOpen(link));
    for (const link of news.slice(-MOST)) show(link);
  }
}

function known() {
  const kept = sessionStorage.getItem(KNOWN);
  return kept === null ? null : JSON.parse(kept);
}

function show(link) {
  const place = document.getElementById("cued");
  const card = rowsOf(link).some(isInSight) ? whisper(link) : cardOf(link, place);
  card.dataset.of = link.id;
  place.append(card);
  while (place.children.length > MOST) place.firstElementChild.remove();
  for (const one of place.querySelectorAll("a")) delete one.dataset.key;
  const newest = [...place.querySelectorAll("a")].at(-1);
  if (newest) newest.dataset.key = KEY;
  leaveInTime(card);
}

// The mark on their row is for eyes.
function whisper(link) {
  const said = document.createElement("p");
  said.className = "for-ears";
  const word = (part) => link.querySelector(part).textContent;
  said.textContent = `${word(".name")}: ${word(".words")}`;
  return said;
}

function cardOf(link, place) {
  const card = document.createElement("div");
  card.className = "cue-card";
  const there = link.cloneNode(true);
  there.removeAttribute("id");
  there.dataset.keyWords = place.dataset.leads;
  there.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    card.remove();
    lead(there.href);
  });
  const cap = document.createElement("kbd");
  cap.textContent = KEY;
  there.append(cap);
  const away = document.createElement("button");
  away.type = "button";
  away.className = "away";
  away.setAttribute("aria-label", place.dataset.away);
  away.textContent = "×";
  away.addEventListener("click", () => card.remove());
  card.append(there, away);
  return card;
}

// Not from under somebody's hand.
function leaveInTime(card) {
  setTimeout(() => (card.matches(":hover, :focus-within") ? leaveInTime(card) : card.remove()), STAYS);
}

customElements.define("cue-list", CueList);
