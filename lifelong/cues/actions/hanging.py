"""Bells: hung by a hero in one of their browsers, and taken down by them or when nothing is heard
there any more."""

from urllib.parse import urlsplit
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.cues.encryption import from_base64, public_key
from lifelong.cues.models import MOST_ADDRESS, Bell
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

_SECRET = 16


class NoBell(Refused):
    code = "no-bell"
    status = 422


def hang(agent: Agent, *, session_key: str, address: str, key: str, secret: str) -> None:
    """Push to the browser of that session from now on, at the address that its push server gave
    it. A browser is one bell, whoever hung it before. Its pages say it again and again: nothing is
    written where nothing is new."""
    opened, shared = _keys(key, secret)
    _must_be_elsewhere(address)
    mine = Bell.objects.filter(agent=agent, session__session_key=session_key, address=address)
    if any(bytes(one.public_key) == opened and one.secret == shared for one in mine):
        return
    with transaction():
        # two tabs say it at once: one after the other
        sessions = UserSession.objects.select_for_update()
        session = sessions.filter(user=agent, session_key=session_key).first()
        if session is None:
            raise NoBell(_("Sign in again first."))
        Bell.objects.filter(session=session).exclude(address=address).delete()
        made = Bell(
            agent=agent,
            session=session,
            address=address,
            public_key=opened,
            secret=shared,
            made_at=clock.now(),
        )
        # another session may say the same address at this moment: the last has it
        Bell.objects.bulk_create(
            [made],
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=["agent", "session", "public_key", "secret", "made_at"],
        )


def take_down(*, session_key: str) -> None:
    """By whoever sits before that browser."""
    with transaction():
        Bell.objects.filter(session__session_key=session_key).delete()


def take_down_dead(bell_id: UUID, *, address: str) -> None:
    """Its push server knows it no more; a new address that came meanwhile stays."""
    with transaction():
        Bell.objects.filter(pk=bell_id, address=address).delete()


def _keys(key: str, secret: str) -> tuple[bytes, bytes]:
    try:
        opened, shared = from_base64(key), from_base64(secret)
        public_key(opened)
    except ValueError as error:
        raise NoBell(_("This browser gave no key that we understand.")) from error
    if len(shared) != _SECRET or len(opened) != 65:
        raise NoBell(_("This browser gave no key that we understand."))
    return opened, shared


def _must_be_elsewhere(address: str) -> None:
    """That it leads out of our own network is looked at whenever we go there: `lib.http`."""
    try:
        target = urlsplit(address)
        port = target.port
    except ValueError as error:
        raise NoBell(_("That is not the address of a push server.")) from error
    fits = target.scheme == "https" and port in (None, 443)
    named = _is_name(target.hostname or "")
    if settings.PUSH_TO_LOOPBACK:
        is_here = target.scheme == "http" and target.hostname == "127.0.0.1"
        fits, named = fits or is_here, named or is_here
    plain = address.isascii() and address.isprintable() and "@" not in target.netloc
    if not (fits and plain and named and len(address) <= MOST_ADDRESS):
        raise NoBell(_("That is not the address of a push server."))


def _is_name(host: str) -> bool:
    """No IP address, however it is written: the last part of a name begins with a letter."""
    return ":" not in host and host.rpartition(".")[2][:1].isalpha()
