// <relative-time datetime="2026-11-22T01:40:00Z"> as people say it, and it keeps ticking.
// as="duration": how long since ("12 min", "3 hr"). The server writes the same words first.
// as="when": to stand in a sentence ("since 16:05"), never in minutes.
// as="due": how long since `since`; from `soon` on how much is left until then, amber; and after it
// how late it is, red. left="{time} left", late="{time} late" and due="Answer due {time}" are the words.
// early="{time}": before `soon` when it is. used="{share} of the target used up": how much of the
// time from `since` is gone, half of it at `soon`, said on hover and drawn as --used.

const html = document.documentElement;
const language = html.lang || "en";
const timeZone = html.dataset.zone || undefined;
const format = (options) => new Intl.DateTimeFormat(language, { timeZone, ...options });
const clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const weekday = format({ weekday: "short" });
const day = format({ day: "numeric", month: "short" });
const longDay = format({ day: "numeric", month: "short", year: "numeric" });
const exact = format({ dateStyle: "full", timeStyle: "long" });
const key = new Intl.DateTimeFormat("en-CA", { timeZone });
const percent = new Intl.NumberFormat(language, { style: "percent" });
const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
// Ten times dearer to make than to use, and a list has a hundred.
const units = new Map(
  ["minute", "hour", "day"].map((unit) => [
    unit,
    new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "short" }),
  ]),
);
const unit = (amount, name) => units.get(name).format(amount);

const MINUTE = 60e3;
const DAY = 24 * 60 * MINUTE;

export function duration(ms) {
  const minutes = Math.floor(ms / MINUTE);
  if (minutes < 1) return relative.format(0, "second");
  if (minutes < 60) return unit(minutes, "minute");
  if (minutes < 48 * 60) return unit(Math.floor(minutes / 60), "hour");
  return unit(Math.floor(minutes / 1440), "day");
}

// Between two moments, where "now" would say nothing.
const span = (ms) => (ms < MINUTE ? `<${unit(1, "minute")}` : duration(ms));

export function ago(then, now) {
  const past = now - then;
  if (past >= 0 && past < MINUTE) return relative.format(0, "second");
  if (past >= 0 && past < 60 * MINUTE) return unit(Math.floor(past / MINUTE), "minute");
  return when(then, now);
}

export function when(then, now) {
  const days = Math.round((Date.parse(key.format(now)) - Date.parse(key.format(then))) / DAY);
  if (days === 0) return clock.format(then);
  if (Math.abs(days) === 1) return `${relative.format(-days, "day")} ${clock.format(then)}`;
  if (days > 0 && days < 7) return `${weekday.format(then)} ${clock.format(then)}`;
  const sameYear = key.format(now).slice(0, 4) === key.format(then).slice(0, 4);
  return (sameYear ? day : longDay).format(then);
}

class RelativeTime extends HTMLElement {
  static observedAttributes = ["datetime", "since", "soon"];
  static all = new Set();
  // What a fragment brings is the server's words of a moment ago.
  keepsChildren = true;

  connectedCallback() {
    RelativeTime.all.add(this);
    this.show(new Date());
  }

  disconnectedCallback() {
    RelativeTime.all.delete(this);
  }

  // Three may change at once, and are one change.
  attributeChangedCallback() {
    if (!this.isConnected || this.#stale) return;
    this.#stale = true;
    queueMicrotask(() => this.show(new Date()));
  }

  #stale = false;

  show(now) {
    this.#stale = false;
    const then = new Date(this.getAttribute("datetime"));
    if (Number.isNaN(then.valueOf())) return;
    const words = this.#words(then, now);
    if (this.textContent !== words) this.textContent = words;
    const said = this.#put("due", exact.format(then)) + this.#used(then, now);
    if (this.title !== said) this.title = said;
  }

  #words(then, now) {
    const as = this.getAttribute("as");
    if (as === "duration") return duration(now - then);
    if (as === "when") return when(then, now);
    if (as !== "due") return ago(then, now);
    const late = now >= then;
    const soon = !late && now >= new Date(this.getAttribute("soon"));
    this.classList.toggle("late", late);
    this.classList.toggle("soon", soon);
    if (late) return this.#put("late", span(now - then));
    if (soon) return this.#put("left", span(then - now));
    if (this.hasAttribute("early")) return this.#put("early", when(then, now));
    return duration(now - new Date(this.getAttribute("since")));
  }

  // Opening hours are in `soon`, which is when half of the target is gone.
  #used(then, now) {
    if (!this.hasAttribute("used")) return "";
    const soon = new Date(this.getAttribute("soon"));
    const since = Math.min(new Date(this.getAttribute("since")), soon);
    const share = now < soon ? (now - since) / (soon - since) / 2 : 0.5 + (now - soon) / (then - soon) / 2;
    this.style.setProperty("--used", Math.min(Math.max(share, 0), 1).toFixed(3));
    return `. ${this.getAttribute("used").replace("{share}", percent.format(Math.max(share, 0)))}`;
  }

  #put(name, words) {
    return this.getAttribute(name)?.replace("{time}", words) ?? words;
  }
}

customElements.define("relative-time", RelativeTime);
const tick = () => RelativeTime.all.forEach((one) => one.show(new Date()));
setInterval(tick, 15e3);
