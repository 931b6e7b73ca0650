"""One request and its answer: a vendor's interface, or what a stranger's address names."""

import http.client
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin

from django.utils.translation import gettext as _

from lifelong.lib.http.connection import Connection, SecureConnection
from lifelong.lib.http.network import (
    INTERNET,
    Answered,
    Network,
    NotFetched,
    NotReached,
    TooLarge,
    origin_of,
    port_of,
    split,
)

MAX_REDIRECTS = 3
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Fetched:
    """`content_type` in lower case without parameters; `url` where it was found in the end."""

    content: bytes
    content_type: str
    url: str


@dataclass(frozen=True)
class Answer:
    """`headers` by their names in lower case."""

    status: int
    headers: Mapping[str, str]
    content: bytes


#: the largest answer of a vendor's interface that is read
MOST_ANSWER = 5_000_000


def call(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float,
    network: Network | None = None,
) -> Answer:
    """Ask a vendor's interface under an address that an admin has named; under one that anybody
    else has, give the `network` that it may lead into. Redirects are answers.

    `timeout` in seconds is for all of it. Raises `NotReached` when certainly nothing was heard
    of it, another `NotFetched` when it may have been.
    """
    target = split(url)
    network = network or Network(named=frozenset({origin_of(url)}))
    deadline = time.monotonic() + timeout
    with _answer(target, network, deadline, method, body, headers or {}) as answer:
        content = _body(answer, MOST_ANSWER)
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, said, content)


def fetch(
    url: str,
    *,
    limit_bytes: int,
    timeout: float,
    accept: str = "*/*",
    network: Network = INTERNET,
    sign_in: str = "",
) -> Fetched:
    """GET `url`, http or https, without cookies or referrer, over at most MAX_REDIRECTS.

    `timeout` in seconds is for all of it (the look-up of the name is only counted, not cut).
    `sign_in`: the value of an Authorization header, for the first address alone.
    Raises `NotFetched`: AddressRefused, TooLarge, TooSlow, or plain for any other failure.
    """
    deadline = time.monotonic() + timeout
    headers = {"Accept": accept} | ({"Authorization": sign_in} if sign_in else {})
    for _hop in range(MAX_REDIRECTS + 1):
        with _answer(split(url), network, deadline, "GET", None, headers) as answer:
            if answer.status not in _REDIRECTS:
                if answer.status != 200:
                    raise Answered(answer.status)
                content = _body(answer, limit_bytes)
                return Fetched(content, answer.headers.get_content_type(), url)
            url = urljoin(url, answer.getheader("Location") or "")
            headers = {"Accept": accept}
    raise NotFetched(_("The address leads on too often."))


@contextmanager
def _answer(
    target: SplitResult,
    network: Network,
    deadline: float,
    method: str,
    body: bytes | None,
    headers: Mapping[str, str],
) -> Iterator[http.client.HTTPResponse]:
    assert target.hostname
    host, port = target.hostname, port_of(target)
    network.check(host, port)
    kind = SecureConnection if target.scheme == "https" else Connection
    try:
        connection = kind(host, port, network.addresses(host, port), deadline)
    except http.client.InvalidURL as error:
        raise NotReached(_("There is no such address: %s.") % host) from error
    path = quote(target.path or "/", safe="/%:=&~+!$,;'@()*")
    if target.query:
        path += "?" + quote(target.query, safe="/%:=&~+!$,;'@()*?[]")
    said = {"Accept-Encoding": "identity", "User-Agent": "Lifelong", **headers}
    try:
        _connect(connection)
        connection.request(method, path, body=body, headers=said)
        yield connection.getresponse()
    except (OSError, http.client.HTTPException, ValueError) as error:
        connection.raise_if_late()
        raise NotFetched(_("%s could not be read.") % host) from error
    finally:
        connection.close()
    connection.raise_if_late()


def _connect(connection: "Connection") -> None:
    try:
        connection.connect()
    except (OSError, ValueError) as error:
        connection.close()
        raise NotReached(_("%s could not be reached.") % connection.host) from error


def _body(answer: http.client.HTTPResponse, limit_bytes: int) -> bytes:
    content = answer.read(limit_bytes + 1)
    if len(content) > limit_bytes:
        raise TooLarge(_("What the address holds is too large."))
    return content
