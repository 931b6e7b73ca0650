// Who shows by a movement, a touch or a key that they look at the page has answered by the tap that
// led here. Machines that open links before people do, with scripts or without, show no such sign;
// for whoever gives none the button stays.
const SIGNS = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"];

const answer = (sign) => {
  if (!sign.isTrusted) return;
  for (const one of SIGNS) document.removeEventListener(one, answer);
  document.querySelector("form")?.requestSubmit();
};

for (const one of SIGNS) document.addEventListener(one, answer, { passive: true });
