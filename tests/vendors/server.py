"""One small web server for a vendor: routes, and what goes wrong with the next requests."""

import json
import socket
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes

    @property
    def form(self) -> list[tuple[str, str]]:
        return parse_qsl(self.body.decode(), keep_blank_values=True)


@dataclass(frozen=True)
class Says:
    """An answer. `content` may be bytes, or a value for JSON."""

    status: int
    content: Any = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request: `before` it is heeded, or `after`.

    A fault before answers in the vendor's stead; one after has the vendor do what was asked, and
    spoils the answer.
    """

    before: Says | None = None
    #: seconds that pass before anything is said
    slow: float = 0.0
    #: seconds that pass when the vendor has done it, before it says so
    tardy: float = 0.0
    #: the vendor has done it, and the line goes dead
    dies_after: bool = False
    #: the vendor has done it, and says this instead
    after: Says | None = None


SLOW = Fault(slow=1.0)
ACCEPTS_AND_DIES = Fault(dies_after=True)
ACCEPTS_AND_STUMBLES = Fault(after=Says(503, {"message": "upstream went away"}))
DIES = Fault(before=Says(0))


def busy(seconds: int) -> Fault:
    says = Says(429, {"code": 20429, "message": "Too Many Requests"}, {"Retry-After": str(seconds)})
    return Fault(before=says)


Answer = Callable[[Asked], Says]


class Vendor:
    """Listens on a port of its own; a subclass answers.

    Whose path begins with what `faults` names is met by the faults there, one a request.
    """

    def __init__(self, port: int = 0) -> None:
        self.asked: list[Asked] = []
        self._faults: deque[tuple[str, str, Fault]] = deque()
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", port), _handler_for(self))
        self.port: int = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def answer(self, asked: Asked) -> Says:
        raise NotImplementedError

    def fail_next(self, *faults: Fault, method: str = "POST", about: str = "") -> None:
        """These go wrong, each with the next request of this method that names `about`."""
        with self._lock:
            self._faults.extend((method, about, one) for one in faults)

    def take_fault(self, asked: Asked) -> Fault:
        with self._lock:
            for place, (method, about, fault) in enumerate(self._faults):
                if method == asked.method and about.encode() in asked.body:
                    del self._faults[place]
                    return fault
        return Fault()

    def start(self) -> None:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def standing(vendor: "Vendor") -> Iterator[None]:
    """From now on it answers; until the end."""
    vendor.start()
    try:
        yield
    finally:
        vendor.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


def _handler_for(vendor: Vendor) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def log_message(self, *_args: object) -> None:
            pass

        def _serve(self) -> None:
            asked = self._read()
            vendor.asked.append(asked)
            fault = vendor.take_fault(asked)
            time.sleep(fault.slow)
            if fault.before is not None:
                return self._say(fault.before)
            says = vendor.answer(asked)
            time.sleep(fault.tardy)
            if fault.dies_after:
                return self._hang_up()
            return self._say(fault.after or says)

        def _read(self) -> Asked:
            target = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            return Asked(
                method=self.command,
                path=target.path,
                query=dict(parse_qsl(target.query, keep_blank_values=True)),
                headers={name.lower(): value for name, value in self.headers.items()},
                body=self.rfile.read(length),
            )

        def _say(self, says: Says) -> None:
            if not says.status:
                return self._hang_up()
            content = says.content
            if not isinstance(content, bytes):
                content = json.dumps(content).encode()
            headers = {"Content-Type": "application/json", **says.headers}
            try:
                self.send_response(says.status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            except OSError:
                self.close_connection = True  # whoever asked has given up
            return None

        def _hang_up(self) -> None:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    return Handler
