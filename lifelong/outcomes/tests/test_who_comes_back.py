"""Who comes back to us, by the doors that customers and plays use: both arms are counted alike."""

from datetime import timedelta
from pathlib import Path

import pytest

from lifelong.conversations.actions.closing import close
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import agent, incoming, receive_one, topic
from lifelong.lib.clock import stopped_at
from lifelong.outcomes import keeping
from lifelong.outcomes.comparing import Arms, Outcome, by_day
from lifelong.plays.models import Case, Play, PlayKind
from lifelong.plays.outreach.tests.parcels import (
    DAY,
    HOUR,
    NOON,
    bought,
    go_on,
    ours,
    outreach,
    reported,
    said,
)
from lifelong.plays.tests.building import case, draw_in_turn, play
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_are_held_out(monkeypatch: pytest.MonkeyPatch) -> None:
    draw_in_turn(monkeypatch)


def told_of_trouble(people: int = 4) -> Play:
    """So many have a late parcel; those in the treatment arm hear of it."""
    with stopped_at(NOON):
        one = outreach(holdout=50)
        for n in range(people):
            bought(str(n), email=f"{n}@example.com")
            reported(str(n))
        settle()
    with stopped_at(NOON + HOUR):
        go_on()
    return one


def wrote_again(of: Play, place: Path) -> Arms:
    with stopped_at(NOON + 30 * DAY):
        keeping.refresh(place)
    facts = keeping.opened(place)
    assert facts is not None
    ((_day, arms),) = by_day(
        facts, of.id, Outcome.CONTACT_AGAIN, holdout=of.holdout, currency="EUR"
    )
    return arms


def number_in(arm: str) -> int:
    return Case.objects.filter(arm=arm).count()


@pytest.mark.parametrize("after", [DAY, 5 * DAY])
@pytest.mark.parametrize("answering", [True, False])
def test_who_writes_after_outreach_counts_as_much_as_who_was_held_out(
    answering: bool, after: timedelta, tmp_path: Path
) -> None:
    one = told_of_trouble()
    assert len(said()) == 2
    with stopped_at(NOON + after):
        # after two days a hero has the matter open
        go_on()
        for n in range(4):
            told = Entry.objects.filter(
                kind="message_out", handle__value=f"{n}@example.com"
            ).first()
            answers = (told.message.external_id,) if told and answering else ()
            receive_one(
                incoming("Where is it?", sender=f"{n}@example.com", answers=answers), at=ours()
            )
    arms = wrote_again(one, tmp_path)
    assert (arms.treated.total, arms.held_out.total) == (
        number_in("treatment"), number_in("holdout")
    )  # fmt: skip


def test_who_only_thanks_for_the_news_does_not_write_again(tmp_path: Path) -> None:
    one = told_of_trouble()
    with stopped_at(NOON + DAY):
        for n in range(4):
            receive_one(incoming("Thank you!", sender=f"{n}@example.com"), at=ours())
    assert wrote_again(one, tmp_path).treated.total == 0


def test_who_writes_by_mail_after_a_closing_writes_again(tmp_path: Path) -> None:
    one = play(PlayKind.FOLLOW_UP)
    with stopped_at(NOON):
        came = receive_one()
        close(came.contact, topic=topic(), by=agent(), reason="By phone")
        case(one, came.contact.customer)
    with stopped_at(NOON + 2 * DAY):
        again = receive_one("It is broken again")
    assert again.contact == came.contact
    assert wrote_again(one, tmp_path).treated.total == 1


def test_the_second_time_somebody_comes_back_counts_too(tmp_path: Path) -> None:
    one = play(PlayKind.FOLLOW_UP)
    for days in (0, 2):
        with stopped_at(NOON - 5 * DAY + timedelta(days=days)):
            came = receive_one("It is broken")
            close(came.contact, topic=topic(), by=agent(), reason="By phone")
    with stopped_at(NOON):
        case(one, came.contact.customer)
    with stopped_at(NOON + DAY):
        assert receive_one("And again").contact == came.contact
    assert wrote_again(one, tmp_path).treated.total == 1
