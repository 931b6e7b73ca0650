"""Parcels in trouble, and what outreach would say of them, for tests."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from lifelong.channels.models import Endpoint
from lifelong.channels.tests.building import endpoint, inbox
from lifelong.commerce.models import ShipmentState as State
from lifelong.commerce.tests.building import START, buyer, connection, order, report, shipment, take
from lifelong.conversations.models import Entry, EntryKind
from lifelong.knowledge.actions.writing import Fits, Words, write_answer
from lifelong.lib import clock
from lifelong.plays.actions.switching import set_up, switch
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.models import Case, Play, PlayKind
from lifelong.plays.outreach.models import Template
from lifelong.plays.outreach.playing import Outreach
from lifelong.routing.tests.ground import settle

#: Tuesday noon
NOON = START + timedelta(days=1, hours=3)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DATED = "{{order.number}} comes on {{parcel.expected_day}}."
PLAIN = "{{order.number}} is late. We will tell you when we know more."


def ours() -> Endpoint:
    """The mail address of the shop's brand."""
    brand = connection().brand
    return Endpoint.objects.filter(brand=brand).first() or endpoint(into=inbox(of=brand))


def outreach(*causes: str, holdout: int = 0) -> Play:
    """Switched on at all hours, with a dated and a plain text for each cause."""
    ours()
    play = switch(
        set_up(connection().brand, kind=PlayKind.OUTREACH, name="Parcels"), on=True, by=None
    )
    Play.objects.update(holdout=holdout, from_minute=0, to_minute=1440)
    for place, body in enumerate((DATED, PLAIN)):
        answer = write_answer(
            name=f"Late {place}",
            shortcut=f"late-{place}",
            texts={"en": Words(body, "Your order"), "de": Words(f"DE {body}", "Ihre Bestellung")},
            fits=Fits(),
            by=None,
        )
        for cause in causes or ("delay",):
            Template.objects.create(play=play, cause=cause, place=place, answer=answer)
    play.refresh_from_db()
    return play


def bought(ref: str = "1", *, email: str = "", carrier: str = "PostNord", **fields: Any) -> None:
    """An order whose parcel is under way."""
    if email:
        fields["buyer"] = buyer(email, ref=f"b{ref}")
    take(order(ref, **fields))
    sent = report(f"sent{ref}", START, State.SHIPPED, order_ref=ref)
    take(
        shipment(
            f"s{ref}",
            order_ref=ref,
            tracking_number=f"PN{ref}",
            carrier=carrier,
            reports=(_of(ref, sent),),
        )
    )


def reported(
    ref: str = "1",
    state: State | None = State.DELAYED,
    *,
    at: datetime | None = None,
    **fields: Any,
) -> None:
    when = at or clock.now()
    fields.setdefault("order_ref", ref)
    take(_of(ref, report(f"r{ref}{when.isoformat()}{state}", when, state, **fields)))


def _of(ref: str, news: Any) -> Any:
    return replace(news, shipment_ref=f"s{ref}")


def go_on() -> None:
    """What follows from it all, and the steps that are due."""
    settle()
    while take_due_steps(PlayKind.OUTREACH, Outreach()):
        pass
    settle()


def said() -> list[str]:
    rows = Entry.objects.filter(kind=EntryKind.MESSAGE_OUT).order_by("placed_at", "id")
    return list(rows.values_list("text", flat=True))


def stand() -> list[tuple[str, str]]:
    return list(Case.objects.order_by("begun_at", "id").values_list("state", "why"))
