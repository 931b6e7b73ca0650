"""A conversation with something of every kind in it."""

import zlib
from datetime import timedelta
from uuid import UUID

from django.core import signing

from lifelong.accounts.actions.issuing import issue
from lifelong.accounts.actions.teaming import form_team
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import DeliveryState, Endpoint
from lifelong.channels.tests.building import endpoint
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.actions.approving import ask
from lifelong.concessions.actions.setting_authority import add_level, hand_level, set_level
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import Kind, Limit, Reason
from lifelong.concessions.models import Approval
from lifelong.connectors.easypost.tests.recorded import feed
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import release
from lifelong.conversations.actions.pinning import pin
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.actions.tagging import tag_named
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Attachment, Contact, Conversation, Entry
from lifelong.customers.models import Customer
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock, ids
from lifelong.lib.money import Money
from lifelong.lists.models import Bulk, Member, SavedList
from lifelong.plays.actions.switching import set_up
from lifelong.plays.follow_up.tests.building import sequence
from lifelong.plays.models import PlayKind
from lifelong.plays.outreach.models import MassIncident, Template
from lifelong.plays.retention.models import Deal, Proposal
from lifelong.plays.rules.tests.building import rule
from lifelong.routing.actions.pricing import set_licence_cost
from lifelong.routing.models import LicenceCost
from lifelong.web.api.tests.shop import Shop
from tests.journeys.permissions import Place
from tests.journeys.permissions.lines import refusal_of


def make_place(shop: Shop, name: str, *, to: Endpoint) -> Place:
    """A customer who waits, without an owner, after a past. Its secret is in every text."""
    secret, writer = f"quince{name}", shop.agent(f"writer-{name}", Role.HERO)
    sender = f"{name}@example.com"
    with clock.stopped_at(clock.now() - timedelta(days=30)):
        settled, failed = _past(shop, sender, secret, writer, to)
    first = shop.mail(sender, f"Hello {secret}", to=to, subject=f"Help {secret}")
    assert first.contact
    due = clock.now() + timedelta(days=1)
    promised = promise(first.contact, text=f"Call about {secret}", due_at=due, by=writer)
    sent = reply(first.contact, text=f"Soon {secret}", by=writer, seen_position=None)
    noted = note(first.conversation, text=f"Mind {secret}", by=writer)
    pinned = pin(first.conversation, text=f"Likes {secret}", by=writer)
    release(first.conversation, by=writer)
    picture = IncomingFile(
        name=f"{secret}.png", content_type="image/png", content=f"png {secret}".encode()
    )
    entry = shop.mail(
        sender,
        f"And? {secret}",
        to=to,
        subject=f"Help {secret}",
        quoted=f"> {secret}",
        html=f"<p>{secret}</p>",
        files=(picture,),
    )
    assert entry.contact_id == first.contact_id
    ordered = taken(order(name, buyer=buyer(sender, ref=name), updated_at=clock.now()))
    assert entry.handle
    made = join(entry.handle.customer, _somebody(), by=writer)
    assert made
    asked = _asked(ordered, name, writer)
    return Place(
        secret=secret,
        customer_id=entry.customer_id,
        conversation_id=entry.conversation_id,
        contact_id=first.contact.id,
        closed_contact_id=settled.id,
        entry_id=entry.id,
        note_id=noted.id,
        sent_id=sent.id,
        failed_id=failed.id,
        attachment_id=Attachment.objects.get(entry=entry).id,
        promise_id=promised.id,
        pin_id=pinned.id,
        handle_id=entry.handle.id,
        other_id=_somebody().id,
        joining_id=made.id,
        picture=signing.dumps([str(entry.id), "https://pics.example/p.png"], salt="picture"),
        parked_id=shop.waiting_delivery(DeliveryState.PARKED),
        quarantined_id=shop.waiting_delivery(DeliveryState.QUARANTINED),
        blocked_id=shop.waiting_delivery(DeliveryState.BLOCKED),
        put_away_id=shop.waiting_delivery(DeliveryState.PUT_AWAY),
        topic_id=shop.topic.id,
        inbox_id=entry.conversation.inbox_id,
        agent_id=writer.id,
        brand_id=to.brand_id,
        endpoint_id=to.id,
        number_id=_number(name, to).id,
        team_id=form_team(name=f"Team {name}").id,
        token_id=issue(name=name, scopes=[])[0].id,
        widget_id=endpoint(into=to.inbox, channel="chat").id,
        order_id=ordered.id,
        connection_id=ordered.connection_id,
        concession_id=asked.concession_id,
        approval_id=asked.id,
        level_id=asked.level_id,
        feed_id=feed(of=ordered.connection.brand).id,
        deal_id=_deal().id,
        proposal_id=_proposed(first.contact, writer).id,
        offer_id=ids.new_id(),
        rule_id=rule("closed", name=f"Rule {name}").id,
        sequence_id=sequence(at=to, name=f"After {name}").pk,
        **_outreach(name, to),  # type: ignore[arg-type]
        play_id=set_up(to.brand, kind=PlayKind.OUTREACH, name=name).id,
        tag_id=tag_named(f"Tag {name}").id,
        cost_id=_cost(name).id,
        list_id=_list(name, writer).id,
        bulk_id=_bulk(entry.conversation, writer).id,
    )


