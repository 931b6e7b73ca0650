"""A connection to an address that was checked, and for no longer than it may take."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Sequence

from django.utils.translation import gettext as _

from lifelong.lib.http.network import TooSlow


class Connection(http.client.HTTPConnection):
    """To one of the addresses that were checked, and cut when time is up."""

    def __init__(
        self, host: str, port: int | None, addresses: Sequence[str], deadline: float
    ) -> None:
        super().__init__(host, port)
        self.addresses = addresses
        self.deadline = deadline
        self.alarm: threading.Timer | None = None

    def connect(self) -> None:
        self.sock = self.to_first_that_answers()
        # a timeout of the socket starts anew with every byte; this one does not
        line = self.sock.dup()
        self.alarm = threading.Timer(self.left, _cut, [line])
        self.alarm.daemon = True
        self.alarm.start()
        self.line = line

    def to_first_that_answers(self) -> socket.socket:
        for address in self.addresses:
            try:
                return socket.create_connection((address, self.port), timeout=self.left)
            except OSError as error:
                failure = error
        raise failure

    @property
    def left(self) -> float:
        """Seconds, never zero: that would mean without blocking."""
        return max(0.001, self.deadline - time.monotonic())

    def raise_if_late(self) -> None:
        if time.monotonic() >= self.deadline:
            raise TooSlow(_("%s took too long to answer.") % self.host)

    def close(self) -> None:
        super().close()
        if self.alarm:
            self.alarm.cancel()
            self.line.close()
            self.alarm = None


class SecureConnection(Connection):
    default_port = 443

    def connect(self) -> None:
        super().connect()
        secure = ssl.create_default_context()
        self.sock = secure.wrap_socket(self.sock, server_hostname=self.host)


def _cut(line: socket.socket) -> None:
    try:
        line.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it had ended by itself
