// <line-chart library=".../uPlot.iife.min.js" sheet=".../uPlot.min.css" currency="EUR"> around a
// table: draws what the table says, above it. Each row has <time datetime> and cells with
// data-value: the estimate, at least, at most; empty where nothing is known. Shares are drawn as
// points, in the words of `points`; with `currency` the values are amounts. Without the library the table stands alone.

const language = document.documentElement.lang || "en";
const dark = matchMedia("(prefers-color-scheme: dark)");
let loading;

function load(library, sheet) {
  loading ??= new Promise((done, failed) => {
    const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: sheet });
    const script = Object.assign(document.createElement("script"), { src: library, onload: done, onerror: failed });
    document.head.append(link, script);
  });
  return loading;
}

const number = (cell) => (cell.dataset.value === "" ? null : Number(cell.dataset.value));

class LineChart extends HTMLElement {
  #plot;
  #sizes;

  async connectedCallback() {
    try {
      await load(this.getAttribute("library"), this.getAttribute("sheet"));
    } catch {
      return;
    }
    if (!this.isConnected || this.#plot) return;
    this.#draw();
    dark.addEventListener("change", this.#redraw);
    this.#sizes = new ResizeObserver(() => this.#plot?.setSize(this.#size()));
    this.#sizes.observe(this);
  }

  disconnectedCallback() {
    this.#sizes?.disconnect();
    dark.removeEventListener("change", this.#redraw);
    this.#plot?.destroy();
    this.#plot = undefined;
  }

  // It is painted in the colours of one theme.
  #redraw = () => {
    this.#plot?.destroy();
    this.#draw();
  };

  #size() {
    return { width: this.clientWidth, height: 260 };
  }

  #data() {
    const rows = [...this.querySelectorAll("tbody tr")];
    const days = rows.map((row) => Date.parse(row.querySelector("time").dateTime) / 1000);
    const cells = rows.map((row) => [...row.querySelectorAll("[data-value]")].map(number));
    return [days, ...[0, 1, 2].map((column) => cells.map((one) => one[column])), days.map(() => 0)];
  }

  #draw() {
    const colour = (name) => getComputedStyle(this).getPropertyValue(name).trim();
    const probe = (name) => {
      this.style.color = `var(${name})`;
      const seen = getComputedStyle(this).color;
      this.style.color = "";
      return seen;
    };
    const accent = probe("--accent"), soft = probe("--soft"), line = probe("--line");
    const currency = this.getAttribute("currency");
    const format = currency
      ? new Intl.NumberFormat(language, { style: "currency", currency, signDisplay: "exceptZero" })
      : new Intl.NumberFormat(language, { maximumFractionDigits: 1, signDisplay: "exceptZero" });
    const said = (one) => format.format(currency ? one : one * 100);
    const words = (one) => (currency ? said(one) : this.getAttribute("points").replace("{number}", said(one)));
    const value = (_plot, one) => (one == null ? "–" : words(one));
    // a day is a day of UTC, wherever one looks from
    const day = (how) => new Intl.DateTimeFormat(language, { ...how, timeZone: "UTC" });
    const short = day({ day: "numeric", month: "short" }), long = day({ dateStyle: "medium" });
    const when = (_plot, at) => (at == null ? "–" : long.format(at * 1000));
    const [estimate, least, most] = [...this.querySelectorAll("thead th[data-series]")].map((one) => one.textContent);
    const axis = { stroke: soft, grid: { stroke: line, width: 1 }, ticks: { stroke: line }, font: `12px ${colour("--face")}` };
    const edge = { stroke: accent, width: 0, points: { show: false }, value };
    const options = {
      ...this.#size(),
      series: [
        { label: this.querySelector("thead th").textContent, value: when },
        { label: estimate, stroke: accent, width: 2, points: { show: false }, value },
        { ...edge, label: least },
        { ...edge, label: most },
        { label: "0", stroke: soft, width: 1, dash: [4, 4], points: { show: false } },
      ],
      bands: [{ series: [3, 2], fill: accent.replace("rgb(", "rgba(").replace(")", ", .15)") }],
      tzDate: (at) => window.uPlot.tzDate(new Date(at * 1000), "Etc/UTC"),
      axes: [{ ...axis, values: (_plot, ticks) => ticks.map((at) => short.format(at * 1000)) }, { ...axis, size: 72, values: (_plot, ticks) => ticks.map(said) }],
      scales: { y: { range: this.#range() } },
      legend: { show: true },
    };
    this.#plot = new window.uPlot(options, this.#data(), this.querySelector("[data-plot]"));
  }

  // The first intervals are so wide that what comes after would be a line at nought.
  #range() {
    const [, , least, most] = this.#data();
    const known = most.map((high, at) => (high == null ? null : high - least[at])).filter((one) => one != null);
    if (!known.length) return undefined;
    const reach = 3 * Math.max(...[known.at(-1) / 2, Math.abs(least.at(-1) ?? 0), Math.abs(most.at(-1) ?? 0)]);
    return [-reach, reach];
  }
}

customElements.define("line-chart", LineChart);
