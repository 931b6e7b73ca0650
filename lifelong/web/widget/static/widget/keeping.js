// What outlives a page: in the browser's storage where the frame has one, else in memory alone.

const memory = new Map();

function storage(name) {
  try {
    const found = window[name];
    found.setItem("lifelong", "1");
    return found;
  } catch {
    return null; // Some browsers block it in frames of another site.
  }
}

class Kept {
  #name;
  #place;

  constructor(name, place) {
    this.#name = `lifelong ${document.body.dataset.key} ${name}`;
    this.#place = storage(place);
  }

  get value() {
    try {
      const text = this.#place ? this.#place.getItem(this.#name) : memory.get(this.#name);
      return JSON.parse(text ?? "null");
    } catch {
      return null;
    }
  }

  set value(value) {
    const text = JSON.stringify(value);
    memory.set(this.#name, text);
    try {
      if (value === null) this.#place?.removeItem(this.#name);
      else this.#place?.setItem(this.#name, text);
    } catch {
      this.#place = null; // It is full: memory has it.
    }
  }
}

// Of this browser, and of this tab alone.
export const ofBrowser = (name) => new Kept(name, "localStorage");
export const ofTab = (name) => new Kept(name, "sessionStorage");
