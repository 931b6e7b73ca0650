import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.policy import caller_for
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.delivering import (
    NothingToReplay,
    block,
    blocked,
    claim,
    let_in,
    replay,
    settle,
)
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.channels.queries import deliveries, delivery_counts
from lifelong.channels.tests.building import delivery
from lifelong.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db


def settled(state: DeliveryState, reason: str = "") -> Delivery:
    kept = delivery()
    settle(kept, state, reason=reason)
    return Delivery.objects.get(pk=kept.pk)


def test_what_is_kept_waits_to_be_read_and_is_claimed_oldest_first() -> None:
    first, second = delivery(), delivery()
    assert claim(10, most_bytes=10_000) == [first.id, second.id]
    settle(first, DeliveryState.STORED)
    assert claim(10, most_bytes=10_000) == [second.id]


def test_every_delivery_is_counted_where_it_stands() -> None:
    delivery()
    for state in DeliveryState.values[1:]:
        settled(DeliveryState(state))
    counts = delivery_counts(visible_to=caller_for(agent(Role.ADMIN)))
    assert counts == {
        "received": 7, "unprocessed": 1, "stored": 1, "duplicates": 1, "parked": 1,
        "quarantined": 2, "put_away": 1,
    }  # fmt: skip


def test_what_is_parked_says_why_and_can_be_read_again() -> None:
    parked = settled(DeliveryState.PARKED, "It has no end.")
    assert parked.reason == "It has no end."
    replay(parked)
    assert claim(10, most_bytes=10_000) == [parked.id]
    with pytest.raises(NothingToReplay):
        replay(parked)


def test_what_is_let_in_is_read_again_without_suspicion() -> None:
    doubtful = settled(DeliveryState.QUARANTINED)
    with pytest.raises(NothingToReplay):
        replay(doubtful)
    let_in(doubtful)
    doubtful.refresh_from_db()
    assert (doubtful.state, doubtful.let_in) == (DeliveryState.UNPROCESSED, True)


def test_a_blocked_sender_is_known_in_every_spelling_and_named_nowhere() -> None:
    doubtful = settled(DeliveryState.QUARANTINED)
    block(doubtful, handles=["Spam@example.com"], by=agent(Role.ADMIN))
    refused = ("email", "spam@EXAMPLE.com")
    asked = [("chat", "spam@example.com"), refused, ("chat", "spam@EXAMPLE.com")]
    assert blocked(asked) == {refused}
    assert Delivery.objects.get().state == DeliveryState.BLOCKED
    settle(doubtful, DeliveryState.QUARANTINED)
    block(doubtful, handles=["spam@example.com"], by=None)


def test_only_what_waits_in_quarantine_can_be_blocked() -> None:
    stored = settled(DeliveryState.STORED)
    with pytest.raises(NothingToReplay):
        block(stored, handles=["ana@example.com"], by=None)
    assert Delivery.objects.get().state == DeliveryState.STORED
    assert blocked([("email", "ana@example.com")]) == set()


def test_only_who_looks_after_the_intake_sees_it() -> None:
    delivery()
    assert deliveries(visible_to=caller_for(agent(Role.AUDITOR))).count() == 1
    with pytest.raises(NotAllowed):
        deliveries(visible_to=caller_for(agent(Role.HERO)))
