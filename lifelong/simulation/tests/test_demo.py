"""The made-up world: how much is in it, that it holds together, and that it is always the same."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Count, F, Max, Q, Sum

from lifelong.accounts.models import Agent, Role, Team
from lifelong.channels.models import Channel, Delivery, DeliveryState
from lifelong.commerce.actions.marking import mark_all
from lifelong.commerce.actions.noticing import notice_all
from lifelong.commerce.models import (
    Incident,
    Milestone,
    Order,
    OrderItem,
    Product,
    Review,
    Shipment,
    ShipmentReport,
    ShipmentState,
)
from lifelong.commerce.parcels import course_of, urgency
from lifelong.concessions.models import (
    Approval,
    AuthorityLevel,
    Concession,
    LevelHolding,
    State,
)
from lifelong.concessions.tests.building import is_balanced
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.actions.showing_orders import missing_milestones
from lifelong.conversations.models import Contact, Conversation, Entry, EntryKind, Promise, Sending
from lifelong.conversations.standing import Status, standing_of
from lifelong.customers.models import Consent, Customer, Handle, HandleKind, Joining
from lifelong.customers.suggestions import person_of, suggestions
from lifelong.events.models import Event
from lifelong.knowledge.models import AnswerText
from lifelong.lib import clock, jobs
from lifelong.plays.models import Case, CaseState, Play, PlayKind, Touch
from lifelong.plays.outreach.actions.setting_out import end_masses, find_masses
from lifelong.plays.outreach.foretelling import foretold
from lifelong.plays.outreach.models import MassIncident, MassState
from lifelong.plays.outreach.queries import counts
from lifelong.routing.models import Shift
from lifelong.simulation.demo import SIGN_INS, fill_once
from lifelong.simulation.outreach_texts import HOLDOUT

#: a busy week in spring
NOW = datetime(2026, 4, 22, 14, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def world(django_db_setup: Any, django_db_blocker: Any) -> Any:
    """Filled once for all tests here, and rolled back after the last."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.stopped_at(NOW):
            assert fill_once()
            yield
        transaction.set_rollback(True)


@pytest.fixture
def seen(world: Any, db: None) -> Any:
    """Looked at from that moment; whatever a test changes is undone."""
    with clock.stopped_at(NOW):
        yield


def test_a_shop_with_its_people_and_two_years_behind_it(seen: None) -> None:
    assert Product.objects.count() == 120
    assert Customer.objects.exclude(name="").count() >= 300
    assert 800 < Order.objects.count() < 1300
    heroes = [one for one in Agent.objects.all() if one.has_role(Role.HERO)]
    assert len(heroes) == 8
    assert Team.objects.count() == 2
    assert Contact.objects.count() > 300
    assert set(Contact.objects.values_list("channel", flat=True)) == {
        Channel.EMAIL, Channel.CHAT, Channel.SMS,
    }  # fmt: skip
    first = Order.objects.order_by("placed_at")[0].placed_at
    assert first is not None
    assert timedelta(days=700) < NOW - first <= timedelta(days=731)
    assert Review.objects.filter(stars__gte=4).count() > Review.objects.filter(stars__lt=4).count()
    assert Review.objects.count() > 200
    assert not Shift.objects.filter(signed_off_at=None).exists()


def test_spring_and_christmas_are_the_busy_times(seen: None) -> None:
    def monthly(*months: int) -> float:
        return Order.objects.filter(placed_at__month__in=months).count() / len(months)

    usual = monthly(6, 7, 8, 9)
    assert monthly(4, 5) > 1.3 * usual
    assert monthly(12) > 1.3 * usual


def test_some_parcels_are_late_and_some_are_lost(seen: None) -> None:
    today = NOW.date()
    shipments = list(Shipment.objects.all())
    assert sum(one.state == ShipmentState.FAILED for one in shipments) > 5
    late = [one for one in shipments if urgency(one.state, one.expected_on, today=today) == "late"]
    assert len([one for one in late if one.state != ShipmentState.FAILED]) >= 3
    assert all(one.tracking_number and one.carrier and one.expected_on for one in shipments
               if one.state not in (ShipmentState.SHIPPED, ShipmentState.PREPARING))  # fmt: skip


