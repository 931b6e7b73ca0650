// Where the visitor writes: Enter sends, Shift+Enter begins a line. Before the first word it asks
// what the shop wants to know.

const words = document.body.dataset;
const FIELD = "label:not([hidden]) :is(input, select)";

export class Composer {
  // (text, answers, files); whether something stands there; what is wrong with it, or "".
  onsay = () => {};
  onwrite = () => {};
  ontrouble = () => {};
  #form = document.getElementById("composer");
  #text = document.getElementById("words");
  #files = document.getElementById("files");
  #photo = document.getElementById("photo");
  #tray = document.getElementById("tray");
  #told = document.getElementById("told");
  #before = document.getElementById("before");
  #held = [];

  constructor() {
    this.#form.addEventListener("submit", (event) => this.#submit(event));
    this.#text.addEventListener("keydown", (event) => this.#key(event));
    this.#text.addEventListener("input", () => this.onwrite(Boolean(this.#text.value)));
    document.getElementById("attach").addEventListener("click", () => this.#files.click());
    this.#files.addEventListener("change", () => this.#hold([...this.#files.files]));
    this.#form.addEventListener("paste", (event) => this.#pasted(event));
    // chosen before this was there
    if (this.#files.files.length) this.#hold([...this.#files.files]);
  }

  // Whether there is still something to ask; of whom the shop has named it asks less.
  ask(asks, isSigned) {
    for (const field of this.#before.querySelectorAll("[data-guest]")) field.hidden = isSigned;
    this.#before.hidden = !asks || !this.#fields.length;
  }

  focus() {
    (this.#before.hidden ? this.#text : this.#fields[0]).focus();
  }

  get #fields() {
    return [...this.#before.querySelectorAll(FIELD)];
  }

  #key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.#form.requestSubmit();
  }

  #pasted(event) {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    this.#hold([...files]);
  }

  #hold(files) {
    this.#held.push(...files);
    this.#files.value = "";
    this.#show();
    if (files.length === 1) this.#tell(words.attached, files[0].name);
    else if (files.length) this.#tell(words.attachedMany, files.length);
  }

  // To ears: eyes see the tray.
  #tell(sentence, of = "") {
    this.#told.textContent = sentence.replace("%s", () => of);
  }

  #show() {
    this.#tray.hidden = !this.#held.length;
    this.#tray.replaceChildren(...this.#held.map((file) => this.#row(file)));
    this.ontrouble(this.#fits(this.#held) ? "" : words.tooMuch);
  }

  #row(file) {
    const made = document.createElement("li");
    const remove = document.createElement("button");
    remove.type = "button";
    remove.textContent = "×";
    remove.setAttribute("aria-label", `${words.drop}: ${file.name}`);
    remove.addEventListener("click", () => {
      this.#held = this.#held.filter((one) => one !== file);
      this.#show();
      this.#text.focus();
      this.#tell(words.takenOut, file.name);
    });
    made.append(file.name, remove);
    return made;
  }

  #submit(event) {
    event.preventDefault();
    const asked = this.#before.hidden ? [] : this.#fields;
    const wrong = asked.find((field) => !field.checkValidity());
    if (wrong) return void wrong.reportValidity();
    const files = [...this.#held, ...(asked.includes(this.#photo) ? this.#photo.files : [])];
    const text = this.#text.value.trim();
    if (!this.#fits(files)) return void this.ontrouble(words.tooMuch);
    if (!text && !files.length) return void this.#text.focus();
    this.onsay(text, answers(asked), files);
    this.#form.reset();
    this.#held = [];
    this.#show();
    this.#tell("");
    this.#text.focus();
  }

  #fits(files) {
    return files.reduce((sum, file) => sum + file.size, 0) <= Number(words.most);
  }
}

function answers(fields) {
  const given = fields.map(({ name, value }) => [name, value.trim()]);
  return Object.fromEntries(given.filter(([name, value]) => name && value));
}
