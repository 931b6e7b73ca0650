// What fails says so where it was tried. A refusal (4xx, a fragment with a sentence) goes into
// the nearest [data-refusal]; a broken line or a fault (5xx) shows the page's own words there,
// and offers to try again. Live regions try again by themselves and stay quiet.

const slot = (from) =>
  from.closest("form, section, [data-column]")?.querySelector("[data-refusal]") ??
  document.getElementById("refusal");

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
