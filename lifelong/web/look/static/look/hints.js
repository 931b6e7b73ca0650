// What an answer of the server hints at in its headers is told to everybody on the page, also when
// the element that asked is gone by then, with all around it, because the screen was told first: it
// is heard where the answer goes, and not where it was asked for.
//   Lifelong-Changed: conversation/UUID     live:changed with that subject
//   Lifelong-Draft: restored                draft:restored

document.addEventListener("htmx:beforeSwap", ({ detail: { xhr } }) => {
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(name, { detail }));
  const subject = xhr?.getResponseHeader("Lifelong-Changed");
  const draft = xhr?.getResponseHeader("Lifelong-Draft");
  if (subject) tell("live:changed", { subject });
  if (draft) tell(`draft:${draft}`);
});
