"""Who is asked and who is held out, and where the question goes."""

from collections.abc import Mapping
from collections.abc import Sequence as Many
from uuid import UUID

import pytest

from lifelong.conversations.actions.confirming import confirm
from lifelong.conversations.models import Message, Sending
from lifelong.conversations.tests.building import endpoint
from lifelong.customers.models import Handle
from lifelong.customers.tests.handles import met
from lifelong.lib import clock
from lifelong.plays.actions.taking_steps import take_due_steps
from lifelong.plays.follow_up.looking_back import last_week
from lifelong.plays.follow_up.models import Sequence
from lifelong.plays.follow_up.playing import FollowUp
from lifelong.plays.follow_up.tests.building import (
    HOUR,
    NOON,
    closed,
    goes_on,
    said,
    sequence,
    stands,
)
from lifelong.plays.models import Case, Play, PlayKind
from lifelong.plays.playing import Way, Words
from lifelong.plays.tests.building import draw_in_turn

pytestmark = pytest.mark.django_db


def test_it_goes_back_to_where_they_wrote_from_and_goes_on_with_their_mail() -> None:
    ours = endpoint()
    second = endpoint(into=ours.inbox)
    sequence(at=ours)
    with clock.stopped_at(NOON):
        contact = closed(at=second, external_id="first@example.com")
        other = met("ana@work.example", proof="identity")
        Handle.objects.filter(customer=other).update(customer=contact.customer)
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    message = Message.objects.get(automatic="by-itself")
    assert message.entry.sending.recipient == "ana@example.com"
    assert message.endpoint == second
    assert (message.subject, message.answers) == ("Re: My order", ["first@example.com"])


def test_where_they_wrote_from_is_of_use_only_while_it_is_theirs_alone() -> None:
    sequence()
    with clock.stopped_at(NOON):
        contact = closed()
        other = met("ana@work.example", proof="identity")
        Handle.objects.filter(customer=contact.customer).update(shared=True)
        Handle.objects.filter(customer=other).update(customer=contact.customer)
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert Sending.objects.get().recipient == "ana@work.example"


@pytest.mark.parametrize(
    ("text", "about", "arms"),
    [
        ("Hello", "Damaged item", {"owed"}),
        ("Hello", "Customs", {"owed"}),
        ("The lamp came broken.", "Other", {"owed"}),
        ("Where is my parcel?", "Where is my order", {"treatment", "holdout"}),
        ("I want to return it", "Returns", {"treatment", "holdout"}),
    ],
)
def test_who_is_owed_help_is_never_held_out(
    text: str, about: str, arms: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    draw_in_turn(monkeypatch)
    made = sequence()
    Play.objects.filter(pk=made.pk).update(holdout=50)
    made = Sequence.objects.get()
    for n in range(4):
        closed(text, about=about, sender=f"{n}@example.com")
    assert set(Case.objects.values_list("arm", flat=True)) == arms
    held = {str(one.contact.id) for one in last_week(made) if one.held}
    assert held == {
        str(one) for one in Case.objects.filter(arm="holdout").values_list("subject", flat=True)
    }


def test_who_says_yes_while_it_is_being_said_is_not_asked_again() -> None:
    class Interrupted(FollowUp):
        def words(self, ready: Many[tuple[Case, Way]]) -> Mapping[UUID, Words]:
            confirm(contact, settled=True)
            return super().words(ready)

    sequence()
    with clock.stopped_at(NOON):
        contact = closed()
    with clock.stopped_at(NOON + HOUR):
        take_due_steps(PlayKind.FOLLOW_UP, Interrupted())
    assert (said(), stands()) == ([], ("stopped", "settled"))


def test_who_is_held_out_is_written_down_and_hears_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draw_in_turn(monkeypatch)
    made = sequence()
    Play.objects.filter(pk=made.pk).update(holdout=50)
    with clock.stopped_at(NOON):
        for n in range(6):
            closed(sender=f"{n}@example.com")
    assert Case.objects.filter(state="held").count() == 3
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert len(said()) == 3
