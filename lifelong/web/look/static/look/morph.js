// Change a tree into another with the fewest touches, so that focus, typed words, scroll
// positions, open folds and running frames survive. Elements are recognised by id.
//
// data-keep on an element: once there it is never touched. data-as-it-is on a wanted one: it only
// names what is there with its id. An element with the property `keepsChildren` looks after its
// inside by itself. `touched` gets the elements that are new or have other attributes.

export function morphChildren(old, wanted, touched = []) {
  const byId = new Map();
  for (const child of old.children) if (child.id) byId.set(child.id, child);
  let at = old.firstChild;
  for (const node of [...wanted.childNodes]) {
    const same = counterpart(node, at, byId);
    if (!same) {
      old.insertBefore(node, at);
      if (node.nodeType === Node.ELEMENT_NODE) touched.push(node);
      continue;
    }
    if (same === at) at = at.nextSibling;
    else move(old, same, at);
    morph(same, node, touched);
  }
  while (at) {
    const next = at.nextSibling;
    if (!at.dataset || !("keep" in at.dataset)) at.remove();
    at = next;
  }
}

export function morph(old, wanted, touched = []) {
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (old.data !== wanted.data) old.data = wanted.data;
    return;
  }
  if ("keep" in old.dataset || "asItIs" in wanted.dataset) return;
  if (old.type === "radio") morphChoice(old, wanted);
  if (old.isEqualNode(wanted)) return;
  if (morphAttributes(old, wanted)) touched.push(old);
  if (old.localName === "textarea") return morphWords(old, wanted);
  if (!old.keepsChildren) morphChildren(old, wanted, touched);
}

function counterpart(node, at, byId) {
  if (node.id) {
    const same = byId.get(node.id);
    return same?.localName === node.localName ? same : null;
  }
  const alike =
    at && at.nodeType === node.nodeType && at.localName === node.localName && !at.id;
  return alike ? at : null;
}

function move(parent, child, before) {
  // moveBefore keeps focus, frames and animations; where it is missing they start anew.
  if (parent.moveBefore && child.isConnected) parent.moveBefore(child, before);
  else parent.insertBefore(child, before);
}

// Set by the person or by htmx, not by the server.
const OWN = { a: ["aria-current", "data-wanted"], li: ["tabindex"], "mail-frame": ["loaded"], "relative-time": ["title", "class", "style"], "undo-bar": ["over"], details: ["open"], dialog: ["open"], input: ["value", "checked"], option: ["selected"] };

// Whether any is another now.
function morphAttributes(old, wanted) {
  const own = OWN[old.localName] ?? [];
  let changed = false;
  for (const { name, value } of wanted.attributes)
    if (!own.includes(name) && old.getAttribute(name) !== value) (changed = true), old.setAttribute(name, value);
  for (const { name } of [...old.attributes])
    if (!wanted.hasAttribute(name) && !own.includes(name)) (changed = true), old.removeAttribute(name);
  return changed;
}

// Where a person has chosen, by form and name, and when: there the choice is theirs until it was
// used. What they choose while it is on its way is for what they say next.
const chosen = new WeakMap();
const sentAt = new WeakMap();
document.addEventListener("change", ({ target: { type, form, name } }) => {
  if (type === "radio" && form) chosen.set(form, (chosen.get(form) ?? new Map()).set(name, performance.now()));
});
document.addEventListener("htmx:beforeRequest", ({ detail: { elt, requestConfig } }) => {
  if (requestConfig.verb !== "get" && elt.matches("form")) sentAt.set(elt, performance.now());
});
document.addEventListener("said", ({ target }) => {
  const form = target.closest("form");
  for (const [name, at] of chosen.get(form) ?? []) if (at <= (sentAt.get(form) ?? at)) chosen.get(form).delete(name);
});

// Until then it follows the server.
function morphChoice(old, wanted) {
  if (wanted.defaultChecked && old.form && !chosen.get(old.form)?.has(old.name)) old.checked = true;
}

function morphWords(old, wanted) {
  const untouched = old.value === old.defaultValue && old !== document.activeElement;
  old.defaultValue = wanted.defaultValue;
  if (untouched) old.value = wanted.defaultValue;
}
