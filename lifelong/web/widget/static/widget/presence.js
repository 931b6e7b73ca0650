// Who is here: the visitor, as heroes see them, and the hero, as the visitor does.

const STILL_WRITING = 4000;
// Who goes on writing says so before the server takes it for over.
const TELL_AGAIN = 5000;
const words = document.body.dataset;

export class Presence {
  #server;
  #isHere;
  #writing = false;
  #told = 0;
  #still = 0;
  #state = document.getElementById("state");
  #dots = document.getElementById("writing");
  #otherwise = this.#state.textContent;

  // isHere(): the chat is on screen, and heroes know the visitor.
  constructor(server, isHere) {
    this.#server = server;
    this.#isHere = isHere;
  }

  write(writing) {
    clearTimeout(this.#still);
    if (writing) this.#still = setTimeout(() => this.write(false), STILL_WRITING);
    const news = writing !== this.#writing || (writing && performance.now() - this.#told > TELL_AGAIN);
    this.#writing = writing;
    if (news) this.tell();
  }

  async tell() {
    if (!this.#isHere()) return;
    this.#told = performance.now();
    const { heroes } = await this.#server.present(this.#writing);
    if (heroes) this.show(heroes);
  }

  show(heroes) {
    const writer = heroes.find((one) => one.writing);
    const sentence = writer ? words.writing : heroes.length ? words.here : this.#otherwise;
    const said = sentence.replace("%s", (writer ?? heroes[0])?.name ?? "");
    if (this.#state.textContent !== said) this.#state.textContent = said;
    this.#dots.hidden = !writer;
  }
}
