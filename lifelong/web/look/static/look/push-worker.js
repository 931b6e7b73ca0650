// The service worker: shows what is pushed, { title, body, path, about, language }, unless a screen
// of ours has the focus and says it itself; a click leads there. It stands between no page and its
// server.

const windows = () => self.clients.matchAll({ type: "window", includeUncontrolled: true });

self.addEventListener("push", (event) => event.waitUntil(show(event.data.json())));

async function show({ title, body, path, about, language }) {
  if ((await windows()).some((one) => one.focused && one.visibilityState === "visible")) return;
  const icon = new URL("mark.svg", self.location).href;
  await self.registration.showNotification(title, { body, lang: language, tag: about, renotify: true, icon, data: { path } });
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});

// To the desk that was looked at last, which opens them beside its list; any other page may hold
// what somebody types. A window's address is the one with which it began, wherever it is by now.
async function open(path) {
  const desk = (await windows()).find((one) => /^\/($|people\/)/.test(new URL(one.url).pathname));
  if (!desk) return self.clients.openWindow(path);
  await desk.focus();
  desk.postMessage({ lead: path });
}

// The browser has another address for us; the next page that is opened tells it to the server.
self.addEventListener("pushsubscriptionchange", (event) => {
  const options = event.oldSubscription?.options;
  if (options) event.waitUntil(self.registration.pushManager.subscribe(options));
});