def test_the_money_adds_up(seen: None) -> None:
    for order in Order.objects.prefetch_related("items", "refunds"):
        goods = sum(one.price * one.quantity - one.discount for one in order.items.all())
        assert order.total == goods + order.shipping, order
        assert order.discount == sum(one.discount for one in order.items.all())
        refunded = sum(one.amount for one in order.refunds.all())
        assert 0 <= refunded <= order.total
        assert (refunded > 0) == (order.financial in ("refunded", "partially_refunded")), order
        assert (refunded == order.total) == (order.financial == "refunded")
    assert OrderItem.objects.aggregate(sum=Sum("quantity"))["sum"] > 1500


def test_orders_stand_where_the_real_code_would_have_put_them(seen: None) -> None:
    before = Milestone.objects.count()
    mark_all(list(Order.objects.all()))
    assert Milestone.objects.count() == before
    for shipment in Shipment.objects.prefetch_related("reports")[:300]:
        course = course_of(shipment.reports.all())
        assert (shipment.state, shipment.expected_on) == (course.state, course.expected_on)
        assert (shipment.shipped_at, shipment.delivered_at) == (
            course.shipped_at, course.delivered_at,
        )  # fmt: skip
    written = Conversation.objects.values_list("customer_id", flat=True)
    assert not missing_milestones(set(written)).exists()


def test_every_conversation_stands_as_its_contacts_do(seen: None) -> None:
    for talk in Conversation.objects.filter(lead=None):
        people = Q(conversation=talk) | Q(conversation__lead=talk)
        contacts = Contact.objects.filter(people)
        assert (talk.status, talk.waiting_since, talk.due_at) == standing_of(
            contacts, owned=talk.owner_id is not None, now=NOW
        )
        entries = Entry.objects.filter(people)
        places = entries.aggregate(last=Max("position"), revision=Max("revision"))
        assert talk.position == places["last"]
        assert talk.revision > places["revision"]
    doubled = Entry.objects.values("conversation", "position").annotate(n=Count("id"))
    assert not doubled.filter(n__gt=1).exists()
    assert not Conversation.objects.filter(status__in=[Status.NEW, Status.OPEN]).exists()
    assert Conversation.objects.filter(status=Status.PENDING).count() >= 4


def test_levels_are_held_and_something_was_given_within_them(seen: None) -> None:
    assert [one.name for one in AuthorityLevel.objects.order_by("rank")] == [
        "Follow-ups", "Hero", "Senior", "Lead",
    ]  # fmt: skip
    heroes = Agent.objects.filter(roles__overlap=[Role.HERO, Role.LEAD])
    assert set(LevelHolding.objects.values_list("agent", flat=True)) == {one.id for one in heroes}
    assert Concession.objects.filter(state=State.DONE).count() == 4
    assert Concession.objects.filter(state=State.FAILED).count() == 1
    waiting = Approval.objects.get(decided_at=None)
    assert waiting.until > NOW and waiting.level.name == "Senior"
    is_balanced()


def test_nothing_lies_in_the_future_and_nothing_goes_out_again(seen: None) -> None:
    for model, when in (
        (Entry, "placed_at"), (Order, "placed_at"), (Milestone, "at"), (ShipmentReport, "at"),
        (Contact, "opened_at"), (Contact, "closed_at"), (Contact, "first_reply_at"),
        (Customer, "made_at"), (Event, "at"), (Shift, "signed_off_at"), (Review, "at"),
        (Sending, "accepted_at"), (Promise, "made_at"), (Promise, "settled_at"),
    ):  # fmt: skip
        assert not model._default_manager.filter(**{f"{when}__gt": NOW}).exists(), (model, when)
    assert not Sending.objects.filter(next_try_at__isnull=False).exists()
    assert not Promise.objects.filter(settled_at=None, due_at__lte=NOW).exists()
    assert not Contact.objects.filter(closed_at__lt=F("opened_at")).exists()
    assert not Contact.objects.filter(closed_at=None, topic__isnull=False).exists()
    left = sum(jobs.depth().values())
    told = ["ApprovalAsked", "ResolutionConfirmed", "PlaySwitched"]
    heard = Q(name__startswith="Concession") | Q(name__in=told)
    # the first facts are written once the shop is up
    expected = Joining.objects.count() + Event.objects.filter(heard).count() + 1
    assert left == expected, "nothing else is left to follow"


