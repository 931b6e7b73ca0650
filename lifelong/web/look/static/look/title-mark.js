// What stands before the tab's title: "● Ana" while somebody rings, "(3) " while so many want this
// person and were not looked at. Whoever else says the title says it without.

const MARK = /^\(\d+\) /;
let base = document.title;
let ringing = "";
let wanted = 0;

// As a document says its title back: names may hold any blanks, and what never equals itself would
// be set for ever.
const plain = (words) => words.replace(/[\t\n\f\r ]+/g, " ").trim();
const shown = () => plain(ringing ? `● ${ringing}` : wanted ? `(${wanted}) ${base}` : base);

function say() {
  if (document.title !== shown()) document.title = shown();
}

export function markRinging(name) {
  ringing = name;
  say();
}

export function markWanted(count) {
  wanted = count;
  say();
}

// another person was opened: the title is theirs
new MutationObserver(() => {
  if (document.title === shown()) return;
  base = document.title.replace(MARK, "");
  say();
}).observe(document.querySelector("title"), { childList: true });
