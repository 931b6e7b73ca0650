"""Drawing who gets retention and who the ordinary treatment, before anybody is matched.

Routing asks when it notes what is at stake, under the lock of the person's conversation and in the
same transaction: for who is held out it notes nothing, so nobody is preferred and nobody called.
"""

from collections.abc import Collection, Mapping
from uuid import UUID, uuid5

from django.db import connection

from lifelong.channels.models import Brand
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.people import homes_of
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.plays.actions.beginning_cases import Eligible, begin_cases
from lifelong.plays.assignment import NEVER_HELD_OUT, Arm, season_of
from lifelong.plays.events import CaseTurned
from lifelong.plays.models import Case, Play
from lifelong.plays.queries import brand_of
from lifelong.plays.retention.withholding import case_of, is_held, owed_now, play_of, was_under_way
from lifelong.routing.scoring import HARD
from lifelong.triage.risk import Risk


def hold_out(conversation: Conversation, at_risk: Mapping[UUID, Collection[Risk]]) -> set[UUID]:
    """Of these open matters of one person, each with the route tags that stand on it, those that
    are served as usual. Who is at risk for the first time in a season is drawn."""
    homes = homes_of(conversation)
    apart: set[UUID] = set()
    with transaction():
        for brand, matters in _by_brand(at_risk).items():
            play = _as_it_stands(play_of(brand))
            if play is not None and _is_apart(play, matters[0], homes, at_risk):
                apart |= {one.id for one in matters}
    return apart


def _as_it_stands(play: Play | None) -> Play | None:
    """Nobody switches it until this is written: what is noted here has to be seen by whoever
    looks for it then."""
    if play is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT is_on FROM plays_play WHERE id = %s FOR SHARE", [play.id])
            (play.is_on,) = cursor.fetchone()
    return play


def _by_brand(contact_ids: Collection[UUID]) -> dict[Brand, list[Contact]]:
    rows = Contact.objects.filter(pk__in=contact_ids).select_related(
        "customer", "endpoint__brand", "conversation__inbox__brand"
    )
    found: dict[Brand, list[Contact]] = {}
    for one in rows.order_by("opened_at", "id"):
        found.setdefault(brand_of(one), []).append(one)
    return found


def _is_apart(
    play: Play,
    contact: Contact,
    homes: Mapping[UUID, UUID],
    at_risk: Mapping[UUID, Collection[Risk]],
) -> bool:
    causes = owed_now(homes, at_risk)
    if not play.is_on:
        return HARD.isdisjoint(causes)
    case = case_of(play, homes)
    if case is None:
        if was_under_way(play, contact):
            return False
        case = _draw(play, contact, causes)
    if is_held(case) and causes:
        _lift(case, causes)
    return is_held(case)


def _draw(play: Play, contact: Contact, causes: Collection[str]) -> Case:
    # of the customer and not of the person: whoever is parted later has their own case or none
    subject = uuid5(contact.customer_id, season_of(clock.now()))
    begin_cases(
        play,
        [
            Eligible(
                customer=contact.customer,
                subject=subject,
                due_at=None,
                contact=contact,
                causes=tuple(sorted(causes)),
            )
        ],
    )
    return Case.objects.get(play=play, subject=subject)


def _lift(case: Case, causes: Collection[str]) -> None:
    """They may not be held out any more. They stay in their arm: whether somebody brings in a
    lawyer may follow from how they were treated, so the arms keep whom they were drawn for."""
    case.causes = sorted(NEVER_HELD_OUT.intersection(causes))
    case.save(update_fields=["causes"])
    record(
        CaseTurned(
            customer_id=case.customer_id,
            case_id=case.id,
            play_id=case.play_id,
            arm=Arm(case.arm),
        )
    )
