// Menus are <details class="menu">: opened they take the focus, and they close when something
// else is clicked, by Escape, and when what they offered was done. data-shows-choice: the summary
// says in [data-value] which radio inside is chosen ([data-plain]: nothing worth saying); a click
// on one closes it, but for [data-asks], which leads on to the field beside it.

const MENU = "details.menu";
const FIRST =
  ":scope > :not(summary) :is(input:checked, input:not([type=hidden], [type=radio]), button, select, summary)";
const RADIO = ":scope > :not(summary) input[type=radio]";

document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll(`${MENU}[open]`))
    if (!menu.contains(target)) menu.open = false;
});

function opened({ target }) {
  if (!target.matches?.(`${MENU}[open], ${MENU} details[open]`)) return;
  const inside = target.querySelector(":scope > :not(summary)");
  const first = inside?.matches("form, div, ul") && (target.querySelector(FIRST) ?? target.querySelector(RADIO));
  (first || target.querySelector("summary")).focus({ preventScroll: true });
}
document.addEventListener("toggle", opened, true);

function close(menu) {
  menu.open = false;
  menu.querySelector("summary").focus();
}

function escaped(event) {
  const menu = event.key === "Escape" && event.target.closest?.(`${MENU}[open]`);
  if (!menu) return;
  event.preventDefault();
  event.stopPropagation();
  close(menu);
}
document.addEventListener("keydown", escaped, true);

// What only looked for something to choose from has not been the choice.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful, requestConfig } }) => {
  const menu = successful && requestConfig.verb !== "get" && elt.closest(`${MENU}[open]`);
  if (menu) close(menu);
});

// Enter takes the choice it stands on; it does not send the form around.
function entered(event) {
  const radio = event.key === "Enter" && event.target.closest?.("[data-shows-choice] input[type=radio]");
  if (!radio || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  radio.click();
  if (!("asks" in radio.dataset)) close(radio.closest(MENU));
}
document.addEventListener("keydown", entered, true);

function say(menu, words) {
  menu.querySelector("[data-value]").textContent = words;
}

document.addEventListener("change", ({ target }) => sayChoice(target.closest?.("[data-shows-choice]")));

// What was drawn anew says what the server knows; what is chosen here is known here.
document.addEventListener("htmx:oobAfterSwap", ({ target }) =>
  target.querySelectorAll?.("[data-shows-choice]").forEach(sayChoice),
);

function sayChoice(menu) {
  const radio = menu?.querySelector("input[type=radio]:checked");
  if (!radio) return;
  const own = "asks" in radio.dataset ? menu.querySelector("input:not([type=radio])") : null;
  if (own && !own.value && menu.open) own.focus();
  const words = own ? own.value.replace("T", " ") : radio.closest("label").querySelector("span").textContent.trim();
  say(menu, "plain" in radio.dataset ? "" : words);
}

// Walking through the choices by arrow keys leaves it open (those click the field itself); a click
// or a key on the label has chosen.
document.addEventListener("click", ({ target }) => {
  const chosen = !target.matches?.("input") && target.closest?.("[data-shows-choice] label");
  if (chosen && !chosen.querySelector("[data-asks]")) close(chosen.closest(MENU));
});

document.addEventListener("said", ({ target }) => {
  for (const plain of target.closest("form")?.querySelectorAll("[data-plain]") ?? []) {
    plain.checked = true;
    say(plain.closest(MENU), "");
  }
});
