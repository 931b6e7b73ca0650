// Whose words are whose in a browser that several people share.

export const GUEST = "guest";

// A name for whom the page's identity means, the same from token to token. It is only claimed
// until the server has looked at the signature, so it says whom words belong to and opens nothing.
export function ownerOf(identity) {
  if (!identity) return GUEST;
  const { sub, store_id, email } = claims(identity);
  const store = sub || store_id;
  return store ? `store:${store}` : `email:${String(email ?? "").toLowerCase()}`;
}

function claims(identity) {
  try {
    const text = atob(identity.split(".")[1].replace(/-/g, "+").replace(/_/g, "/"));
    return JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (one) => one.charCodeAt(0)))) ?? {};
  } catch {
    return {}; // The server will say that it shows nothing.
  }
}
