// Keyboard. Anything can say data-key="r" (or "g w", "mod+Enter", "Escape"): the key clicks it,
// or focuses it where it is a field. A list says data-keys-list and its links are walked by
// j and k. <key-map> is the sheet under "?": it lists what is possible on this screen by
// data-key-words, else by the element's own words.

const FIELDS = "input, textarea, select, [contenteditable]";
const CHOICES = "input[type=radio], input[type=checkbox]";
const SEQUENCE = 900;

const shown = (one) => one.checkVisibility?.() ?? one.offsetParent !== null;
export const keyed = () => [...document.querySelectorAll("[data-key]")].filter(shown);

function name(event) {
  const mod = event.ctrlKey || event.metaKey ? "mod+" : "";
  const long = event.key.length > 1;
  const shift = event.shiftKey && (mod || long) ? "Shift+" : "";
  // beside mod a letter is the same, whether capitals are locked or not
  const key = mod && !long ? event.key.toLowerCase() : event.key;
  return mod + shift + (key === " " ? "Space" : key);
}

let before = "";
let forget = 0;

function press(event) {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = name(event);
  const typing = event.target.matches?.(FIELDS) && !event.target.matches(CHOICES);
  if (typing && !key.startsWith("mod+") && key !== "Escape") return;
  if (document.querySelector("dialog[open]") && key !== "?") return;
  if (act([before && `${before} ${key}`, key].filter(Boolean), event)) before = "";
  else remember(key);
}

function remember(key) {
  clearTimeout(forget);
  before = key.length === 1 ? key : "";
  forget = setTimeout(() => (before = ""), SEQUENCE);
}

function act(keys, event) {
  for (const key of keys) {
    const target = keyed().find((one) => one.dataset.key === key);
    if (target) return use(target, event);
    if (key === "j" || key === "k") return walk(key === "j" ? 1 : -1, event);
    if (key === "?") return sheet()?.toggle() ?? true;
    if (key === "Escape" && event.target.matches?.(FIELDS)) return event.target.blur() ?? true;
  }
  return false;
}

export function use(target, event) {
  event?.preventDefault();
  if (target.matches(FIELDS)) target.focus();
  else target.click();
  return true;
}

// Also those in a column that a narrow screen does not show now; not those that are folded away.
const walked = () =>
  [...document.querySelectorAll("[data-keys-list] a")].filter(
    (link) => shown(link) || (link.matches("[data-row]") && !link.closest("details:not([open])")),
  );

// What is done to somebody may move them in the list: j and k lead on from where they stood.
let stood = { current: "", before: [], after: [] };

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb === "get") return;
  const links = walked();
  const at = links.findIndex((link) => link.matches("[aria-current]"));
  if (at < 0 || links[at].href === stood.current) return;
  const hrefs = links.map((link) => link.href);
  stood = { current: hrefs[at], before: hrefs.slice(0, at).reverse(), after: hrefs.slice(at + 1) };
});

function beside(links, step) {
  if (location.href !== stood.current) return null;
  const wanted = step > 0 ? stood.after : stood.before;
  const href = wanted.find((one) => links.some((link) => link.href === one));
  return links.find((link) => link.href === href);
}

function walk(step, event) {
  const links = walked();
  if (!links.length) return false;
  const here = links.findIndex((link) => link === document.activeElement);
  const current = here >= 0 ? here : links.findIndex((link) => link.matches("[aria-current]"));
  const next =
    (here < 0 && beside(links, step)) ||
    links[Math.min(Math.max(current + step, 0), links.length - 1)];
  event.preventDefault();
  next.focus();
  next.click();
  return true;
}

const sheet = () => document.querySelector("key-map");

customElements.define(
  "key-map",
  class extends HTMLElement {
    toggle() {
      const dialog = this.querySelector("dialog");
      if (dialog.open) return void dialog.close() ?? true;
      this.#fill(dialog.querySelector("dl"));
      dialog.showModal();
      return true;
    }

    #fill(list) {
      const fixed = [...list.querySelectorAll("[data-always]")];
      const rows = keyed().map((one) => row(one.dataset.key, words(one)));
      list.replaceChildren(...fixed, ...rows);
    }
  },
);

export const words = (one) =>
  one.dataset.keyWords || one.getAttribute("aria-label") || one.title || one.textContent.trim();

// The keys of "mod+Enter" or "g w", each with a blank behind it.
export function caps(key) {
  const mac = /Mac|iP/.test(navigator.platform);
  return key.split(/[ +]/).flatMap((part) => {
    const cap = document.createElement("kbd");
    cap.textContent = part === "mod" ? (mac ? "⌘" : "Ctrl") : part;
    return [cap, " "];
  });
}

function row(key, said) {
  const group = document.createElement("div");
  const term = document.createElement("dt");
  term.append(...caps(key));
  const description = document.createElement("dd");
  description.textContent = said;
  group.append(term, description);
  return group;
}

document.addEventListener("keydown", press);
