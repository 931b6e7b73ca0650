"""Thanks for whoever complained and says that it is settled."""

from datetime import timedelta

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.actions.carrying_out import begin_try, failed_once
from lifelong.concessions.codes import code_of
from lifelong.concessions.models import Concession
from lifelong.concessions.tests.building import is_balanced
from lifelong.customers.models import Consent
from lifelong.lib import clock
from lifelong.plays.follow_up.models import Thanks
from lifelong.plays.follow_up.tests.building import (
    DAMAGED,
    DAY,
    HOUR,
    NOON,
    closed,
    goes_on,
    said,
    stands,
)
from lifelong.plays.follow_up.tests.thanks import (
    ANA,
    LATER,
    asked,
    given,
    tap,
    tapped_and_later,
    thanking,
    withheld,
)  # fmt: skip
from lifelong.plays.models import Case, Touch
from lifelong.plays.taps import Tap
from lifelong.routing.tests.ground import settle
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.risk import Risk

pytestmark = pytest.mark.django_db


def test_from_closing_to_asking_to_the_tap_to_the_thanks() -> None:
    thanking()
    contact = asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
        goes_on()
    assert not Concession.objects.exists()
    with clock.stopped_at(LATER):
        goes_on()
        made = given()
        assert (made.amount, made.kind, made.agent) == (500, "discount", None)
        goes_on()
        goes_on()
    assert len(said()) == 2
    assert code_of(made.id) in said()[1] and "€5.00" in said()[1]
    assert list(Touch.objects.order_by("step").values_list("purpose", flat=True)) == [
        "updates",
        "offers",
    ]
    contact.refresh_from_db()
    assert (contact.confirmed, contact.closed_at is None) == (True, False)
    assert stands() == ("done", "")
    is_balanced()


def test_nothing_is_said_before_the_shop_has_made_the_code() -> None:
    thanking()
    asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
        goes_on()
    assert (len(said()), Concession.objects.count()) == (1, 1)


def test_what_the_shop_refuses_is_not_promised() -> None:
    thanking()
    asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
        made = Concession.objects.get()
        begin_try(made.id)
        failed_once(made.id, words="no", permanent=True, unsure=False, pause=timedelta(0))
        settle()
        goes_on()
    assert (len(said()), withheld()) == (1, "failed")


def test_who_says_that_it_is_not_settled_waits_for_a_hero_and_gets_nothing() -> None:
    thanking()
    contact = asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.NOT_SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
    contact.refresh_from_db()
    assert contact.closed_at is None and contact.waiting_since is not None
    assert (len(said()), Concession.objects.exists()) == (1, False)


def test_a_yes_that_becomes_a_no_is_not_thanked() -> None:
    thanking()
    asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
        tap(Tap.NOT_SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
    assert (Concession.objects.exists(), withheld()) == (False, "unconfirmed")


def test_who_stays_silent_gets_nothing() -> None:
    thanking()
    asked()
    with clock.stopped_at(NOON + 10 * DAY):
        goes_on()
    assert (len(said()), Thanks.objects.exists(), stands()) == (1, False, ("done", ""))


def test_a_question_that_was_answered_is_no_complaint() -> None:
    thanking()
    tapped_and_later(asked("Which lamp fits a small garden?", about="Advice"))
    assert (Concession.objects.exists(), withheld()) == (False, "no-complaint")


def test_what_reads_like_a_complaint_is_one_whatever_it_was_closed_as() -> None:
    thanking()
    tapped_and_later(asked("I am very disappointed. The lamp arrived damaged.", about="Other"))
    assert Concession.objects.count() == 1


def test_who_wants_no_offers_is_given_nothing() -> None:
    thanking()
    contact = asked()
    Consent.objects.all().delete()
    tapped_and_later(contact)
    assert (Concession.objects.exists(), withheld()) == (False, "consent")


def test_one_person_is_thanked_once_in_180_days() -> None:
    thanking()
    contact = asked()
    tapped_and_later(contact)
    with clock.stopped_at(LATER):
        given()
    first = Case.objects.get()
    for days, count in ((100, 1), (181, 2)):
        with clock.stopped_at(NOON + days * DAY):
            again = closed("It came broken", about=DAMAGED)
        with clock.stopped_at(NOON + days * DAY + HOUR):
            goes_on()
            tap(Tap.SETTLED, Case.objects.get(subject=again.id))
        with clock.stopped_at(NOON + days * DAY + 26 * HOUR):
            goes_on()
        assert Concession.objects.count() == count
    assert set(Thanks.objects.exclude(case=first).values_list("withheld", flat=True)) == {
        "lately",
        "",
    }


def test_signs_of_abuse_end_it() -> None:
    """Somebody else at the same address got something."""
    thanking()
    bob = asked(sender="bob@example.com")
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
        given()
    contact = asked()
    case = Case.objects.get(subject=contact.id)
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED, case)
    with clock.stopped_at(LATER):
        goes_on()
    assert Thanks.objects.get(case=case).withheld == "authority"
    assert Concession.objects.get().customer == bob.customer


def test_words_of_abuse_that_a_hero_marked_end_it() -> None:
    thanking()
    contact = asked()
    judge_tag(contact, risk=Risk.ABUSE, holds=True, by=agent())
    tapped_and_later(contact)
    assert (Concession.objects.exists(), withheld()) == (False, "risk")


def test_more_than_the_level_holds_now_is_not_given() -> None:
    made = thanking()
    contact = asked()
    made.steps.filter(kind="thank").update(amount=1001)
    tapped_and_later(contact)
    assert (Concession.objects.exists(), withheld()) == (False, "authority")


def test_who_ordered_again_meanwhile_is_not_thanked() -> None:
    thanking()
    contact = asked()
    with clock.stopped_at(NOON + 2 * HOUR):
        taken(order("9", buyer=buyer(ANA, ref=ANA), placed_at=clock.now(), updated_at=clock.now()))
        settle()
    tapped_and_later(contact)
    assert (Concession.objects.exists(), withheld()) == (False, "overtaken")


def test_two_taps_are_thanked_once() -> None:
    thanking()
    asked()
    with clock.stopped_at(NOON + 24 * HOUR):
        tap(Tap.SETTLED)
        tap(Tap.SETTLED)
    with clock.stopped_at(LATER):
        goes_on()
        goes_on()
    assert Concession.objects.count() == Thanks.objects.count() == 1
