// Puts a chat on any page: <script async src="https://HOST/widget/KEY.js"></script>
//
// data-identity="JWT" on the tag, or Lifelong.identify(JWT) later, says who is signed in at the
// shop; whom the page does not name is a guest. Lifelong.open() and .close() do what they say.
// The frame is fetched when it is opened first, or at once where a chat goes on.
(() => {
  if (window.Lifelong) return;
  const words = /* words */ {};
  const tag = document.currentScript;
  const home = new URL(tag.src);
  const base = home.href.replace(/\.js([?#].*)?$/, "/");
  const mark = `lifelong ${home.pathname}`;
  let identity = tag.dataset.identity || null;
  let shown = false;
  let frame = null;
  let ready = false;

  const make = (name, attributes, ...inside) => {
    const svg = ["svg", "path"].includes(name) && "http://www.w3.org/2000/svg";
    const made = svg ? document.createElementNS(svg, name) : document.createElement(name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    made.append(...inside);
    return made;
  };
  const kept = (value) => {
    try {
      return value ? localStorage.setItem(mark, value) : localStorage.getItem(mark);
    } catch {
      return null; // A page that keeps nothing has no chat that goes on by itself.
    }
  };

  const path = make("path", { d: "M4 4h16a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H4a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z" });
  const badge = make("span", { class: "badge", hidden: "" });
  const button = make("button", { type: "button", "aria-label": words.open, "aria-expanded": "false" },
    make("svg", { viewBox: "0 0 24 24", width: 28, height: 28, fill: "currentColor", "aria-hidden": "true" }, path), badge);
  const place = make("div", { class: "place", hidden: "" });
  const host = make("lifelong-chat", {});
  const root = host.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    :host{all:initial;position:fixed;z-index:2147483000;inset-block-end:20px;inset-inline-end:20px}
    button{all:initial;box-sizing:border-box;cursor:pointer;position:relative;display:grid;place-items:center;
      inline-size:56px;block-size:56px;border-radius:50%;background:${words.colour};color:${words.ink};
      box-shadow:0 2px 6px #0003,0 8px 24px #0003}
    button:focus-visible{outline:3px solid ${words.ink};box-shadow:0 0 0 6px ${words.colour}}
    .badge{position:absolute;inset-block-start:-4px;inset-inline-end:-4px;min-inline-size:20px;line-height:20px;
      border-radius:10px;background:#b3261e;color:#fff;font:600 12px/20px system-ui,sans-serif;text-align:center}
    [hidden]{display:none!important}
    .place{position:fixed;inset-block-end:88px;inset-inline-end:20px;inline-size:380px;
      block-size:min(620px,100dvh - 108px);border-radius:14px;overflow:hidden;background:#fff;
      box-shadow:0 4px 8px #0002,0 16px 40px #0004}
    iframe{border:0;inline-size:100%;block-size:100%;display:block;color-scheme:auto}
    @media(max-width:480px),(max-height:480px){.place{inset:0;inline-size:100%;block-size:100%;border-radius:0}
      :host([shown]) button{visibility:hidden}}`);
  root.adoptedStyleSheets = [sheet];
  root.append(place, button);

  const tell = (said) => ready && frame.contentWindow.postMessage({ lifelong: said }, home.origin);
  const page = () => tell({ page: { identity, shown } });
  const load = () => {
    if (frame) return;
    const rtl = getComputedStyle(document.documentElement).direction === "rtl";
    frame = make("iframe", { title: words.title, src: rtl ? `${base}?dir=rtl` : base });
    place.append(frame);
  };
  const show = (now) => {
    if (now) load();
    shown = now;
    place.hidden = !now;
    host.toggleAttribute("shown", now);
    button.setAttribute("aria-expanded", now);
    button.setAttribute("aria-label", now ? words.close : words.open);
    page();
    if (now) frame.focus();
    else button.focus();
  };
  const unread = (count) => {
    badge.hidden = !count;
    badge.textContent = count > 9 ? "9+" : count;
    if (!shown) button.setAttribute("aria-label", count ? `${words.open}, ${count} ${words.unread}` : words.open);
  };

  button.addEventListener("click", () => show(!shown));
  addEventListener("message", ({ source, origin, data }) => {
    const said = origin === home.origin && frame && source === frame.contentWindow && data.lifelong;
    if (!said) return;
    if (said.ready) ready = true, page();
    if (said.close) show(false);
    if (said.known) kept("1");
    if ("unread" in said) unread(said.unread);
  });

  window.Lifelong = {
    open: () => show(true),
    close: () => show(false),
    identify(token) {
      identity = token || null;
      page();
    },
  };
  const start = () => {
    document.body.append(host);
    if (kept()) load();
  };
  if (document.body) start();
  else addEventListener("DOMContentLoaded", start);
})();
