// One message on screen. Words are only ever text: nothing that anybody wrote becomes HTML.

const words = document.body.dataset;

export function row({ id }) {
  const made = document.createElement("li");
  made.dataset.id = id;
  return made;
}

// Fill `into` with a message; `acts`: what can be done about one that was refused.
export function bubble(into, one, acts) {
  into.className = [one.mine ? "mine" : "ours", one.removed ? "removed" : "", one.state ?? ""].join(" ");
  const who = one.mine ? element("span", "for-ears", words.me) : element("span", "name", one.name);
  const text = one.removed ? words.removed : one.text;
  into.replaceChildren(who, ...(text ? [element("div", "bubble", text)] : []));
  if (one.files.length) into.append(files(one.files));
  into.append(below(one, acts));
}

function below(one, acts) {
  const said = element("span", "when");
  if (one.state === "refused") {
    said.append(`${words.refused}. ${one.why} `, button(words.again, acts.again), button(words.drop, acts.drop));
  } else if (one.state === "waiting") said.append(words.waiting);
  else said.append(time(one.at), one.mine ? ` · ${words.sent}` : "");
  return said;
}

function button(said, act) {
  const made = element("button", "", said);
  made.type = "button";
  made.addEventListener("click", act);
  return made;
}

function time(at) {
  const made = document.createElement("time");
  const then = new Date(at);
  const { lang } = document.documentElement;
  const isToday = then.toDateString() === new Date().toDateString();
  const day = isToday ? {} : { day: "numeric", month: "short" };
  made.dateTime = at;
  made.title = then.toLocaleString(lang);
  made.textContent = then.toLocaleString(lang, { ...day, hour: "2-digit", minute: "2-digit" });
  return made;
}

function files(some) {
  const list = element("div", "files");
  list.append(...some.map((one) => (one.path ? link(one) : element("span", "size", one.name))));
  return list;
}

function link({ name, size, picture, path }) {
  const made = document.createElement("a");
  made.href = path;
  made.target = "_blank";
  made.rel = "noopener";
  if (picture) {
    const shown = document.createElement("img");
    shown.src = path;
    shown.alt = name || words.picture;
    made.append(shown);
  } else {
    made.className = "file";
    made.append(element("span", "", name), element("span", "size", spelled(size)));
  }
  return made;
}

function element(name, kind, text = "") {
  const made = document.createElement(name);
  made.className = kind;
  if (text) made.dir = "auto";
  made.textContent = text;
  return made;
}

const spelled = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
