"""Who is followed when a matter is closed, and what ends it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Channel, Inbox
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.models import BegunBy, Contact, Resolution
from lifelong.conversations.tests.building import endpoint, incoming, receive_one, topic
from lifelong.customers.actions.consenting import stop as stop_writing
from lifelong.customers.models import Handle, How, Purpose
from lifelong.lib import clock
from lifelong.plays.follow_up.models import Sequence
from lifelong.plays.follow_up.tests.building import (
    ASK,
    DAY,
    HOUR,
    NOON,
    closed,
    goes_on,
    said,
    sequence,
    stands,
)
from lifelong.plays.models import Case, Play
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db
BERLIN = ZoneInfo("Europe/Berlin")
WEEK = [[["09:00", "17:00"]]] * 5 + [[], []]


def test_what_was_closed_is_asked_about_once_after_its_delay() -> None:
    sequence()
    with clock.stopped_at(NOON):
        contact = closed()
        goes_on()
        assert said() == []
    with clock.stopped_at(NOON + HOUR):
        goes_on()
        goes_on()
    (text,) = said()
    assert "Did our answer solve it?" in text and text.count("/t/") == 2
    assert "Hello Ana," in text and "June 1, 2026" in text
    contact.refresh_from_db()
    assert contact.closed_at is not None
    assert stands() == ("done", "")


def test_a_german_is_asked_in_german() -> None:
    sequence()
    with clock.stopped_at(NOON):
        contact = closed()
        contact.customer.language = "de"
        contact.customer.save()
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert "Hat unsere Antwort geholfen?" in said()[0] and "1. Juni 2026" in said()[0]


@pytest.mark.parametrize(
    ("resolution", "followed"),
    [
        (Resolution.SOLVED, True),
        (Resolution.NO_REPLY_NEEDED, False),
        (Resolution.SPAM, False),
        (Resolution.ABANDONED, False),
        (Resolution.COMBINED, False),
    ],
)
def test_only_chosen_resolutions_are_followed(resolution: Resolution, followed: bool) -> None:
    sequence()
    closed(resolution=resolution)
    assert Case.objects.exists() is followed


def test_spam_is_followed_by_nothing_whatever_is_asked_for() -> None:
    made = sequence(resolutions=(Resolution.SOLVED, Resolution.SPAM))
    assert made.resolutions == ["solved"]


def test_what_nobody_closed_is_not_followed() -> None:
    sequence()
    came = receive_one()
    close(came.contact, topic=topic(), by=None, reason="by itself")
    settle()
    assert not Case.objects.exists()


def test_what_we_began_is_followed_only_once_they_answered() -> None:
    sequence()
    came = receive_one(incoming("Thanks for telling me, and when?"))
    Contact.objects.update(begun_by=BegunBy.US)
    close(came.contact, topic=topic(), by=agent(), reason="told")
    settle()
    assert Case.objects.count() == 1
    silent = Contact.objects.create(
        conversation=came.conversation,
        customer=came.conversation.customer,
        channel="email",
        opened_at=clock.now(),
        begun_by=BegunBy.US,
    )
    close(silent, topic=topic(), by=agent())
    settle()
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    "text",
    [
        "My lawyer will write to you.",
        "The lamp caught fire and my son was burned, he is in hospital.",
        "You idiots, I will come and kill you.",
    ],
)
def test_legal_safety_and_abuse_are_left_alone(text: str) -> None:
    sequence()
    closed(text)
    assert not Case.objects.exists()


def test_the_nearest_sequence_follows_and_no_other() -> None:
    general = sequence(name="All")
    parcel, where = topic("Delivery"), topic()
    where.parent = parcel
    where.save()
    above = sequence(name="Parcels", topics=[parcel])
    closed()
    assert Case.objects.get().play_id == above.pk
    closed(about="Something else", sender="bob@example.com")
    assert Case.objects.filter(play=general.pk).count() == 1


def test_another_channel_or_topic_or_brand_is_not_followed() -> None:
    sequence(name="Texts", channels=[Channel.SMS])
    sequence(name="Refunds", topics=[topic("Refund")])
    other = sequence(name="Other")
    Play.objects.filter(pk=other.pk).update(brand=_other_brand())
    closed()
    assert not Case.objects.exists()


def _other_brand() -> object:
    from lifelong.channels.models import Brand

    return Brand.objects.create(name="Another")


def test_delays_are_opening_hours_over_the_change_of_clocks() -> None:
    """Friday 16:00, eight hours: Monday 16:00 on the wall, though the clocks went forward."""
    ours = endpoint()
    ours.brand.zone, ours.brand.hours = "Europe/Berlin", {"week": WEEK}
    ours.brand.save()
    Inbox.objects.filter(brand=ours.brand).update(hours={})
    eight = type(ASK)(ASK.kind, 8 * 60)
    sequence(eight)
    for friday in (
        datetime(2026, 3, 27, 16, tzinfo=BERLIN),
        datetime(2026, 10, 23, 16, tzinfo=BERLIN),
    ):
        with clock.stopped_at(friday.astimezone(UTC)):
            contact = closed(sender=f"{friday:%m}@example.com")
        due = Case.objects.get(subject=contact.id).due_at
        assert due is not None
        assert due.astimezone(BERLIN) == friday.replace(tzinfo=None).replace(
            tzinfo=BERLIN
        ) + timedelta(days=3)


def test_an_answer_stops_it() -> None:
    sequence()
    with clock.stopped_at(NOON):
        closed()
        receive_one("It is still broken")
        settle()
    assert stands()[0] == "stopped"
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert said() == []


def test_a_new_matter_stops_it() -> None:
    sequence()
    with clock.stopped_at(NOON):
        contact = closed()
        other = Contact.objects.create(
            conversation=contact.conversation,
            customer=contact.customer,
            channel="email",
            opened_at=clock.now(),
        )
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert (said(), stands(), other.closed_at) == ([], ("stopped", "another"), None)


def test_a_hero_who_takes_it_up_again_stops_it() -> None:
    sequence()
    contact = closed()
    reopen_contact(contact, by=agent())
    settle()
    assert stands() == ("stopped", "another")


@pytest.mark.parametrize(("hours", "stopped"), [(0.5, True), (-48, False)])
def test_a_new_order_stops_it_and_an_old_one_that_is_told_late_does_not(
    hours: float, stopped: bool
) -> None:
    sequence()
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + HOUR / 2):
        placed = NOON + timedelta(hours=hours)
        taken(order(buyer=buyer("ana@example.com"), placed_at=placed, updated_at=clock.now()))
        settle()
    assert stands() == (("stopped", "bought") if stopped else ("planned", ""))


def test_an_opt_out_stops_it() -> None:
    sequence()
    with clock.stopped_at(NOON):
        closed()
    handle = Handle.objects.get(value="ana@example.com")
    stop_writing(handle, channel=Channel.EMAIL, how=How.LINK, purpose=Purpose.UPDATES)
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert (said(), stands()) == ([], ("stopped", "consent"))


def test_a_play_that_was_off_for_weeks_does_not_ask_about_what_is_long_over() -> None:
    made = sequence()
    with clock.stopped_at(NOON):
        closed()
    Play.objects.filter(pk=made.pk).update(is_on=False)
    with clock.stopped_at(NOON + 20 * DAY):
        goes_on()
        Play.objects.filter(pk=made.pk).update(is_on=True)
        goes_on()
    assert (said(), stands()) == ([], ("stopped", "stale"))


def test_a_matter_that_is_closed_twice_is_followed_once() -> None:
    sequence()
    contact = closed()
    reopen_contact(contact, by=agent())
    close(contact, topic=topic(), by=agent(), reason="again")
    settle()
    assert Case.objects.count() == 1
    assert Sequence.objects.get().steps.count() == 1


def test_a_matter_that_is_closed_again_as_something_else_is_followed_no_second_time() -> None:
    sequence(name="Parcels", topics=[topic()])
    sequence(name="Damages", topics=[topic("Damaged item")])
    contact = closed()
    reopen_contact(contact, by=agent())
    close(contact, topic=topic("Damaged item"), by=agent(), reason="again")
    settle()
    assert Case.objects.get().play.name == "Parcels"
