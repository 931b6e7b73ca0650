"""A visitor's session: a token that the widget keeps, and no cookie. Signed by us, so that who only
looks leaves no row."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.visitors import Visitor
from lifelong.lib import clock
from lifelong.lib.errors import Refused

SALT = "widget session"
#: since it was last renewed
GUEST_FOR = timedelta(days=30)
SIGNED_FOR = timedelta(hours=12)
#: a guest's that is older is renewed by the way
FRESH = timedelta(days=1)


class SessionOver(Refused):
    """The widget begins a new one."""

    code = "session-over"
    status = 401


@dataclass(frozen=True)
class Session:
    visitor: Visitor
    made_at: float

    @property
    def is_stale(self) -> bool:
        """A guest who comes back keeps their chat; a signed session ends when it ends."""
        return not self.visitor.signed and self._age > FRESH

    @property
    def is_over(self) -> bool:
        return self._age > (SIGNED_FOR if self.visitor.signed else GUEST_FOR)

    @property
    def _age(self) -> timedelta:
        return timedelta(seconds=clock.now().timestamp() - self.made_at)


def new_guest() -> Visitor:
    return Visitor(secrets.token_hex(16))


def make_token(visitor: Visitor, *, at: Endpoint) -> str:
    said = [str(at.id), visitor.value, visitor.signed, clock.now().timestamp()]
    return signing.dumps(said, salt=SALT)


def read_token(token: str, *, at: Endpoint) -> Session:
    """Raises `SessionOver`."""
    try:
        endpoint_id, value, signed, made_at = signing.loads(token, salt=SALT)
    except signing.BadSignature as error:
        raise _over() from error
    session = Session(Visitor(value, signed), made_at)
    if UUID(endpoint_id) != at.id or session.is_over:
        raise _over()
    return session


def _over() -> SessionOver:
    return SessionOver(_("This chat was open for too long. Begin a new one."))
