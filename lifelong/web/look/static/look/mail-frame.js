// <mail-frame src="/entries/ID/html" title="..." data-pictures="Pictures not loaded: %s"
//             data-load="Load pictures">
// shows foreign HTML in a sandboxed frame as tall as its content, once it comes near the screen: in
// a closed <details> never. The sandbox never holds allow-scripts: with allow-same-origin alone
// nothing inside can run, and this page can measure it. What stands inside the element shows until
// the frame has loaded. The document says in <body data-pictures="3"> how many it left out;
// ?pictures=1 brings them.

const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const TALLEST = 20000;

const near = new IntersectionObserver(
  (seen) => seen.forEach(({ isIntersecting, target }) => isIntersecting && target.load()),
  { rootMargin: "600px" },
);

customElements.define(
  "mail-frame",
  class extends HTMLElement {
    // Its children are its own affair once the frame stands.
    keepsChildren = true;

    connectedCallback() {
      near.observe(this);
    }

    disconnectedCallback() {
      near.unobserve(this);
      this.sizes?.disconnect();
    }

    load(query = "") {
      near.unobserve(this);
      const old = this.querySelector("iframe");
      if (old && !query) return;
      const frame = document.createElement("iframe");
      frame.setAttribute("sandbox", SANDBOX);
      frame.referrerPolicy = "no-referrer";
      frame.title = this.title;
      frame.addEventListener("load", () => this.#loaded(frame));
      frame.src = this.getAttribute("src") + query;
      if (old) old.replaceWith(frame);
      else this.append(frame);
    }

    #loaded(frame) {
      const inside = frame.contentDocument;
      if (!inside?.body) return;
      const measure = () => {
        frame.style.blockSize = `${Math.min(inside.documentElement.scrollHeight, TALLEST)}px`;
      };
      measure();
      this.setAttribute("loaded", "");
      this.sizes?.disconnect();
      this.sizes = new ResizeObserver(measure);
      this.sizes.observe(inside.body);
      this.#offerPictures(inside.body.dataset.pictures);
    }

    #offerPictures(count) {
      this.querySelector(".pictures")?.remove();
      if (!count || !this.dataset.load) return;
      const offer = document.createElement("p");
      offer.className = "pictures";
      const load = document.createElement("button");
      load.type = "button";
      load.className = "button quiet";
      load.textContent = this.dataset.load;
      load.addEventListener("click", () => this.load("?pictures=1"));
      offer.append(this.dataset.pictures.replace("%s", count), " ", load);
      this.prepend(offer);
    }
  },
);
