"""One port for all: the stream as raw ASGI, pages by synchronous Django in a few threads.

Run uvicorn with a `timeout_graceful_shutdown` of a second or two: it waits for open
streams before it tells us that it stops.
"""

import asyncio
import contextlib
import time

from lifelong.lib.asgi import Receive, Scope, Send
from lifelong.running.measures import counting_shortcut
from lifelong.running.pages import Pages

# it sets Django up, without which there are no models: before all that is of the web
from lifelong.running.wsgi import application as django
from lifelong.web.hooks.at_once import AtOnce
from lifelong.web.hooks.straight import PREFIX
from lifelong.web.hooks.urls import HOOK
from lifelong.web.stream.app import Stream

stream = Stream()
#: three lines, as many threads together as there are connections to the database
_pages = Pages(django, workers=6)
#: every open screen asks for its list again and again: a line of their own, so that a hundred
#: lists never stand between a customer's words and the hero who reads them
LISTS = frozenset({"/waiting"})
_lists = Pages(django, workers=3)
#: and vendors wait for nobody's pages, nor pages for a vendor's rush
_at_once = AtOnce()
_counted = counting_shortcut(_at_once, route=f"{PREFIX[1:]}{HOOK}")
_hooks = Pages(django, workers=3, shortcut=_counted)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "lifespan":
        # a model, which can be imported only now that Django is set up
        from lifelong.running.health import STREAM, beating

        with beating(STREAM, alive=lambda: stream.listener.up):
            await stream.lifespan(receive, send, last=_at_once.close)
    elif scope["type"] == "http" and (scope["method"], scope["path"]) == ("GET", "/stream"):
        # cancelled when the server stops: the browser comes again, and nothing went wrong
        with contextlib.suppress(asyncio.CancelledError):
            await stream(scope, receive, send)
    elif scope["type"] == "http" and scope["path"] in LISTS:
        scope["arrived"] = time.monotonic()
        await _lists(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith(PREFIX):
        await _hooks(scope, receive, send)
    else:
        await _pages(scope, receive, send)
