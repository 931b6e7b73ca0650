// A SharedWorker: all tabs of this browser share its one stream and hear it by BroadcastChannel.

import { Source } from "./source.js";

const tabs = new BroadcastChannel("live");
const source = new Source((said) => tabs.postMessage(said));

self.addEventListener("connect", (event) => {
  event.ports[0].onmessage = ({ data }) => (data.hello ? source.hello(data.hello) : source.nudge());
});
