"""A page with mails in frames, and everything that would show that one of them acted."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from playwright.sync_api import Browser, Error

from lifelong.lib.html import MAIL_FRAME_CSP, MAIL_FRAME_SANDBOX

_HOOKS = """
for (const name of ['alert', 'confirm', 'prompt', 'print'])
  window[name] = () => { console.log('tripped ' + name); window.top.tripped = true; };
"""
_FINDINGS = """
() => [...document.querySelectorAll('iframe')].flatMap((frame) => {
  const page = frame.contentDocument;
  if (!page) return [`${frame.name}: cannot be measured`];
  const found = (what) => `${frame.name}: ${what}`;
  const acting = 'script,style,svg,math,iframe,frame,object,embed,applet,form,input,button,' +
    'select,textarea,meta,base,link,template,video,audio,source,portal,noscript';
  return [
    ...[...page.body.querySelectorAll(acting)].map((element) => found(element.tagName)),
    ...[...page.body.querySelectorAll('*'), page.body].flatMap((element) =>
      [...Reflect.get(Element.prototype, 'attributes', element)].filter(({name, value}) => {
        const plain = value.replace(/[\\u0000-\\u0020]/g, '').toLowerCase();
        return name.startsWith('on') || (name === 'style' && /url|image|expression/.test(plain))
          || (!['title', 'alt'].includes(name)
            && /^(javascript|vbscript|livescript|data:text|data:image.svg)/.test(plain));
      }).map(({name, value}) => found(`${name}=${value}`))),
    ...(page.head.children.length === 6 ? [] : [found('something in the head')]),
  ];
})
"""


@dataclass
class Seen:
    """What happened. `acts`: scripts that ran; `requests`: addresses asked for unexpectedly."""

    acts: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    findings: list[str] = field(default_factory=list)


@contextmanager
def shop_window() -> Iterator["ShopWindow"]:
    window = ShopWindow()
    thread = threading.Thread(target=window.server.serve_forever, args=[0.05])
    thread.start()
    try:
        yield window
    finally:
        window.server.shutdown()
        thread.join()
        window.server.server_close()


class ShopWindow:
    """Serves one page with a frame for each mail, as the console does."""

    def __init__(self) -> None:
        window = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                window.answer(self)

            def do_POST(self) -> None:
                window.answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.origin = f"http://127.0.0.1:{self.server.server_port}"
        self.pages: dict[str, str] = {}
        self.walls = True
        #: what only the server sees, such as a beacon
        self.unknown: list[str] = []

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        page = self.pages.get(request.path)
        if page is None:
            self.unknown.append(request.path)
        request.send_response(404 if page is None else 200)
        request.send_header("Content-Type", "text/html; charset=utf-8")
        if self.walls and request.path != "/":
            request.send_header("Content-Security-Policy", MAIL_FRAME_CSP)
        body = (page or "").encode("utf-8", "replace")
        request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        request.wfile.write(body)

    def show(
        self, browser: Browser, mails: list[str], *, walls: bool = True, patience: float = 0.2
    ) -> Seen:
        """Load whole documents into frames (inside of `walls` or not) and watch them."""
        seen = Seen()
        sandbox = f'sandbox="{MAIL_FRAME_SANDBOX}"' if walls else ""
        frames = "".join(
            f'<iframe name="mail-{n}" src="/mail/{n}" {sandbox}></iframe>'
            for n in range(len(mails))
        )
        self.walls = walls
        self.unknown = []
        self.pages = {f"/mail/{n}": mail for n, mail in enumerate(mails)}
        self.pages["/"] = f"<!doctype html><link rel=icon href='data:,'><body>{frames}"
        expected = {self.origin + path for path in self.pages} | {"about:blank", "about:srcdoc"}

        context = browser.new_context(service_workers="block")
        context.add_init_script(_HOOKS)
        page = context.new_page()
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: seen.acts.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: seen.acts.append(f"error: {error}"))
        page.on("popup", lambda popup: seen.acts.append(f"popup: {popup.url}"))

        def on_dialog(dialog: Any) -> None:
            seen.acts.append(f"dialog: {dialog.message}")
            dialog.dismiss()

        page.on("dialog", on_dialog)
        try:
            page.goto(self.origin + "/", wait_until="load")
            page.wait_for_timeout(patience * 1000)
            if page.evaluate("() => window.tripped"):
                seen.acts.append("window.tripped")
            seen.findings = page.evaluate(_FINDINGS)
        except Error as led_away:
            seen.acts.append(str(led_away))
        if page.url != self.origin + "/":
            seen.acts.append(f"went to {page.url}")
        seen.requests = [url for url in asked if url.split("#")[0] not in expected]
        seen.requests += self.unknown
        context.close()
        return seen
