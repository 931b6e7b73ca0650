"""How often one caller may knock at a door.

Counted in windows that begin with a caller's first knock, in the memory of each process: with four
web processes a caller gets at most four times the rate, and a restart forgets. That is enough
against guessing and flooding, and costs no round trip. Every request asks here: a library that
started a timer thread for each count took a tenth of a small request.
"""

import functools
import ipaddress
import math
import re
import threading
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.lib.errors import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400}
#: so many callers are kept before those whose window is over are forgotten
_MOST = 10_000

#: door and caller: when the window ends, and the knocks in it
_counts: dict[tuple[str, str], tuple[float, int]] = {}
_lock = threading.Lock()


class TooMany(Refused):
    """Try again in `retry_after` seconds: the value of the Retry-After header."""

    code = "too-many"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(_sentence(retry_after))


def _sentence(seconds: int) -> str:
    if seconds > 90:
        minutes = math.ceil(seconds / 60)
        return _("That was too often. Try again in %d minutes.") % minutes
    return (
        ngettext(
            "That was too often. Try again in %d second.",
            "That was too often. Try again in %d seconds.",
            seconds,
        )
        % seconds
    )


class Limit:
    """A rate such as "10/minute" at the door called `door`."""

    def __init__(self, rate: str, door: str) -> None:
        said = re.fullmatch(r"(\d+)/(second|minute|hour|day)", rate)
        if said is None:
            raise ValueError(f"Not a rate such as 10/minute: {rate}")
        self.most, self.seconds = int(said[1]), _SECONDS[said[2]]
        self.door = door

    def hit(self, key: str) -> None:
        """Count one knock by `key`. Raises `TooMany`; what was refused is not counted."""
        now = time.monotonic()
        with _lock:
            ends, count = _counts.get((self.door, key), (0.0, 0))
            if ends <= now:
                _forget_the_past(now)
                ends, count = now + self.seconds, 0
            if count >= self.most:
                raise TooMany(max(1, math.ceil(ends - now)))
            _counts[self.door, key] = ends, count + 1

    def is_used_up(self, key: str) -> bool:
        """Whether `hit` would be refused now. Counts nothing."""
        with _lock:
            ends, count = _counts.get((self.door, key), (0.0, 0))
        return ends > time.monotonic() and count >= self.most

    def forget(self, key: str) -> None:
        """Begin anew for `key`, for instance after a sign-in that worked."""
        with _lock:
            _counts.pop((self.door, key), None)


def _forget_the_past(now: float) -> None:
    if len(_counts) >= _MOST:
        for one in [one for one, (ends, _count) in _counts.items() if ends <= now]:
            del _counts[one]


def caller(request: HttpRequest) -> str:
    """Who knocks, by address; of IPv6 the /64, since one household or server has all of it."""
    address = request.META.get("REMOTE_ADDR") or ""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return address
    if ip.version == 6:
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return address


def limited(
    limit: Limit, key: Callable[[HttpRequest], str] = caller
) -> Callable[[View[P]], View[P]]:
    """Have a view count a knock by `key(request)` first: `@limited(Limit("10/minute", "x"))`."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def counted(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            limit.hit(key(request))
            return view(request, *args, **kwargs)

        return cast(View[P], counted)

    return wrap
