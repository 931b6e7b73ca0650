"""Exchanging the shop's signed word for a visitor whose handles are proved. Once."""

from datetime import timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _

from lifelong.channels.models import Connection, Endpoint
from lifelong.commerce.actions.attributing import store_handle
from lifelong.connectors.chat.endpoints import secrets_of
from lifelong.connectors.chat.identity import LEEWAY, Identity, NotProved, read_identity
from lifelong.connectors.chat.models import SpentIdentity
from lifelong.connectors.chat.visitors import Visitor
from lifelong.conversations.models import Entry, EntryKind
from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import identify
from lifelong.customers.models import HandleKind
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: whence we have the handles, and what shows that they are theirs
HOW = "signed"
#: so long the same try is answered again: the answer may have been lost on its way
AGAIN = timedelta(minutes=5)
#: a guest who wrote within it is taken for whoever signs in; another may have sat there before
JUST_NOW = timedelta(hours=1)


def prove(
    token: str, *, endpoint: Endpoint, guest: Visitor | None, attempt: UUID | None = None
) -> Visitor:
    """The visitor whom `token` names. `guest`: as whom this browser chatted until now; `attempt`:
    the widget's own name for this try.

    Raises `NotProved`; nothing is changed then.
    """
    at = clock.now()
    identity = read_identity(token, secrets=secrets_of(endpoint).valid(at), now=at)
    visitor = Visitor(_value(endpoint, identity), signed=True)
    with transaction():
        if _spend(identity, endpoint, attempt):
            _make_known(identity, visitor, guest, endpoint)
    return visitor


def _value(endpoint: Endpoint, identity: Identity) -> str:
    """The same on every device, so that the chat goes on where it stood."""
    return uuid5(NAMESPACE_URL, f"lifelong:{endpoint.brand_id}:{identity.key}").hex


def _make_known(
    identity: Identity, visitor: Visitor, guest: Visitor | None, endpoint: Endpoint
) -> None:
    """All that the shop says of them was shown at once to be one person's; so was the chat that
    they had as a guest just now, by their holding its token."""
    handles = [
        (HandleKind.STORE, _in_store(identity.store_id, endpoint)),
        (HandleKind.EMAIL, identity.email),
        (HandleKind.PHONE, identity.phone),
        (HandleKind.VISITOR, visitor.value),
        (HandleKind.VISITOR, guest.value if guest and _is_of_now(guest) else ""),
    ]
    identify(
        [
            Claim(kind=kind, value=value, name=identity.name, how=HOW, proof=HOW)
            for kind, value in handles
            if value
        ]
    )


def _is_of_now(guest: Visitor) -> bool:
    """They wrote just now. Of whom we know no handle the first words may still be unread."""
    handle = guest.handle()
    if handle is None:
        return True
    said = Entry.objects.filter(handle=handle, kind=EntryKind.MESSAGE_IN)
    return said.filter(placed_at__gt=clock.now() - JUST_NOW).exists()


def _in_store(store_id: str, endpoint: Endpoint) -> str:
    """Their handle at the brand's shop, the one connected first; at the brand where none is."""
    shops = Connection.objects.filter(brand_id=endpoint.brand_id, is_active=True)
    shop_id = shops.order_by("id").values_list("id", flat=True).first()
    return store_handle(shop_id or endpoint.brand_id, store_id) if store_id else ""


def _spend(identity: Identity, endpoint: Endpoint, attempt: UUID | None) -> bool:
    """Whether this is the first time; False: the same try again. Raises `NotProved`."""
    at = clock.now()
    spent = SpentIdentity(
        endpoint=endpoint,
        nonce=identity.nonce,
        expires_at=identity.expires_at,
        spent_at=at,
        attempt=attempt,
    )
    SpentIdentity.objects.bulk_create([spent], ignore_conflicts=True)
    kept = SpentIdentity.objects.get(endpoint=endpoint, nonce=identity.nonce)
    if kept.pk == spent.pk:
        return True
    if attempt is None or kept.attempt != attempt or at - kept.spent_at > AGAIN:
        raise NotProved(_("This sign-in was used before."))
    return False


def forget_expired() -> None:
    """What has expired opens nothing anyway."""
    with transaction():
        SpentIdentity.objects.filter(expires_at__lt=clock.now() - 2 * LEEWAY).delete()
