// <ring-card left="14.2" lasts="20" named="Ana" sound>: somebody rings. Counts the seconds down in
// .left and <progress>, names them in the tab's title, and with `sound` is heard once, in one tab.
// When its time is over the region around it looks what came of it.

const TICK = 250;
// [frequency, beginning, length] in Hz and seconds
const TONES = [
  [660, 0, 0.16],
  [880, 0.2, 0.28],
];

class RingCard extends HTMLElement {
  static observedAttributes = ["left"];
  static title = "";
  #end = 0;
  #over = false;

  connectedCallback() {
    this.#begin();
    this.timer = setInterval(() => this.#show(), TICK);
    RingCard.title ||= document.title;
    document.title = `● ${this.getAttribute("named")}`;
    if (this.hasAttribute("sound")) alone(this.id, play);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    if (document.querySelector("ring-card")) return;
    if (document.title.startsWith("● ")) document.title = RingCard.title;
    RingCard.title = "";
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#begin();
  }

  #begin() {
    this.#end = performance.now() + Number(this.getAttribute("left")) * 1000;
    this.#over = false;
    this.#show();
  }

  #show() {
    const left = Math.max(0, this.#end - performance.now()) / 1000;
    const words = this.querySelector(".left");
    if (words) words.textContent = `${Math.ceil(left)} s`;
    const bar = this.querySelector("progress");
    if (bar) bar.value = left;
    if (left > 0 || this.#over) return;
    this.#over = true;
    setTimeout(() => this.closest("live-region")?.ask(), 1000);
  }
}

// Of all tabs of this browser only one.
function alone(name, act) {
  navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return;
    act();
    await new Promise((done) => setTimeout(done, 2000));
  });
}

function play() {
  const audio = new AudioContext();
  const volume = new GainNode(audio, { gain: 0.08 });
  volume.connect(audio.destination);
  for (const [frequency, beginning, length] of TONES) {
    const tone = new OscillatorNode(audio, { frequency });
    tone.connect(volume);
    tone.start(audio.currentTime + beginning);
    tone.stop(audio.currentTime + beginning + length);
  }
  setTimeout(() => audio.close(), 1500);
}

customElements.define("ring-card", RingCard);
