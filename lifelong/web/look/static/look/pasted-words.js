// What was copied from a page or a document, as words with the signs of formatting: bold, italic,
// links, lists and quotes stay, all else is plain. "" where nothing of these is in it: then the plain
// words of the clipboard are as good. Parsed apart from the page: nothing in it runs or loads.

const NOTHING = "script,style,template,head,title,noscript,svg,object,iframe,textarea,select,[hidden]";
const PARAGRAPHS = /^(?:P|H[1-6]|TABLE|UL|OL|DL|BLOCKQUOTE|PRE)$/;
const BLOCKS = /^(?:DIV|LI|TR|DT|DD|SECTION|ARTICLE|HEADER|FOOTER|MAIN|ASIDE|FIGURE|ADDRESS|BODY)$/;
const FOLLOWED = /^(?:https?:\/\/|mailto:|tel:)[^\s]+$/i;
const LETTER = /^(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\uffff])[\p{L}\p{N}_]$/u;

export function signed(html) {
  if (!html) return "";
  const page = new DOMParser().parseFromString(html, "text/html");
  const reading = new Reading();
  reading.read(page.body, { bold: false, italic: false, href: "" });
  return reading.signs ? reading.text() : "";
}

class Reading {
  lines = [{ lead: "", runs: [] }];
  signs = false;
  lead = "";

  read(node, style) {
    for (const child of node.childNodes)
      if (child.nodeType === Node.TEXT_NODE) this.#say(child.data, style);
      else if (child.nodeType === Node.ELEMENT_NODE && !child.matches(NOTHING)) this.#open(child, style);
  }

  text() {
    const lines = this.lines.map(({ lead, runs }) => lead + written(runs));
    return lines.map((line) => line.trimEnd()).join("\n").replace(/\n{3,}/g, "\n\n").trim();
  }

  #open(one, style) {
    const name = one.tagName;
    if (name === "BR") return this.#line();
    if (name === "TD" || name === "TH") this.#say(" ", style);
    const quoted = name === "BLOCKQUOTE";
    const block = PARAGRAPHS.test(name) || BLOCKS.test(name);
    const apart = PARAGRAPHS.test(name) && !one.parentElement.closest("ul, ol, blockquote");
    if (block) this.#begin(apart);
    const outer = this.lead;
    if (quoted) this.lead += "> ";
    if (quoted || name === "LI") {
      this.lines.at(-1).lead = quoted ? this.lead : outer + bullet(one);
      this.signs = true;
    }
    this.read(one, styled(one, style));
    this.lead = outer;
    if (!block) return;
    if (!this.#told) this.lines.at(-1).lead = outer;
    this.#begin(apart);
  }

  get #told() {
    return this.lines.at(-1).runs.some(({ text }) => text.trim());
  }

  // A new line, unless this one is new; a paragraph stands apart from what is before it.
  #begin(apart) {
    if (this.#told) this.#line();
    else this.lines.at(-1).runs = [];
    if (apart && this.lines.length > 1 && this.lines.at(-2).runs.length) this.#line();
  }

  #line() {
    this.lines.push({ lead: this.lead, runs: [] });
  }

  #say(raw, style) {
    if (!style.asIs) return this.#words(raw, style);
    for (const [at, line] of raw.split("\n").entries()) {
      if (at) this.#line();
      this.#words(line, style);
    }
  }

  #words(raw, style) {
    const text = raw.replace(/\s+/g, " ");
    const { runs } = this.lines.at(-1);
    if (!runs.length && !text.trim()) return;
    runs.push({ text: runs.length ? text : text.trimStart(), ...style });
    if (text.trim() && (style.bold || style.italic || style.href)) this.signs = true;
  }
}

function bullet(item) {
  const list = item.closest("ul, ol");
  if (list?.tagName !== "OL") return "- ";
  const items = [...list.children].filter((one) => one.tagName === "LI");
  return `${(list.start || 1) + items.indexOf(item)}. `;
}

// Documents say it by a tag, or by a style; some wrap all in a bold that is none.
function styled(one, { bold, italic, href, asIs }) {
  // read as it is written: this page's walls let no style of it be more than words
  const said = (what) => new RegExp(`(?:^|;)\\s*font-${what}:\\s*(\\w+)`, "i").exec(one.getAttribute("style") ?? "")?.[1].toLowerCase();
  const [weight, slant] = [said("weight"), said("style")];
  const name = one.tagName;
  if (/^(?:B|STRONG|TH|H[1-6])$/.test(name)) bold = true;
  if (/^(?:I|EM)$/.test(name)) italic = true;
  if (weight) bold = weight.startsWith("bold") || Number(weight) >= 600;
  if (slant) italic = slant === "italic";
  const address = name === "A" ? one.getAttribute("href")?.trim() : "";
  if (FOLLOWED.test(address ?? "")) href = address.replace(/[()<>"']/g, encoded);
  if (name === "PRE") asIs = true;
  return { bold, italic, href, asIs };
}

const encoded = (letter) => `%${letter.charCodeAt(0).toString(16)}`;

const SIGNS = [
  ["bold", (text) => `**${text}**`],
  ["italic", (text) => `*${text}*`],
  ["href", (text, href) => (text === href ? text : /[[\]]/.test(text) ? `${text} ${href}` : `[${text}](${href})`)],
];

// Signs close to the words they are for, and none where they would be read as words: within one.
function written(runs, [[what, sign], ...inner] = SIGNS) {
  let text = "";
  for (let at = 0; at < runs.length; ) {
    let end = at + 1;
    while (end < runs.length && runs[end][what] === runs[at][what]) end++;
    const part = runs.slice(at, end);
    const said = inner.length ? written(part, inner) : part.map((run) => run.text).join("");
    const [, before, core, behind] = /^(\s*)(.*?)(\s*)$/s.exec(said);
    const next = behind || (runs[end]?.text[0] ?? "");
    const within = what !== "href" && (glued(text + before, core) || glued(core, next));
    text += runs[at][what] && core && !within ? before + sign(core, runs[at].href) + behind : said;
    at = end;
  }
  return text.replace(/ {2,}/g, " ");
}

const glued = (one, other) => LETTER.test(one.at(-1) ?? "") && LETTER.test(other[0] ?? "");
