"""One try to push a cue to a bell. What a push server does wrong costs nobody else anything: at
most two tries go on at a time, to each push server one, none is long, and one that did not answer
soon is left alone for a while. Who is turned away comes again less and less often.
"""

import json
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from lifelong.conversations.models import Conversation
from lifelong.cues.actions.hanging import take_down_dead
from lifelong.cues.actions.making_keys import push_key
from lifelong.cues.encryption import seal_for, signed_as_ours
from lifelong.cues.models import Bell, Why
from lifelong.cues.queries import open_bells, still_holds, words_of
from lifelong.lib import clock
from lifelong.lib.http import INTERNET, AddressRefused, Answer, Network, NotFetched, call, origin_of

log = structlog.get_logger()

#: seconds that a push server has
PATIENCE = 5.0
#: of a worker's four jobs
AT_ONCE = 2
#: seconds; one that took longer is left alone for so many
SLOW = 2.0
LEFT_ALONE = 30.0
#: seconds after which who was turned away comes again, at the most
_LONGEST_PAUSE = 30.0
#: tries that were heard of, and the pause after the first
MOST_TRIES = 4
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_NAME = 120
_URGENT = (Why.RINGS, Why.CALLED, Why.WROTE)

#: "host:port" of those that did not answer soon, and until when they are left alone
_left_alone: dict[str, float] = {}
#: of those that are pushed to at this moment
_going_on: set[str] = set()
_door = threading.Lock()


@dataclass(frozen=True)
class Push:
    bell_id: UUID
    conversation_id: UUID
    why: Why
    #: after that it is no news
    until: datetime
    #: how often it was tried before
    tried: int = 0
    #: how often it did not come so far
    turned_away: int = 0


@dataclass(frozen=True)
class Again:
    """At that moment, as the try of that number."""

    at: datetime
    tried: int
    turned_away: int


def send(push: Push) -> Again | None:
    """Try once. None: there is nothing more to do."""
    bell = open_bells().select_related("agent").filter(pk=push.bell_id).first()
    if bell is None or clock.now() >= push.until:
        return None
    origin = origin_of(bell.address)
    left = _left_alone.get(origin, 0.0) - time.monotonic()
    if left > 0:
        return _turned_away(push, left)
    with _place(origin) as is_free:
        return _try(push, bell, origin) if is_free else _turned_away(push, 0.0)


def _try(push: Push, bell: Bell, origin: str) -> Again | None:
    conversation = Conversation.objects.filter(pk=push.conversation_id, lead=None).first()
    if conversation is None:
        return None
    if not still_holds(push.why, agent_id=bell.agent_id, conversation=conversation):
        return None
    began = time.monotonic()
    try:
        answer = _say(push, bell, conversation)
    except AddressRefused:
        log.warning("push refused: not on the open internet", bell_id=str(bell.id))
        take_down_dead(bell.id, address=bell.address)
        return None
    except NotFetched as error:
        _left_alone[origin] = time.monotonic() + LEFT_ALONE
        return _failed(push, error.code, timedelta(seconds=LEFT_ALONE))
    if time.monotonic() - began > SLOW:
        _left_alone[origin] = time.monotonic() + LEFT_ALONE
    else:
        _left_alone.pop(origin, None)
    return _heard(push, bell, answer)


@contextmanager
def _place(origin: str) -> Iterator[bool]:
    """Whether there is one for this push server."""
    with _door:
        is_free = len(_going_on) < AT_ONCE and origin not in _going_on
        if is_free:
            _going_on.add(origin)
    try:
        yield is_free
    finally:
        if is_free:
            with _door:
                _going_on.discard(origin)


def _turned_away(push: Push, left: float) -> Again | None:
    """Again when `left` seconds are over, and not all at once."""
    rings = push.why in (Why.RINGS, Why.CALLED)
    step = 1.0 if rings else min(_LONGEST_PAUSE / 2, 2.0**push.turned_away)
    pause = timedelta(seconds=left + step * random.uniform(1, 2))
    return _again(replace(push, turned_away=push.turned_away + 1), pause)


def _heard(push: Push, bell: Bell, answer: Answer) -> Again | None:
    if 200 <= answer.status < 300:
        return None
    if answer.status in (404, 410):
        log.info("bell taken down: its push server knows it no more", bell_id=str(bell.id))
        take_down_dead(bell.id, address=bell.address)
        return None
    if answer.status == 429 or answer.status >= 500:
        return _failed(push, str(answer.status), _asked_to_wait(answer))
    log.warning("push dropped", bell_id=str(bell.id), answered=answer.status)
    return None


def _failed(push: Push, why: str, pause: timedelta) -> Again | None:
    tried = push.tried + 1
    pause = max(pause, _FIRST_PAUSE * 2**push.tried)
    heard = replace(push, tried=tried, turned_away=0)
    again = _again(heard, pause) if tried < MOST_TRIES else None
    if again is None:
        log.warning("push dropped", bell_id=str(push.bell_id), why=why, tries=tried)
    return again


def _again(push: Push, pause: timedelta) -> Again | None:
    at = clock.now() + pause
    return Again(at, push.tried, push.turned_away) if at < push.until else None


def _asked_to_wait(answer: Answer) -> timedelta:
    said = answer.headers.get("retry-after", "").strip()
    try:
        if said.isdecimal():
            return timedelta(seconds=min(int(said), 86400))
        return parsedate_to_datetime(said) - clock.now() if said else timedelta(0)
    except (ValueError, TypeError):
        return timedelta(0)


def _say(push: Push, bell: Bell, conversation: Conversation) -> Answer:
    key = push_key()
    scheme, __, rest = bell.address.partition("://")
    signed = signed_as_ours(
        key.private,
        key.public,
        origin=f"{scheme}://{rest.partition('/')[0]}",
        contact=settings.PUBLIC_URL if settings.PUBLIC_URL.startswith("https://") else "",
        now=clock.now(),
    )
    return call(
        "POST",
        bell.address,
        body=seal_for(bytes(bell.public_key), _words(push, bell, conversation), secret=bell.secret),
        headers={
            "Authorization": signed,
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(max(0, int((push.until - clock.now()).total_seconds()))),
            "Urgency": "high" if push.why in _URGENT else "normal",
            # a newer one about the same person takes the place of one that waits there
            "Topic": push.conversation_id.hex,
        },
        timeout=PATIENCE,
        network=_network(),
    )


def _words(push: Push, bell: Bell, conversation: Conversation) -> bytes:
    """Who, and what of them: never what they wrote."""
    with translation.override(bell.agent.language):
        said = {
            "title": (conversation.customer.name or _("Somebody"))[:_LONGEST_NAME],
            "body": words_of(push.why),
            "path": f"/people/{conversation.id}",
            "about": str(conversation.id),
            "language": bell.agent.language,
        }
    return json.dumps(said).encode()


def _network() -> Network:
    """The open internet; beside it this machine, where a test has its own push server."""
    if not settings.PUSH_TO_LOOPBACK:
        return INTERNET
    return Network(allows=lambda address: address == "127.0.0.1", ports=frozenset(range(65536)))
