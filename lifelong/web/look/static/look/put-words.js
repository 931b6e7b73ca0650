// In place of what is selected, so that the browser can undo it and everybody hears of it.
export function put(words, text) {
  words.focus();
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  words.setRangeText(text, words.selectionStart, words.selectionEnd, "end");
  words.dispatchEvent(new Event("input", { bubbles: true }));
}
