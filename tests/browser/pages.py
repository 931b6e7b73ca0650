"""A shop's own page, on another site than ours, with the widget's tag on it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PAGE = """<!doctype html><html lang="en" dir="%s"><head><title>A shop</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,">
</head><body><h1>Tents</h1><p>All kinds of tents.</p>
<script async src="%s"%s></script></body></html>"""


@dataclass
class Site:
    """`path` to HTML; everything else is a page with the widget of `source`."""

    port: int
    source: str
    identity: str = ""
    direction: str = "ltr"
    pages: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        # another site than 127.0.0.1, where the installation is
        return f"http://localhost:{self.port}/"

    def html(self, path: str) -> str:
        signed = f' data-identity="{self.identity}"' if self.identity else ""
        return self.pages.get(path, PAGE % (self.direction, self.source, signed))


@contextmanager
def serving_page(source: str) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = site.html(urlsplit(self.path).path).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_words: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site = Site(server.server_port, source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
