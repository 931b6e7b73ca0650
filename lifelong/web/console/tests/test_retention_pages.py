"""The panel beside somebody who may go, and the admin's pages behind it."""

from datetime import timedelta

import pytest
from django.test import Client

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Inbox
from lifelong.concessions.actions.setting_authority import hand_level
from lifelong.concessions.models import Concession
from lifelong.concessions.tests.building import bought, holder, level
from lifelong.conversations.events import MessageReceived
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import receive_one
from lifelong.events.models import Event
from lifelong.events.reactor import handle
from lifelong.lib import clock
from lifelong.plays.actions.switching import switch
from lifelong.plays.models import PlayKind
from lifelong.plays.retention.actions.preparing import add_deal
from lifelong.plays.retention.actions.proposing import propose
from lifelong.plays.retention.models import Deal, Proposal
from lifelong.plays.tests.building import play
from lifelong.routing.actions.calling import call, call_the_next, set_roster
from lifelong.routing.models import Certificate, Offer, OfferState, OnCall

_BACKEND = "lifelong.web.signin.backend.Backend"

pytestmark = pytest.mark.django_db


@pytest.fixture
def hero() -> Agent:
    level(2, 9000)
    return holder(level(1, 2000))


@pytest.fixture
def screen(hero: Agent) -> Client:
    browser = Client()
    browser.force_login(hero, backend=_BACKEND)
    return browser


@pytest.fixture
def admin() -> Client:
    browser = Client()
    browser.force_login(agent(Role.ADMIN, name="Root"), backend=_BACKEND)
    return browser


def written(text: str, hero: Agent) -> Contact:
    """Taken in and read, in an inbox of the hero."""
    contact = receive_one(text).contact
    handle([str(one.id) for one in Event.objects.filter(name=MessageReceived.__name__)])
    Inbox.objects.get().members.add(hero)
    return contact


def who(screen: Client, contact: Contact) -> str:
    return screen.get(f"/conversations/{contact.conversation_id}/who").content.decode()


def test_beside_who_wants_to_cancel_stand_order_steps_and_deals(
    screen: Client, hero: Agent
) -> None:
    lamp = bought()
    add_deal(name="Ten percent back", kind="refund", percent=10)  # type: ignore[arg-type]
    shown = who(screen, written(f"Please cancel my order {lamp.number}", hero))
    assert "They may go" in shown and "“cancel my order" in shown
    assert f"/orders/{lamp.id}" in shown
    assert "You may give" in shown and "€20.00" in shown
    assert "ask what made them decide" in shown
    assert "Ten percent back" in shown and "€5.50" in shown


def test_beside_anybody_else_there_is_nothing_of_it(screen: Client, hero: Agent) -> None:
    assert 'id="retention"' not in who(screen, written("Hello", hero))


def test_beside_who_is_held_out_stands_the_risk_and_neither_steps_nor_deals(
    screen: Client, hero: Agent
) -> None:
    lamp = bought()
    deal = add_deal(name="Ten percent back", kind="refund", percent=10)  # type: ignore[arg-type]
    play(PlayKind.RETENTION, holdout=100)
    contact = written(f"Please cancel my order {lamp.number}", hero)
    shown = who(screen, contact)
    panel = shown.split('id="retention"')[1].split("</section>")[0]
    assert "They may go" in panel and "“cancel my order" in panel
    assert "Part of the comparison group: serve them as usual." in panel
    assert "ask what made them decide" not in panel and "Ten percent back" not in panel
    assert "You may give" not in panel
    said = {"deal": str(deal.id), "order": str(lamp.id)}
    answer = screen.post(f"/contacts/{contact.id}/proposals", said)
    assert answer.status_code == 409 and "comparison group" in answer.content.decode()
    assert not Proposal.objects.exists()


def test_what_was_proposed_before_is_still_answered(screen: Client, hero: Agent) -> None:
    lamp = bought()
    add_deal(name="Ten percent back", kind="refund", percent=10)  # type: ignore[arg-type]
    contact = written(f"Please cancel my order {lamp.number}", hero)
    propose(Deal.objects.get(), to=contact, order=lamp, by=hero)
    switch(play(PlayKind.RETENTION, at=contact.endpoint), on=False, by=None)
    shown = who(screen, contact)
    assert "Retention is switched off" in shown and "They accept" in shown
    screen.post(f"/proposals/{Proposal.objects.get().id}/acceptance")
    assert Concession.objects.count() == 1


