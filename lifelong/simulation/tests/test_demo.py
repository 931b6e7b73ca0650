import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import Delivery, DeliveryState
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.models import Contact, Conversation, Entry, Promise, Sending
from lifelong.conversations.standing import Status
from lifelong.lib import clock
from lifelong.routing.models import Shift
from lifelong.simulation.demo import SIGN_INS, fill_once

pytestmark = pytest.mark.django_db


def test_the_demo_is_filled_once_and_soon() -> None:
    with CaptureQueriesContext(connection) as queries:
        assert fill_once()
    assert len(queries) < 3500, "about two seconds of an otherwise idle machine"
    people = Conversation.objects.count()
    assert not fill_once()
    assert Conversation.objects.count() == people


def test_a_real_installation_is_left_alone() -> None:
    Agent.objects.create(email="ada@shop.example", name="Ada", roles=[Role.ADMIN])
    assert not fill_once()
    assert Agent.objects.count() == 1


def test_everybody_named_can_sign_in() -> None:
    fill_once()
    for name, email, _password, role in SIGN_INS:
        agent = Agent.objects.get(email=email)
        assert (agent.name, agent.roles) == (name, [role])
    assert agent.check_password(SIGN_INS[-1][2])
    assert Agent.objects.values("password").distinct().count() == 1


def test_the_past_is_settled_and_none_of_it_goes_out_again() -> None:
    fill_once()
    now = clock.now()
    assert Contact.objects.count() > 40
    assert not Conversation.objects.filter(status__in=[Status.NEW, Status.OPEN]).exists()
    assert Conversation.objects.filter(status=Status.PENDING).count() == 5
    assert not Contact.objects.filter(closed_at=None, topic__isnull=False).exists()
    assert not Entry.objects.filter(placed_at__gt=now).exists()
    assert not Sending.objects.filter(next_try_at__isnull=False).exists()
    assert Promise.objects.filter(settled_at=None).get().due_at > now
    assert not Shift.objects.filter(signed_off_at=None).exists()


def test_six_people_are_writing_now_and_the_intake_takes_them_in() -> None:
    fill_once()
    before = Contact.objects.count()
    while settle_batch():
        pass
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.STORED}
    waiting = Conversation.objects.exclude(waiting_since=None)
    assert waiting.count() == 6
    assert Contact.objects.count() == before + 5, "one of them answers us"
