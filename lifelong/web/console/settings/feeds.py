"""Tracking: who tells us where parcels are, and how long ago they did."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Connection
from lifelong.commerce.feeds import FeedView, feed_state, state_of
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.feed_forms import VENDORS, FeedForm, vendor_of

AT = "settings/feeds"
_CONNECTORS = {one.connector for one in VENDORS.values()}


@dataclass(frozen=True)
class FeedRow:
    id: UUID
    name: str
    brand: str
    vendor: str
    is_active: bool
    refused: int
    refused_at: datetime | None
    refused_why: str
    #: of this one alone
    view: FeedView


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def feeds(request: ConsoleRequest) -> HttpResponse:
    """GET: all of them, and how each brand fares. POST: a new one."""
    if request.method == "POST":
        return _connect(request)
    rows = _connections().order_by("name", "id")
    brands = [(one.name, feed_state(one)) for one in Brand.objects.order_by("name")]
    return page(
        request,
        AT,
        "settings/feeds",
        title=_("Tracking"),
        feeds=[_row(one) for one in rows],
        brands=brands,
        vendors=[(name, one.label) for name, one in VENDORS.items()],
    )


def _connect(request: ConsoleRequest) -> HttpResponse:
    form = FeedForm(request.POST, vendor=_vendor(request.POST.get("vendor", "")))
    if not form.is_valid():
        return _new(request, form, status=422)
    made = form.connect(by=request.agent)
    return moved_to(_feed(request, made, done=_("Connected.")), f"/settings/feeds/{made.id}")


@door("GET", needs=Verb.CHANGE_SETTINGS)
def new_feed(request: ConsoleRequest) -> HttpResponse:
    """`?vendor=` names whom."""
    return _new(request, FeedForm(vendor=_vendor(request.GET.get("vendor", ""))))


def _vendor(said: str) -> str:
    return said if said in VENDORS else next(iter(VENDORS))


def _new(request: ConsoleRequest, form: FeedForm, status: int = 200) -> HttpResponse:
    title = _("Connect %(vendor)s") % {"vendor": form.about.label}
    brands = Brand.objects.exists()
    return page(
        request, AT, "settings/new_feed", title=title, status=status, form=form, brands=brands
    )


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def feed(request: ConsoleRequest, feed_id: UUID) -> HttpResponse:
    """GET: one of them. POST: change it."""
    found = _find(feed_id)
    if request.method != "POST":
        return _feed(request, found)
    form = FeedForm(
        {**request.POST.dict(), "vendor": vendor_of(found)},
        vendor=vendor_of(found),
        connection=found,
    )
    if not form.is_valid():
        return _feed(request, found, form=form, status=422)
    form.save(found, by=request.agent)
    return _feed(request, _find(feed_id), done=_("Saved."))


def _feed(
    request: ConsoleRequest, found: Connection, *, status: int = 200, **shown: Any
) -> HttpResponse:
    vendor = vendor_of(found)
    context = {
        "feed": _row(found),
        "hook": "" if VENDORS[vendor].is_asked else _hook(request, found),
        "where": VENDORS[vendor].where,
        "form": FeedForm(vendor=vendor, connection=found),
        **shown,
    }
    return page(request, AT, "settings/feed", title=found.name, status=status, **context)


def _hook(request: ConsoleRequest, found: Connection) -> str:
    """The whole address that the vendor has to know."""
    path = reverse("hooks:hook", args=[found.connector, found.key])
    token = (found.secrets or {}).get("secret", "") if found.connector == "shippo" else ""
    return request.build_absolute_uri(path) + (f"?token={token}" if token else "")


def _row(one: Connection) -> FeedRow:
    return FeedRow(
        id=one.id,
        name=one.name,
        brand=one.brand.name,
        vendor=VENDORS[vendor_of(one)].label,
        is_active=one.is_active,
        refused=one.refused,
        refused_at=one.refused_at,
        refused_why=one.refused_why,
        view=state_of(one),
    )


def _connections() -> Any:
    return Connection.objects.filter(connector__in=_CONNECTORS).select_related("brand")


def _find(feed_id: UUID) -> Connection:
    found: Connection | None = _connections().filter(pk=feed_id).first()
    if found is None:
        raise NotFound(_("There is no such feed."))
    return found
