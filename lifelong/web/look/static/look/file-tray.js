// <file-tray most="20971520" data-remove="Remove" data-too-much="..."> around an
// <input type=file multiple> and a list [data-files]: files come by its button, dropped on its form
// or pasted there; each shows its name and size and can be taken out. When the form's words were
// said the tray is empty.

const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

customElements.define(
  "file-tray",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input[type=file]");
      this.list = this.querySelector("[data-files]");
      this.files = [];
      this.away = new AbortController();
      const { signal } = this.away;
      const hear = (from, name, act) => from.addEventListener(name, act, { signal });
      hear(this.input, "change", () => this.#add(this.input.files));
      const form = this.closest("form");
      hear(form, "dragover", (event) => this.#over(event));
      hear(form, "dragleave", () => form.classList.remove("takes"));
      hear(form, "drop", (event) => this.#dropped(event));
      hear(form, "paste", (event) => this.#pasted(event));
      hear(form, "said", () => this.#hold([]));
    }

    disconnectedCallback() {
      this.away.abort();
    }

    #over(event) {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      event.currentTarget.classList.add("takes");
    }

    #dropped(event) {
      event.currentTarget.classList.remove("takes");
      if (!event.dataTransfer.files.length) return;
      event.preventDefault();
      this.#add(event.dataTransfer.files);
    }

    // A copied table comes as words and as a picture: then the words are meant.
    #pasted(event) {
      const { files, types } = event.clipboardData;
      if (!files.length || types.includes("text/plain")) return;
      event.preventDefault();
      this.#add(files);
    }

    #add(files) {
      this.#hold([...this.files, ...files]);
    }

    #hold(files) {
      this.files = files;
      const held = new DataTransfer();
      files.forEach((file) => held.items.add(file));
      this.input.files = held.files;
      this.list.replaceChildren(...files.map((file) => this.#row(file)), ...this.#warning());
    }

    #row(file) {
      const row = document.createElement("li");
      row.className = "file";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", `${this.dataset.remove}: ${file.name}`);
      remove.addEventListener("click", () => this.#hold(this.files.filter((one) => one !== file)));
      row.append(words("clip", file.name), words("size", size(file.size)), remove);
      return row;
    }

    #warning() {
      const whole = this.files.reduce((sum, file) => sum + file.size, 0);
      if (whole <= Number(this.getAttribute("most") ?? Infinity)) return [];
      const said = document.createElement("li");
      said.className = "refusal";
      said.textContent = this.dataset.tooMuch;
      return [said];
    }
  },
);

function words(kind, text) {
  const said = document.createElement("span");
  said.className = kind;
  said.dir = "auto";
  said.textContent = text;
  return said;
}
