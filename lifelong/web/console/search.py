"""Search: people, orders, parcels and words, found as one types."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand
from lifelong.commerce.search import orders_numbered, parcels_numbered
from lifelong.commerce.tracking import country_of
from lifelong.conversations.search import people, said
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.found import (
    Group,
    order_found,
    parcel_found,
    person_rows,
    words_found,
)

#: so many stand in each group
SHOWN = 6
#: what is longer is pasted by mistake
LONGEST = 100


@door("GET", needs=Verb.READ_TEXT)
def search(request: ConsoleRequest) -> HttpResponse:
    """`?q=`: what was typed."""
    asked = asked_in(request)
    groups = [one for one in _groups(request, asked) if one.rows] if len(asked) > 1 else []
    count = sum(len(one.rows) for one in groups)
    return render(request, "console/found.html", {"groups": groups, "count": count})


def asked_in(request: ConsoleRequest) -> str:
    """What was typed, without what PostgreSQL keeps in no text."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST]


def regions_of(request: ConsoleRequest) -> set[str]:
    """The countries as whose people phone numbers are typed here."""
    zones = [request.agent.zone, *Brand.objects.values_list("zone", flat=True)]
    return {country for zone in zones if (country := country_of(zone))}


def _groups(request: ConsoleRequest, asked: str) -> list[Group]:
    caller = request.caller
    found = people(asked, regions=regions_of(request), visible_to=caller, most=SHOWN)
    orders = orders_numbered(asked, visible_to=caller)[:SHOWN]
    parcels = parcels_numbered(asked, visible_to=caller)[:SHOWN]
    entries = said(asked, visible_to=caller, most=SHOWN)
    return [
        Group("people", _("People"), person_rows(found, request)),
        Group("orders", _("Orders"), [order_found(one) for one in orders]),
        Group("parcels", _("Parcels"), [parcel_found(one) for one in parcels]),
        Group("words", _("Words"), words_found(entries, asked)),
    ]
