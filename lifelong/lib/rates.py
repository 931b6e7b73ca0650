"""How often one caller may knock at a door.

Counted with `limits` in a moving window, in the memory of each process: with four web
processes a caller gets at most four times the rate, and a restart forgets. That is enough
against guessing and flooding, and costs no round trip.
"""

import functools
import ipaddress
import math
import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, cast

import limits
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import ngettext
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from lifelong.lib.errors import Refused

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

_counts = MovingWindowRateLimiter(MemoryStorage())


class TooMany(Refused):
    """Try again in `retry_after` seconds: the value of the Retry-After header."""

    code = "too-many"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(
            ngettext(
                "That was too often. Try again in %d second.",
                "That was too often. Try again in %d seconds.",
                retry_after,
            )
            % retry_after
        )


class Limit:
    """A rate such as "10/minute" or "100 per 5 minutes" at the door called `door`."""

    def __init__(self, rate: str, door: str) -> None:
        self.rate = limits.parse(rate)
        self.door = door

    def hit(self, key: str) -> None:
        """Count one knock by `key`. Raises `TooMany`; what was refused is not counted."""
        if not _counts.hit(self.rate, self.door, key):
            again = _counts.get_window_stats(self.rate, self.door, key).reset_time
            raise TooMany(max(1, math.ceil(again - time.time())))

    def forget(self, key: str) -> None:
        """Begin anew for `key`, for instance after a sign-in that worked."""
        _counts.clear(self.rate, self.door, key)


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
