// <mail-frame src="/entries/ID/html" title="..."> shows foreign HTML in a sandboxed frame as
// tall as its content. The sandbox never holds allow-scripts: with allow-same-origin alone
// nothing inside can run, and this page can measure it. What stands inside the element (the
// mail as plain text) shows until the frame has loaded.

const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const TALLEST = 20000;

const near = new IntersectionObserver(
  (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && target.load()),
  { rootMargin: "600px" },
);

customElements.define(
  "mail-frame",
  class extends HTMLElement {
    connectedCallback() {
      // Its children are its own affair once the frame stands.
      this.dataset.keepChildren = "";
      near.observe(this);
    }

    disconnectedCallback() {
      near.unobserve(this);
      this.sizes?.disconnect();
    }

    load() {
      near.unobserve(this);
      if (this.querySelector("iframe")) return;
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", SANDBOX);
      frame.referrerPolicy = "no-referrer";
      frame.title = this.title;
      frame.addEventListener("load", () => this.#loaded(frame));
      frame.src = this.getAttribute("src");
      this.append(frame);
    }

    #loaded(frame) {
      const inside = frame.contentDocument;
      if (!inside?.body) return;
      const measure = () => {
        frame.style.blockSize = `${Math.min(inside.documentElement.scrollHeight, TALLEST)}px`;
      };
      measure();
      this.setAttribute("loaded", "");
      this.sizes = new ResizeObserver(measure);
      this.sizes.observe(inside.body);
    }
  },
);
