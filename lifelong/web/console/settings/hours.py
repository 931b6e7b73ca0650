"""When we are there, and how soon each inbox answers."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand, Channel, Inbox
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import moved_to, page
from lifelong.web.console.settings.hours_forms import (
    USUAL,
    HoursForm,
    InboxHoursForm,
    target_words,
    week_words,
)

AT = "settings/hours"


@dataclass(frozen=True)
class Hours:
    #: days and their hours; none: always
    week: list[tuple[str, str]]
    #: how many days it is closed on
    holidays: int


@dataclass(frozen=True)
class InboxRow:
    id: UUID
    name: str
    #: None: its brand's
    hours: Hours | None
    #: channel, its words, the target
    targets: list[tuple[str, str]]


@dataclass(frozen=True)
class BrandRow:
    id: UUID
    name: str
    zone: str
    hours: Hours
    inboxes: list[InboxRow]


@door("GET", needs=Verb.SEE_SETTINGS)
def hours(request: ConsoleRequest) -> HttpResponse:
    return _hours(request)


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def brand(request: ConsoleRequest, brand_id: UUID) -> HttpResponse:
    """GET: a brand's opening hours. POST: others from now on."""
    found = Brand.objects.filter(pk=brand_id).first()
    if found is None:
        raise NotFound(_("There is no such brand."))
    form = HoursForm(found, _said(request))
    return _form(request, form, found.name, f"/settings/brands/{found.id}/hours")


@door("GET", "POST", needs=Verb.CHANGE_SETTINGS)
def inbox(request: ConsoleRequest, inbox_id: UUID) -> HttpResponse:
    """GET: an inbox's targets, and its hours by itself. POST: others from now on."""
    found = Inbox.objects.select_related("brand").filter(pk=inbox_id).first()
    if found is None:
        raise NotFound(_("There is no such inbox."))
    form = InboxHoursForm(found, _said(request))
    return _form(request, form, found.name, f"/settings/inboxes/{found.id}/hours")


def _said(request: ConsoleRequest) -> object:
    return request.POST if request.method == "POST" else None


def _form(request: ConsoleRequest, form: HoursForm, title: str, path: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        form.save()
        done = _("Saved. Who waits already is counted by it, too.")
        return moved_to(_hours(request, done=done), "/settings/hours")
    status = 422 if form.errors else 200
    zone = form.whose.zone if isinstance(form.whose, Brand) else form.whose.brand.zone
    return page(
        request, AT, "settings/hours_form",
        title=title, status=status, form=form, path=path, zone_words=zone,
        for_inbox=isinstance(form, InboxHoursForm),
    )  # fmt: skip


def _hours(request: ConsoleRequest, done: str = "") -> HttpResponse:
    title = _("Hours and targets")
    rows = [_brand(one) for one in Brand.objects.prefetch_related("inboxes").order_by("name")]
    return page(request, AT, "settings/hours", title=title, brands=rows, done=done)


def _brand(one: Brand) -> BrandRow:
    inboxes = [_inbox(inbox) for inbox in sorted(one.inboxes.all(), key=str)]
    return BrandRow(one.id, one.name, one.zone, _hours_of(one), inboxes)


def _inbox(one: Inbox) -> InboxRow:
    shown = [*USUAL, *(Channel(name) for name in one.targets if name not in USUAL)]
    targets = [(str(channel.label), target_words(one.target(channel))) for channel in shown]
    return InboxRow(one.id, one.name, _hours_of(one) if one.hours else None, targets)


def _hours_of(whose: Brand | Inbox) -> Hours:
    schedule = whose.schedule
    return Hours(week_words(schedule) if "week" in whose.hours else [], len(schedule.holidays))
