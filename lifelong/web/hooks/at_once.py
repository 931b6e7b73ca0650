"""A knock with which all is well, at a door that is at hand, is answered by the loop itself.

In a thread each waits for its turn at the interpreter half a dozen times and for a commit of its
own; here those that come at the same time are kept together. Whatever is not as usual (a door that
has to be looked up, a forgery, a long body, a database that does not answer) goes to the view,
which does the same and says what is wrong.
"""

import contextlib
from typing import Any

import structlog
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest

from lifelong.channels.actions.delivering import arrived
from lifelong.channels.doors import doors
from lifelong.channels.models import Delivery
from lifelong.channels.shelf import NotKept, Shelf
from lifelong.connectors.hooks import Forged, Hook
from lifelong.connectors.registry import CONNECTORS
from lifelong.lib.rates import TooMany
from lifelong.web.hooks.views import FORGERIES, KNOCKS, knock_of

#: bytes of a usual knock; a longer one would keep the loop from others
SHORT = 256 * 1024

log = structlog.get_logger()


class AtOnce:
    """For one loop."""

    def __init__(self) -> None:
        self._shelf = Shelf()

    async def close(self) -> None:
        await self._shelf.close()

    async def __call__(self, environ: dict[str, Any]) -> tuple[str, bytes] | None:
        """Content type and words of the 200; None where the view has to look."""
        if environ["REQUEST_METHOD"] != "POST" or int(environ["CONTENT_LENGTH"]) > SHORT:
            return None
        _root, _hooks, connector, *rest = environ["PATH_INFO"].split("/")
        known = CONNECTORS[connector].hook if connector in CONNECTORS else None
        if known is None or len(rest) != 1:
            return None
        try:
            delivery = _welcome(environ, known, connector, key=rest[0])
            if delivery is None:
                return None
            await self._shelf.put(delivery)
        except (Forged, NotKept, SuspiciousOperation):
            return None
        except Exception:
            log.exception("not at once")
            return None
        with contextlib.suppress(TooMany):
            KNOCKS.hit(rest[0])
        content_type, words = known.answer
        return content_type, words.encode()


def _welcome(environ: dict[str, Any], known: Hook, connector: str, *, key: str) -> Delivery | None:
    door = doors().at_hand(known.door, connector, key)
    if door is None or KNOCKS.is_used_up(key) or FORGERIES.is_used_up(key):
        return None
    try:
        knock = knock_of(WSGIRequest(dict(environ)))
    finally:
        # the view reads it anew, should it come to that
        environ["wsgi.input"].seek(0)
    known.verify(knock, door.secrets or {})
    return arrived(connector, body=knock.body, envelope=known.envelope(knock), at=door)