def _asked(about: Order, name: str, writer: Agent) -> Approval:
    """Of somebody who may give nothing, for what a level holds that a stranger holds."""
    level = add_level(name=f"Level {name}", currency="EUR", rank=zlib.crc32(name.encode()) % 9999)
    set_level(
        level,
        limits={Kind.REFUND: Limit(10_000)},
        per_customer=100_000,
        per_agent=100_000,
        period=timedelta(days=30),
        by=None,
    )
    hand_level(agent(), level=level)
    assert about.customer
    wished = Wish(Kind.REFUND, Money(100, "EUR"), Reason.GOODWILL, about.customer, about)
    return ask(wished, by=writer, key=f"asked {name}")


def _deal() -> Deal:
    return Deal.objects.create(name="A code", kind="discount", amount=500, currency="EUR")


def _cost(name: str) -> LicenceCost:
    return set_licence_cost(name, monthly=Money(100, "EUR"), from_day=clock.now().date())


def _proposed(contact: Contact, by: Agent) -> Proposal:
    return Proposal.objects.create(
        deal=_deal(), contact=contact, customer=contact.customer, agent=by,
        amount=500, currency="EUR", proposed_at=clock.now(),
    )  # fmt: skip


def _outreach(name: str, to: Endpoint) -> dict[str, UUID]:
    """A text that outreach says, and a trouble that many have."""
    said = answer()
    play = set_up(to.brand, kind=PlayKind.OUTREACH, name="Outreach")
    template = Template.objects.create(
        play=play, cause="delay", channel="", place=Template.objects.count(), answer=said
    )
    mass = MassIncident.objects.create(
        play=play, carrier=name, cause="delay", found_at=clock.now(), parcels=20, usual=0
    )
    return {"answer_id": said.id, "template_id": template.id, "mass_id": mass.id}


def _list(name: str, by: Agent) -> SavedList:
    return SavedList.objects.create(
        agent=by, name=f"List {name}", is_shared=True, made_at=clock.now()
    )


def _bulk(refused: Conversation, by: Agent) -> Bulk:
    """One that was stopped after somebody had been refused."""
    made = Bulk.objects.create(
        agent=by,
        act="close",
        said={"resolution": "spam"},
        state="stopped",
        made_at=clock.now(),
        size=1,
        refused=1,
    )
    Member.objects.create(
        bulk=made, conversation=refused, seen=0, state="refused", why="It is closed already."
    )
    return made


def _somebody() -> Customer:
    """Known by an order, say, and never heard of."""
    return Customer.objects.create(made_at=clock.now())


def _number(name: str, to: Endpoint) -> Endpoint:
    """One to which texts are sent; nothing is done with it."""
    return Endpoint.objects.create(
        brand=to.brand,
        inbox=to.inbox,
        channel="sms",
        connector="twilio",
        address=f"+49{zlib.crc32(name.encode())}",
        name="Texts",
    )


def _past(
    shop: Shop, sender: str, secret: str, writer: Agent, to: Endpoint
) -> tuple[Contact, Entry]:
    """A closed contact, and an answer in it that never arrived."""
    old = shop.mail(sender, f"Old {secret}", to=to, subject=f"Old {secret}")
    assert old.contact
    failed = reply(old.contact, text=f"Lost {secret}", by=writer, seen_position=None)
    with clock.stopped_at(clock.now() + timedelta(minutes=1)):
        begin_try(failed.id)
        failed_once(failed.id, words=refusal_of(secret), permanent=True)
        closed = close(old.contact, topic=shop.topic, by=writer, reason=f"Because {secret}")
    return closed, failed
