// What each request of a page says: whose page this is, and that it is ours. Somebody may have
// signed in anew in another tab since it was drawn: the token is the browser's newest, and another
// person's session is refused by the server.

const drawn = () => document.querySelector("meta[name=live]")?.dataset;

// The agent for whom this page was drawn, if for one.
export const drawnFor = () => drawn()?.agent;

export function whose() {
  const newest = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
  const agent = drawnFor();
  return { "X-CSRFToken": newest ?? drawn()?.csrf ?? "", ...(agent && { "Lifelong-Agent": agent }) };
}

// fetch, saying so. Where nobody is signed in any more "signed-out" is dispatched on the document.
export async function ask(url, { headers, ...options } = {}) {
  const answer = await fetch(url, { ...options, headers: { ...headers, ...whose() } });
  if (answer.status === 401) document.dispatchEvent(new Event("signed-out"));
  return answer;
}
