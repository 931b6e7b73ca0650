// Sounds, each heard in one tab of this browser: [frequency, beginning, length] in Hz and seconds.

const TONES = {
  ring: [
    [660, 0, 0.16],
    [880, 0.2, 0.28],
  ],
  message: [[520, 0, 0.14]],
};

const HEARD = "heard";
const MOST = 100;

// `name`: what it is heard for, once, however late another tab comes to it.
export function sound(name, kind) {
  const once = () => {
    const heard = JSON.parse(localStorage.getItem(HEARD) ?? "[]");
    if (heard.includes(name)) return;
    localStorage.setItem(HEARD, JSON.stringify([...heard, name].slice(-MOST)));
    play(TONES[kind]);
  };
  // where a page is reached by plain http there are no locks: two tabs may take the same moment
  if (navigator.locks) navigator.locks.request("sounds", once);
  else once();
}

function play(tones) {
  const audio = new AudioContext();
  const volume = new GainNode(audio, { gain: 0.08 });
  volume.connect(audio.destination);
  for (const [frequency, beginning, length] of tones) {
    const tone = new OscillatorNode(audio, { frequency });
    tone.connect(volume);
    tone.start(audio.currentTime + beginning);
    tone.stop(audio.currentTime + beginning + length);
  }
  setTimeout(() => audio.close(), 1500);
}
