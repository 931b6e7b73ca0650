// What can be done to the person of a row without opening them: the buttons are one set, which
// stands in the row that is pointed at or has the focus. In the row with the focus they have their
// keys; a pointer that rests somewhere takes none.

const list = document.querySelector(".waiting");
const made = document.getElementById("row-deeds-template");

const item = (target) => target.closest?.("[data-keys-list] > li");
const personOf = (li) => li.querySelector("[data-row]").pathname.split("/").at(-1);
const deeds = () => document.getElementById("row-deeds") ?? made.content.firstElementChild.cloneNode(true);

function stand(li) {
  const here = deeds();
  if (here.parentElement === li) return here;
  const allowed = li.parentElement.dataset.deeds.split(" ");
  for (const one of here.querySelectorAll("[data-deed]"))
    one.hidden = one.dataset.deed !== "why" && !allowed.includes(one.dataset.deed);
  fold(here);
  for (const one of here.querySelectorAll("[data-deed]")) delete one.dataset.key;
  li.append(here);
  return here;
}

function fold(here) {
  const reason = here.querySelector("[data-reason]");
  reason.hidden = true;
  reason.replaceChildren();
  here.querySelector("[data-deed=why]").setAttribute("aria-expanded", "false");
}

// What is done to somebody moves them: the focus goes on to who stood beside them, and opens nobody.
let beside = [];
function leave(li) {
  if (focused() !== li) return;
  const links = [...li.parentElement.querySelectorAll("[data-row]")];
  const at = links.findIndex((link) => li.contains(link));
  beside = [...links.slice(at + 1), ...links.slice(0, at).reverse()].map((link) => link.href);
}
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (target.id !== "waiting" || !beside.length) return;
  if (document.activeElement !== document.body) return void (beside = []);
  const rows = [...list.querySelectorAll("[data-row]")];
  const next = beside.map((href) => rows.find((row) => row.href === href)).find(Boolean);
  beside = [];
  next?.focus();
});

const focused = () => document.activeElement?.closest?.("[data-keys-list] > li");

if (made) {
  list.addEventListener("pointerover", ({ target, pointerType }) => {
    const li = item(target);
    // Where one stands by keyboard they stay.
    if (li && pointerType !== "touch" && (!focused() || focused() === li)) stand(li);
  });
  list.addEventListener("focusin", ({ target }) => {
    const li = item(target);
    if (!li) return;
    const here = stand(li);
    for (const one of here.querySelectorAll("[data-deed]")) one.dataset.key = one.dataset.rowKey;
  });
  list.addEventListener("focusout", ({ relatedTarget }) => {
    const here = document.getElementById("row-deeds");
    if (here && !here.parentElement.contains(relatedTarget))
      for (const one of here.querySelectorAll("[data-deed]")) delete one.dataset.key;
  });
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-deed]");
    if (button) DO[button.dataset.deed](button, personOf(item(button)));
  });
}

const DO = {
  take(button, id) {
    leave(item(button));
    htmx.ajax("POST", `/conversations/${id}/ownership`, { source: button, swap: "none" });
  },
  pass(button, id) {
    leave(item(button));
    choose(id, button);
  },
  why(button, id) {
    const here = button.closest("#row-deeds");
    const reason = here.querySelector("[data-reason]");
    if (!reason.hidden) return fold(here);
    reason.hidden = false;
    button.setAttribute("aria-expanded", "true");
    htmx.ajax("GET", `/conversations/${id}/reason`, { source: reason, target: reason, swap: "innerHTML" });
  },
};

// The sheet that asks to whom.
const sheet = document.getElementById("passing");
let from = null;

// It takes what is typed at once, before it knows to whom one may pass on: keys meant for it would
// else be taken for what they do on the screen.
async function choose(id, opener) {
  from = opener;
  const inside = document.createElement("div");
  sheet.querySelector("#passing-inside").replaceChildren(inside);
  const field = () => inside.querySelector("#passing-to");
  inside.append(document.getElementById("passing-soon").content.cloneNode(true));
  if (!sheet.open) sheet.showModal();
  const soon = field();
  let entered = false;
  soon.addEventListener("keydown", ({ key, isComposing }) => (entered ||= key === "Enter" && !isComposing));
  soon.focus();
  await htmx.ajax("GET", `/conversations/${id}/passing-on`, { source: opener, target: inside, swap: "innerHTML" });
  if (field() === soon) return inside.isConnected && sheet.close();
  // closed again, or opened for somebody else
  if (!sheet.open || !inside.isConnected) return;
  field().value = soon.value;
  field().dispatchEvent(new Event("input", { bubbles: true }));
  field().focus();
  if (entered && choices().some((one) => one.checked)) inside.querySelector("form").requestSubmit();
}

document.addEventListener("click", ({ target }) => {
  const opener = target.closest("[data-pass-on]");
  if (opener) choose(opener.dataset.passOn, opener);
  if (target.closest("#passing [data-close]") || target === sheet) sheet.close();
});

sheet?.addEventListener("close", () => from?.isConnected && from.focus());
sheet?.addEventListener("htmx:afterRequest", ({ detail: { successful, requestConfig } }) => {
  if (successful && requestConfig.verb === "post") sheet.close();
});

const choices = () => [...sheet.querySelectorAll(".recipients label:not([hidden]) input")];
const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

sheet?.addEventListener("input", ({ target }) => {
  if (target.id !== "passing-to" || !sheet.querySelector(".recipients")) return;
  const wanted = plain(target.value).split(/\s+/).filter(Boolean);
  for (const label of sheet.querySelectorAll(".recipients label")) {
    const words = plain(label.textContent);
    label.hidden = !wanted.every((one) => words.includes(one));
  }
  for (const some of sheet.querySelectorAll("fieldset")) some.hidden = !some.querySelector("label:not([hidden])");
  const found = choices();
  sheet.querySelector("[data-none]").hidden = found.length > 0;
  for (const one of sheet.querySelectorAll(".recipients input")) one.checked = one === found[0] && wanted.length > 0;
});

// From the field the arrows walk through who is found; Enter passes on to the one that is chosen.
sheet?.addEventListener("keydown", (event) => {
  const at = ["ArrowDown", "ArrowUp"].indexOf(event.key);
  if (event.target.id !== "passing-to" || at < 0) return;
  event.preventDefault();
  const found = choices();
  const now = found.findIndex((one) => one.checked);
  const next = found[Math.min(Math.max(now + (at ? -1 : 1), 0), found.length - 1)];
  if (!next) return;
  next.checked = true;
  next.scrollIntoView({ block: "nearest" });
});

// What was undone can be undone no more.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (successful && elt.closest(".undoable")) document.getElementById("undoable").replaceChildren();
});

// A pin of one's own: the caret goes to the words, and when they are pinned it folds.
document.addEventListener("toggle", ({ target }) => target.id === "pin-own" && target.open && target.querySelector("input").focus(), true);
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (elt.id !== "pin-form" || !successful) return;
  elt.reset();
  elt.closest("details").open = false;
  elt.closest("details").querySelector("summary").focus();
});
