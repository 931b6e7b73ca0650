// Three swap styles for htmx:
//   hx-swap="morph"  the target's children become those of the answer
//   hx-swap="place"  each child of the answer replaces the one with its id, or is put in
//                    order of data-place; nothing else is touched
//   hx-swap="anew"   the target's children go, and those of the answer come. htmx's own innerHTML
//                    puts the new ones beside the old, and says goodbye to each of these alone

import { whose } from "./whose.js";
import { morph, morphChildren } from "./morph.js";

export function place(target, fragment) {
  const changed = [];
  let beside = null;
  target.dispatchEvent(new CustomEvent("placing"));
  for (const wanted of [...fragment.children]) {
    const old = wanted.id && document.getElementById(wanted.id);
    if (old && target.contains(old)) morph(old, wanted);
    else target.insertBefore(wanted, firstAfter(target, wanted.dataset.place, beside));
    changed.push((beside = old || wanted));
  }
  target.dispatchEvent(new CustomEvent("placed", { detail: { changed } }));
  return changed;
}

// What comes together mostly belongs together, and older entries before all others: of thousands
// not every one is looked at.
function firstAfter(target, key, beside) {
  const behind = beside?.nextElementSibling;
  if (behind && beside.dataset.place <= key && behind.dataset.place > key) return behind;
  if (target.firstElementChild?.dataset.place > key) return target.firstElementChild;
  let after = null;
  for (let child = target.lastElementChild; child; child = child.previousElementSibling) {
    if (child.dataset.place === undefined) continue;
    if (child.dataset.place <= key) break;
    after = child;
  }
  return after;
}

const STYLES = {
  morph: (target, fragment) => {
    const touched = [];
    morphChildren(target, fragment, touched);
    return touched;
  },
  place,
  anew: (target, fragment) => (target.replaceChildren(...fragment.childNodes), [...target.children]),
};

const sees = (elt) => document.querySelector(elt.closest("[data-sees]")?.dataset.sees ?? "no-region");

// It was stopped: what is new shall be on screen before the second try.
document.addEventListener("htmx:afterRequest", ({ detail: { elt, xhr } }) => {
  if (xhr?.status === 409) sees(elt)?.ask?.();
});

htmx.defineExtension("lifelong", {
  isInlineSwap: () => false,
  handleSwap: (style, target, fragment) => STYLES[style]?.(target, fragment) ?? false,
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  Object.assign(detail.headers, whose());
  // What the person had seen when they decided: a send stops if there is more.
  const region = sees(detail.elt);
  if (region) detail.parameters.seen = region.querySelector("time-line")?.seen ?? 0;
  // Which version of the words is being said: a newer one from another window stays.
  const draft = detail.elt.closest("form")?.querySelector("draft-box");
  if (draft) detail.parameters.draft = draft.getAttribute("version") ?? 0;
});
