// What fails says so where it was tried. A refusal (4xx, a fragment with a sentence) goes into
// the nearest [data-refusal]; a broken line or a fault (5xx) shows the page's own words there,
// and offers to try again. Live regions try again by themselves and stay quiet.

const AROUND = "form, section, [data-column]";

// The nearest that stands around `from` itself, not within something else there.
function slot(from) {
  for (let around = from.closest(AROUND); around; around = around.parentElement?.closest(AROUND)) {
    const slots = [...around.querySelectorAll("[data-refusal]")];
    const own = slots.find((one) => one.closest(AROUND) === around);
    if (own) return own;
  }
  return document.getElementById("refusal");
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, elt, requestConfig } = event.detail;
  if (!refused(xhr) || elt.matches("live-region")) return;
  event.detail.shouldSwap = true;
  if (xhr.getResponseHeader("HX-Retarget")) return;
  event.detail.target = slot(requestConfig.elt ?? elt) ?? event.detail.target;
  event.detail.swapOverride = "innerHTML";
});

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!detail.elt.matches("live-region")) slot(detail.elt)?.replaceChildren();
});

// What did not work is old news as soon as something does; outside of forms, where words are kept,
// as soon as the line is back.
const forget = (places) => {
  for (const place of places) if (place.querySelector("[data-again]")) place.replaceChildren();
};
document.addEventListener("htmx:afterRequest", ({ detail: { elt, successful } }) => {
  if (successful && !elt.matches("live-region"))
    forget([slot(elt), document.getElementById("refusal")].filter(Boolean));
});
document.addEventListener("live:state", ({ detail: { state } }) => {
  if (state === "open") forget([...document.querySelectorAll("[data-refusal]")].filter((one) => !one.closest("form")));
});

const refused = (xhr) => xhr?.status >= 400 && xhr.status < 500 && xhr.responseText;

function broke({ detail: { elt, xhr } }) {
  if (refused(xhr)) return;
  const place = slot(elt);
  const words = document.getElementById("failure-words");
  if (elt.matches("live-region") || !place || !words) return;
  place.replaceChildren(words.content.cloneNode(true));
  place.querySelector("[data-again]")?.addEventListener("click", () => {
    if (elt.matches("form")) elt.requestSubmit();
    else elt.click();
  });
}

for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"])
  document.addEventListener(name, broke);
