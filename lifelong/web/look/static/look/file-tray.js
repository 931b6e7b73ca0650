// <file-tray most="20971520" data-remove="Remove" data-too-much="..."> around an
// <input type=file multiple> and a list [data-files]: files come by the form's button
// [data-attach], dropped on the form or pasted there; each shows its name and size and can be taken
// out, and how much of it has left while the form is on its way. What fails keeps them. When the
// form's words were said the tray is empty. Files of words that were taken back
// ([{ id, name, size }], in data-again or told by "draft:files") are with the server: they go along
// by their ids, as `again`.
//
// What becomes of them is said to ears in [data-told]: data-attached, data-taken-out ("%s" is the
// name), data-attached-many ("%s": how many), data-leaving, and data-kept where that failed.

const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

customElements.define(
  "file-tray",
  class extends HTMLElement {
    connectedCallback() {
      this.input = this.querySelector("input[type=file]");
      this.list = this.querySelector("[data-files]");
      this.told = this.querySelector("[data-told]");
      this.files = [];
      this.again = JSON.parse(this.dataset.again ?? "[]");
      this.away = new AbortController();
      const { signal } = this.away;
      const hear = (from, name, act) => from.addEventListener(name, act, { signal });
      hear(this.input, "change", () => this.#add(this.input.files));
      const form = this.closest("form");
      hear(form, "click", ({ target }) => target.closest("[data-attach]") && this.input.click());
      hear(form, "dragover", (event) => this.#over(event));
      hear(form, "dragleave", () => form.classList.remove("takes"));
      hear(form, "drop", (event) => this.#dropped(event));
      hear(form, "paste", (event) => this.#pasted(event));
      hear(form, "said", () => this.#said());
      hear(form, "htmx:xhr:progress", ({ detail }) => this.#leaving(detail));
      hear(form, "htmx:afterRequest", ({ detail }) => this.#still(detail));
      hear(form, "draft:files", ({ detail }) => this.#restored(detail));
      this.#hold(this.files, this.again);
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
      this.#tellOf([...files]);
    }

    #restored(again) {
      this.#hold(this.files, again);
      this.#tellOf(again);
    }

    #said() {
      this.#hold([], []);
      this.#tell("");
    }

    #tellOf(files) {
      if (files.length === 1) this.#tell("attached", files[0].name);
      else if (files.length) this.#tell("attachedMany", files.length);
    }

    #tell(what, of = "") {
      this.told.textContent = (this.dataset[what] ?? "").replace("%s", () => of);
    }

    #hold(files, again = this.again) {
      this.files = files;
      this.again = again;
      const held = new DataTransfer();
      files.forEach((file) => held.items.add(file));
      this.input.files = held.files;
      const rows = [
        ...again.map((file) => this.#rowOf(file, going(file))),
        ...files.map((file) => this.#rowOf(file)),
      ];
      this.list.replaceChildren(...rows, ...this.#warning());
    }

    #rowOf(file, ...besides) {
      const row = document.createElement("li");
      row.className = "file";
      const remove = document.createElement("button");
      remove.type = "button";
      remove.textContent = "×";
      remove.setAttribute("aria-label", `${this.dataset.remove}: ${file.name}`);
      remove.addEventListener("click", () => this.#takeOut(file, row));
      row.append(words("clip", file.name), words("size", size(file.size)), remove, ...besides);
      return row;
    }

    // Whoever goes on by keys stands on the next one, or where files come from.
    #takeOut(file, row) {
      const at = [...this.list.children].indexOf(row);
      this.#hold(without(this.files, file), without(this.again, file));
      const left = this.list.querySelectorAll(".file button");
      (left[at] ?? left[at - 1] ?? this.closest("form").querySelector("[data-attach]")).focus();
      this.#tell("takenOut", file.name);
    }

    // Files leave one after the other, behind the words.
    #leaving({ loaded, total }) {
      const whole = this.files.reduce((sum, file) => sum + file.size, 0);
      // that is the answer, coming in
      if (!whole || total < whole) return;
      if (!this.list.querySelector("progress")) this.#tell("leaving");
      let left = loaded - (total - whole);
      const rows = [...this.list.querySelectorAll(".file")].slice(this.again.length);
      this.files.forEach(({ size, name }, at) => {
        const bar = rows[at].querySelector("progress") ?? document.createElement("progress");
        bar.max = Math.max(1, size);
        bar.value = Math.min(Math.max(0, left), size);
        bar.setAttribute("aria-label", name);
        if (!bar.isConnected) rows[at].append(bar);
        left -= size;
      });
    }

    #still({ successful, requestConfig }) {
      const left = requestConfig.verb === "post" && !successful && this.files.length;
      this.list.querySelectorAll("progress").forEach((bar) => bar.remove());
      if (left) this.#tell("kept");
    }

    #warning() {
      const whole = [...this.again, ...this.files].reduce((sum, file) => sum + file.size, 0);
      if (whole <= Number(this.getAttribute("most") ?? Infinity)) return [];
      const said = document.createElement("li");
      said.className = "refusal";
      said.setAttribute("role", "alert");
      said.textContent = this.dataset.tooMuch;
      return [said];
    }
  },
);

const without = (files, file) => files.filter((one) => one !== file);

function going({ id }) {
  const field = document.createElement("input");
  [field.type, field.name, field.value] = ["hidden", "again", id];
  return field;
}

function words(kind, text) {
  const said = document.createElement("span");
  said.className = kind;
  said.dir = "auto";
  said.textContent = text;
  return said;
}
