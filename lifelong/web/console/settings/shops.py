"""Connected shops: where their webhooks knock, and how they fare."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Connection, Delivery
from lifelong.connectors.shopify.reading import TOPICS
from lifelong.connectors.shopify.shops import settings_of
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.shop_forms import ShopForm

AT = "settings/shops"


@dataclass(frozen=True)
class ShopRow:
    id: UUID
    name: str
    brand: str
    domain: str
    is_active: bool
    refused: int
    refused_at: datetime | None
    refused_why: str
    #: when something came in last, and what became of it
    last_at: datetime | None
    last_words: str


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def shops(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them. POST: a new one."""
    if request.method == "POST":
        return _connect(request)
    rows = Connection.objects.filter(connector="shopify").select_related("brand")
    listed = [_row(one) for one in rows.order_by("name", "id")]
    return page(request, AT, "settings/shops", title=_("Shops"), shops=listed)


def _connect(request: ConsoleRequest) -> HttpResponse:
    form = ShopForm(request.POST)
    if not form.is_valid():
        return _new(request, form, status=422)
    made = form.connect(by=request.agent)
    done = _("Connected. Now tell Shopify where to send its webhooks.")
    return moved_to(_shop(request, made, done=done), f"/settings/shops/{made.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_shop(request: ConsoleRequest) -> HttpResponse:
    return _new(request, ShopForm())


def _new(request: ConsoleRequest, form: ShopForm, status: int = 200) -> HttpResponse:
    brands, title = Brand.objects.exists(), _("Connect a shop")
    return page(
        request, AT, "settings/new_shop", title=title, status=status, form=form, brands=brands
    )


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def shop(request: ConsoleRequest, connection_id: UUID) -> HttpResponse:
    """GET: one shop. POST: change it."""
    found = _find(connection_id)
    if request.method != "POST":
        return _shop(request, found)
    form = ShopForm(request.POST, connection=found)
    if not form.is_valid():
        return _shop(request, found, form=form, status=422)
    form.save(found, by=request.agent)
    return _shop(request, _find(connection_id), done=_("Saved."))


def _shop(
    request: ConsoleRequest, found: Connection, *, status: int = 200, **shown: Any
) -> HttpResponse:
    path = reverse("hooks:hook", args=["shopify", found.key])
    context = {
        "shop": _row(found),
        "hook": request.build_absolute_uri(path),
        "topics": TOPICS,
        "form": ShopForm(connection=found),
        **shown,
    }
    return page(request, AT, "settings/shop", title=found.name, status=status, **context)


def _row(one: Connection) -> ShopRow:
    came = Delivery.objects.filter(connection=one).defer("body", "envelope", "summary")
    last = came.order_by("-received_at").first()
    return ShopRow(
        id=one.id,
        name=one.name,
        brand=one.brand.name,
        domain=settings_of(one).domain,
        is_active=one.is_active,
        refused=one.refused,
        refused_at=one.refused_at,
        refused_why=one.refused_why,
        last_at=last.received_at if last else None,
        last_words=(last.reason or str(last.get_state_display())) if last else "",
    )


def _find(connection_id: UUID) -> Connection:
    rows = Connection.objects.select_related("brand").filter(connector="shopify")
    found = rows.filter(pk=connection_id).first()
    if found is None:
        raise NotFound(_("There is no such shop."))
    return found
