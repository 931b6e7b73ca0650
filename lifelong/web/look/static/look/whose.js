// Headers that say whose page this is and that it is ours. Somebody may have signed in anew in
// another tab since it was drawn: the token is the browser's newest, and another person's session
// is refused by the server.

export function whose() {
  const drawn = document.querySelector("meta[name=live]")?.dataset;
  const newest = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  return { "X-CSRFToken": newest ?? drawn?.csrf ?? "", ...(drawn && { "Lifelong-Agent": drawn.agent }) };
}