def test_words_name_the_orders_that_people_have(seen: None) -> None:
    said = Entry.objects.filter(kind__in=[EntryKind.MESSAGE_IN, EntryKind.MESSAGE_OUT])
    assert not said.filter(Q(text__contains="{") | Q(text__contains="}")).exists()
    named = said.filter(text__contains="HB-").values_list("customer_id", "text")
    assert len(named) > 100
    # some were joined: what they bought before is theirs
    people = {one.id: one.person_id for one in Customer.objects.all()}
    own = {one.number: one.customer_id and people[one.customer_id] for one in Order.objects.all()}
    phones = dict(Handle.objects.filter(kind=HandleKind.PHONE).values_list("customer_id", "value"))
    by_phone = dict(Order.objects.values_list("number", "phone"))
    for customer_id, text in named:
        number = text[text.index("HB-") :][:8]
        is_own = own[number] == people[customer_id]
        assert is_own or by_phone[number] == phones.get(customer_id), (number, text)


def test_outreach_has_told_some_and_one_trouble_waits_for_a_lead(seen: None) -> None:
    play = Play.objects.get(kind=PlayKind.OUTREACH)
    assert play.is_on and {"en", "de"} <= {*AnswerText.objects.values_list("language", flat=True)}
    past = Case.objects.filter(play=play, begun_at__lt=NOW - timedelta(days=2))
    assert past.filter(step=1).count() >= 8 and past.filter(replied_at__isnull=False).count() >= 2
    assert set(past.values_list("state", flat=True)) <= {CaseState.STOPPED, CaseState.HELD}
    # under one share, so that what it caused is one sum
    assert set(Case.objects.filter(play=play).values_list("holdout", flat=True)) == {HOLDOUT}
    assert Touch.objects.filter(case__play=play).count() == past.filter(step=1).count()
    (mass,) = MassIncident.objects.all()
    assert (mass.state, mass.parcels, mass.over_at) == (MassState.FOUND, 24, None)
    assert counts(mass)["all"] == 24 and counts(mass)["planned"] >= 15
    # the real code finds it as it is: nothing new, and nothing over
    assert find_masses() == []
    end_masses()
    assert MassIncident.objects.filter(over_at=None).count() == 1
    assert all(one.words for one in foretold(mass)) and foretold(mass)


def test_incidents_are_those_that_the_real_code_sees(seen: None) -> None:
    before = list(Incident.objects.order_by("id").values_list("id", "cause", "resolved_at"))
    assert len(before) > 60
    with transaction.atomic():
        notice_all(list(Order.objects.filter(incidents__isnull=False).distinct()))
        assert (
            list(Incident.objects.order_by("id").values_list("id", "cause", "resolved_at"))
            == before
        )
        transaction.set_rollback(True)


def test_some_people_reach_us_in_two_ways(seen: None) -> None:
    assert Joining.objects.filter(parted_at=None).count() == 5
    assert Conversation.objects.filter(lead__isnull=False).count() == 5
    texters = Customer.objects.filter(name="", lead=None, joined=None)
    found = [suggestions(person_of(one, is_joined=False)) for one in texters]
    assert [len(one) for one in found] == [1], "one waits for somebody to say so"
    assert Consent.objects.filter(given=False).count() == 1


def test_the_four_who_write_now_are_taken_in(seen: None) -> None:
    while settle_batch():
        pass
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.STORED}
    waiting = Conversation.objects.exclude(waiting_since=None)
    assert waiting.count() == 4
    assert sorted(waiting.values_list("channel", flat=True)) == ["chat", "email", "email", "sms"]


def test_everybody_named_can_sign_in(seen: None) -> None:
    for name, email, _password, role in SIGN_INS:
        agent = Agent.objects.get(email=email)
        assert (agent.name, agent.roles) == (name, [role])
    assert agent.check_password(SIGN_INS[-1][2])
    assert Agent.objects.values("password").distinct().count() == 1


def test_it_is_filled_once(seen: None) -> None:
    before = Conversation.objects.count()
    assert not fill_once()
    assert Conversation.objects.count() == before