def test_a_hero_proposes_and_the_customer_accepts(screen: Client, hero: Agent) -> None:
    lamp = bought()
    deal = add_deal(name="Ten percent back", kind="refund", percent=10)  # type: ignore[arg-type]
    contact = written("Please cancel my order", hero)
    said = {"deal": str(deal.id), "order": str(lamp.id)}
    assert screen.post(f"/contacts/{contact.id}/proposals", said).status_code == 204
    assert "They accept" in who(screen, contact)
    path = f"/proposals/{Proposal.objects.get().id}/acceptance"
    assert screen.post(path).status_code == 204
    assert screen.delete(path).status_code == 409
    assert "accepted, granted" in who(screen, contact)
    assert Concession.objects.get().money.amount == 550


def test_a_deal_that_is_none_is_refused_in_a_sentence(screen: Client, hero: Agent) -> None:
    contact = written("Please cancel my order", hero)
    answer = screen.post(f"/contacts/{contact.id}/proposals", {"deal": "x", "order": ""})
    assert answer.status_code == 404 and "no such deal" in answer.content.decode()


def test_an_admin_sets_the_steps_and_adds_and_retires_a_deal(admin: Client, hero: Agent) -> None:
    page = admin.get("/settings/retention").content.decode()
    assert "ask what made them decide" in page and "No deals yet" in page
    admin.post("/settings/retention", {"steps": "Listen.\nThen ask."})
    said = {"name": "A code", "kind": "discount", "amount": "10", "currency": "EUR",
            "reason": "retention"}  # fmt: skip
    page = admin.post("/settings/retention/deals", said).content.decode()
    assert "A code can be proposed now." in page and "Listen.\nThen ask." in page
    assert admin.post("/settings/retention/deals", {**said, "percent": "5"}).status_code == 422
    assert admin.post("/settings/retention/deals", {**said, "currency": "?"}).status_code == 422
    admin.delete(f"/settings/retention/deals/{Deal.objects.get().id}")
    assert not Deal.objects.get().is_active


def test_an_admin_gives_the_certificate_and_takes_it_back(admin: Client, hero: Agent) -> None:
    path = f"/settings/heroes/{hero.id}/certificate"
    assert "by Root" in admin.post(path).content.decode()
    admin.post(path)
    assert Certificate.objects.get().given_by is not None
    assert "taken back" in admin.delete(path).content.decode()
    assert "Give the certificate" in admin.get(f"/settings/heroes/{hero.id}").content.decode()


def test_an_admin_says_who_is_on_call(admin: Client, hero: Agent) -> None:
    lead = agent(Role.LEAD, name="Lea")
    told = admin.post("/settings/on-call", {"agent": [str(lead.id)]})
    assert told.status_code == 422 and "Lea holds no authority" in told.content.decode()
    hand_level(lead, level=level(5, 100))
    admin.post("/settings/on-call", {"agent": [str(lead.id), "", str(hero.id)]})
    assert list(OnCall.objects.order_by("turn").values_list("agent", flat=True)) == [
        lead.id,
        hero.id,
    ]
    assert "selected" in admin.get("/settings/on-call").content.decode()


def test_who_is_called_hears_it_on_every_page_and_answers(screen: Client, hero: Agent) -> None:
    contact, ben = written("Please cancel my order", hero), agent(name="Ben")
    set_roster([hero])
    parts = {"waited": 9, "used": 0.1, "continuity": 0, "load": 0, "capacity": 3,
             "risks": ["cancellation"], "alone": True}  # fmt: skip
    offer = Offer.objects.create(
        conversation=contact.conversation, customer_id=contact.customer_id, agent=ben,
        at=clock.now(), state=OfferState.GIVEN, parts=parts,
    )  # fmt: skip
    made = call(offer)
    assert made
    assert "With Ben: they want to cancel" in screen.get("/offers").content.decode()
    assert "I see to it" not in screen.post(f"/calls/{offer.id}/answer").content.decode()
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        call_the_next()
    assert "I see to it" not in screen.get("/offers").content.decode()
