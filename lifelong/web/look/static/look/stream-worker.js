// A SharedWorker: all tabs of this browser share its one stream and hear it by BroadcastChannel.

import { Source } from "./source.js";

const tabs = new BroadcastChannel("live");
const source = new Source((said) => tabs.postMessage(said));

self.addEventListener("connect", (event) => {
  const port = event.ports[0];
  port.onmessage = ({ data }) => {
    if (!data.hello) return source.nudge();
    source.hello(data.hello);
    // To itself as well: a tab that has just begun to hear may miss what is said to all.
    port.postMessage(source.standing);
  };
});
