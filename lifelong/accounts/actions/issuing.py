"""Keys to the API: made once, known by their hash, taken back."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.events import TokenIssued, TokenRevoked
from lifelong.accounts.models import Agent, Token
from lifelong.accounts.policy import EVERY_SCOPE, Verb
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

PREFIX = "ll_"
#: a token's last use is written down at most this often
NOTED_EVERY = timedelta(minutes=1)


class UnknownScope(Refused):
    code = "unknown-scope"
    status = 422


def issue(*, name: str, scopes: Iterable[str], agent: Agent | None = None) -> tuple[Token, str]:
    """A new token and its key, which can be shown only now.

    With an `agent` it sees their rows and holds at most their verbs; without one it is a
    service of the installation.
    """
    wanted = sorted({str(scope) for scope in scopes})
    unknown = [scope for scope in wanted if scope not in EVERY_SCOPE]
    if unknown:
        raise UnknownScope(_("There is no scope %(scope)s.") % {"scope": ", ".join(unknown)})
    key = PREFIX + secrets.token_urlsafe(32)
    token = Token(
        name=name[:120], digest=digest_of(key), scopes=wanted, agent=agent, made_at=clock.now()
    )
    with transaction():
        token.save(force_insert=True)
        record(
            TokenIssued(
                token_id=token.id,
                agent_id=_agent_id(token),
                scopes=tuple(Verb(one) for one in wanted),
            )
        )
    return token, key


def revoke(token: Token) -> None:
    """Let the token open nothing from now on."""
    with transaction():
        changed = Token.objects.filter(pk=token.id, revoked_at=None).update(revoked_at=clock.now())
        if changed:
            record(TokenRevoked(token_id=token.id, agent_id=_agent_id(token)))


def find_by_key(key: str) -> Token | None:
    """The token that `key` opens, its agent loaded, its use noted; None if there is none."""
    found = (
        Token.objects.select_related("agent").filter(digest=digest_of(key), revoked_at=None).first()
    )
    if found is not None:
        _note_use(found)
    return found


def digest_of(key: str) -> str:
    """All that we keep of a key: it is random enough to need no salt."""
    return hashlib.sha256(key.encode(errors="replace")).hexdigest()


def _note_use(token: Token) -> None:
    now = clock.now()
    if token.used_at is None or now - token.used_at > NOTED_EVERY:
        Token.objects.filter(pk=token.id).update(used_at=now)


def _agent_id(token: Token) -> UUID | None:
    return token.agent.id if token.agent else None
