"""What follows a closing, and what ends that."""

from uuid import UUID

from lifelong.commerce.events import OrderPlaced
from lifelong.concessions.events import ConcessionDone, ConcessionFailed
from lifelong.conversations.events import (
    ContactBegun,
    ContactClosed,
    ContactReopened,
    ResolutionConfirmed,
)
from lifelong.conversations.models import Entry
from lifelong.events.log import Recorded
from lifelong.events.reactor import apart, on, on_all
from lifelong.knowledge.actions.tracing import trace
from lifelong.plays import queries
from lifelong.plays.events import CustomerTouched
from lifelong.plays.follow_up.actions.beginning import follow
from lifelong.plays.follow_up.actions.heeding import heed_settled
from lifelong.plays.follow_up.actions.stopping import stop_overtaken
from lifelong.plays.follow_up.actions.thanking import say_nothing, say_thanks
from lifelong.plays.models import PlayKind


@on_all(ContactClosed)
def follow_what_was_closed(closed: list[Recorded]) -> None:
    facts = [one.fact for one in closed if isinstance(one.fact, ContactClosed)]
    follow([fact.contact_id for fact in facts if fact.agent_id is not None])


@on_all(OrderPlaced)
def stop_for_who_ordered(placed: list[Recorded]) -> None:
    _stop(placed)


@on_all(ContactBegun, shares=True)
def stop_for_another_matter(begun: list[Recorded]) -> None:
    _stop(begun)


@on_all(ContactReopened)
def stop_for_what_is_open_again(reopened: list[Recorded]) -> None:
    _stop(reopened)


@on(ResolutionConfirmed)
def heed_a_yes(fact: ResolutionConfirmed) -> None:
    if fact.settled:
        heed_settled(fact.contact_id)


@on(ConcessionDone)
def say_what_was_given(fact: ConcessionDone) -> None:
    say_thanks(fact.concession_id)


@on(ConcessionFailed)
def keep_quiet_about_what_was_not(fact: ConcessionFailed) -> None:
    say_nothing(fact.concession_id)


@on_all(CustomerTouched)
def trace_the_words(touched: list[Recorded]) -> None:
    """Of a follow-up that was said with a reply text."""
    facts = [one.fact for one in touched if isinstance(one.fact, CustomerTouched)]
    entries = Entry.objects.filter(
        pk__in=[fact.entry_id for fact in facts],
        details__play=PlayKind.FOLLOW_UP,
        details__has_key="text",
    )
    for entry in entries:
        trace(entry, texts=[UUID(entry.details["text"])])


def _stop(happened: list[Recorded]) -> None:
    """Of most who order or write nothing is planned: that is one look for all."""
    whose = {one.fact.customer_id for one in happened} - {None}
    people = [one for one in whose if one is not None]
    for customer_id in queries.with_plans(people, kind=PlayKind.FOLLOW_UP):
        # it locks their cases
        apart()
        stop_overtaken(customer_id)
