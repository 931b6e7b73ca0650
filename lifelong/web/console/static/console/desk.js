// The main screen's own behaviour: the row that is open is marked at once, and on a narrow
// screen one column shows at a time.

import "../look/format-bar.js";
import "./answer-picker.js";
import "./mention-picker.js";
import "./open-slots.js";
import "./row-deeds.js";
import "./time-finder.js";

const desk = document.querySelector(".desk");
const open = (path) => {
  for (const row of document.querySelectorAll("[data-row]"))
    if (new URL(row.href).pathname === path) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  desk.dataset.showing = path.startsWith("/people/") ? "talk" : "waiting";
  desk.classList.remove("show-who");
};
const markOpen = () => open(location.pathname);

// Where nobody is open the page says why: one is not signed on, there is somebody to choose, or
// nobody waits.
const sayWhy = () => {
  const nobody = desk.querySelector(".nobody");
  if (!nobody) return;
  const signedOff = desk.querySelector(".me .shift") && !desk.querySelector(".me .on-duty");
  nobody.dataset.says = signedOff ? "signed-off" : desk.querySelector("#waiting ol") ? "choose" : "calm";
};

// Another person is on the way: the one on screen steps back, if it takes long enough to see.
// The row may have left the list when the answer comes.
let coming = 0;
document.addEventListener("htmx:beforeSend", ({ detail: { elt, xhr } }) => {
  if (!elt.matches("[data-row]")) return;
  const count = (more) => document.getElementById("person").classList.toggle("giving-way", (coming += more) > 0);
  count(1);
  xhr.addEventListener("loadend", () => count(-1), { once: true });
});

document.addEventListener("click", (event) => {
  const row = event.target.closest("[data-row]");
  if (row && !event.ctrlKey && !event.metaKey) open(new URL(row.href).pathname);
  if (event.target.closest("[data-show-who]")) desk.classList.toggle("show-who");
  else if (!event.target.closest(".who")) desk.classList.remove("show-who");
});

// r and n choose what to write, and the caret goes to the words.
document.addEventListener("focusin", ({ target }) => {
  if (target.dataset?.then && !target.matches(":active")) {
    target.checked = true;
    target.form.querySelector(target.dataset.then)?.focus();
  }
});

// An answer that was sent lies before the hero: there it can be undone, and j leads on.
document.addEventListener("said", () => {
  const mine = [...document.querySelectorAll("#entries > .ours")].at(-1);
  mine?.setAttribute("tabindex", "-1");
  mine?.focus({ preventScroll: true });
});

// Who could not be opened is not marked: the mark stands where the words would go.
for (const failed of ["htmx:sendError", "htmx:timeout", "htmx:responseError", "htmx:sendAbort"])
  document.addEventListener(failed, ({ detail }) => detail.elt.matches("[data-row]") && markOpen());

// What a message unfolds is in sight.
document.addEventListener("htmx:afterSettle", ({ target }) => target.matches(".split > .panel") && target.scrollIntoView({ block: "nearest" }));

document.addEventListener("htmx:pushedIntoHistory", markOpen);
document.addEventListener("htmx:historyRestore", markOpen);
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.matches("#waiting, #lately")) markOpen();
  sayWhy();
});
markOpen();
sayWhy();
