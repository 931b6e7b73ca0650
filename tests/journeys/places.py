"""A conversation with something of every kind in it."""

import zlib
from datetime import timedelta

from django.core import signing

from lifelong.accounts.actions.issuing import issue
from lifelong.accounts.actions.teaming import form_team
from lifelong.accounts.models import Agent, Role
from lifelong.channels.models import DeliveryState, Endpoint
from lifelong.channels.tests.building import endpoint
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import release
from lifelong.conversations.actions.promising import promise
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sending import begin_try, failed_once
from lifelong.conversations.incoming import IncomingFile
from lifelong.conversations.models import Attachment, Contact, Entry
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.web.api.tests.shop import Shop
from tests.journeys.permissions import Place


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
    note(first.conversation, text=f"Mind {secret}", by=writer)
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
    return Place(
        secret=secret,
        customer_id=entry.customer_id,
        conversation_id=entry.conversation_id,
        contact_id=first.contact.id,
        closed_contact_id=settled.id,
        entry_id=entry.id,
        sent_id=sent.id,
        failed_id=failed.id,
        attachment_id=Attachment.objects.get(entry=entry).id,
        promise_id=promised.id,
        handle_id=entry.handle.id,
        other_id=_somebody().id,
        joining_id=made.id,
        picture=signing.dumps([str(entry.id), "https://pics.example/p.png"], salt="picture"),
        parked_id=shop.waiting_delivery(DeliveryState.PARKED),
        quarantined_id=shop.waiting_delivery(DeliveryState.QUARANTINED),
        blocked_id=shop.waiting_delivery(DeliveryState.BLOCKED),
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
    )


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
        failed_once(failed.id, words=f"Nobody of {secret} here", permanent=True)
        closed = close(old.contact, topic=shop.topic, by=writer, reason=f"Because {secret}")
    return closed, failed
