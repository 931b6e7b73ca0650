"""Exchanging the shop's signed word for a visitor whose handles are proved. Once."""

from uuid import NAMESPACE_URL, uuid5

from django.utils.translation import gettext as _

from lifelong.channels.models import Connection, Endpoint
from lifelong.commerce.actions.attributing import store_handle
from lifelong.connectors.chat.endpoints import secrets_of
from lifelong.connectors.chat.identity import LEEWAY, Identity, NotProved, read_identity
from lifelong.connectors.chat.models import SpentIdentity
from lifelong.connectors.chat.visitors import Visitor
from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import identify
from lifelong.customers.models import HandleKind
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

#: whence we have the handles, and what shows that they are theirs
HOW = "signed"


def prove(token: str, *, endpoint: Endpoint, guest: Visitor | None) -> Visitor:
    """The visitor whom `token` names. `guest`: as whom they chatted here until now.

    Raises `NotProved`; nothing is changed then.
    """
    at = clock.now()
    identity = read_identity(token, secrets=secrets_of(endpoint).valid(at), now=at)
    visitor = Visitor(_value(endpoint, identity), signed=True)
    with transaction():
        _spend(identity, endpoint)
        _make_known(identity, visitor, guest, endpoint)
    return visitor


def _value(endpoint: Endpoint, identity: Identity) -> str:
    """The same on every device, so that the chat goes on where it stood."""
    return uuid5(NAMESPACE_URL, f"lifelong:{endpoint.brand_id}:{identity.key}").hex


def _make_known(
    identity: Identity, visitor: Visitor, guest: Visitor | None, endpoint: Endpoint
) -> None:
    """All that the shop says of them was shown at once to be one person's; so was the chat that
    they had as a guest, by their holding its token."""
    handles = [
        (HandleKind.STORE, _in_store(identity.store_id, endpoint)),
        (HandleKind.EMAIL, identity.email),
        (HandleKind.PHONE, identity.phone),
        (HandleKind.VISITOR, visitor.value),
    ]
    chatted = guest is not None and guest.handle() is not None
    identify(
        [_shown(kind, value, identity) for kind, value in handles if value],
        guest=_shown(HandleKind.VISITOR, guest.value, identity) if guest and chatted else None,
    )


def _shown(kind: HandleKind, value: str, identity: Identity) -> Claim:
    return Claim(kind=kind, value=value, name=identity.name, how=HOW, proof=HOW)


def _in_store(store_id: str, endpoint: Endpoint) -> str:
    """Their handle at the brand's shop, the one connected first; at the brand where none is."""
    shops = Connection.objects.filter(brand_id=endpoint.brand_id, is_active=True)
    shop_id = shops.order_by("id").values_list("id", flat=True).first()
    return store_handle(shop_id or endpoint.brand_id, store_id) if store_id else ""


def _spend(identity: Identity, endpoint: Endpoint) -> None:
    spent = SpentIdentity(endpoint=endpoint, nonce=identity.nonce, expires_at=identity.expires_at)
    SpentIdentity.objects.bulk_create([spent], ignore_conflicts=True)
    mine = SpentIdentity.objects.filter(pk=spent.pk).exists()
    if not mine:
        raise NotProved(_("This sign-in was used before. Load the page again."))


def forget_expired() -> None:
    """What has expired opens nothing anyway."""
    with transaction():
        SpentIdentity.objects.filter(expires_at__lt=clock.now() - 2 * LEEWAY).delete()
