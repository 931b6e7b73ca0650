"""A small shop for tests: two inboxes, a topic, and customers who write to them."""

from typing import Any
from uuid import UUID

from django.test import Client

from lifelong.accounts.actions.hiring import hire
from lifelong.accounts.actions.issuing import issue
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import EVERY_SCOPE
from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Brand, Channel, DeliveryState, Endpoint, Inbox
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.incoming import IncomingFile, IncomingMessage, Sender
from lifelong.conversations.models import Conversation, Entry, Topic
from lifelong.lib import ids


class Shop:
    def __init__(self) -> None:
        self.brand = Brand.objects.create(name="Lantern & Co")
        self.service = self._inbox("Service", "support@lantern.example")
        self.repairs = self._inbox("Repairs", "repairs@lantern.example")
        self.topic = Topic.objects.create(name="Damaged item")

    def _inbox(self, name: str, address: str) -> Endpoint:
        inbox = Inbox.objects.create(brand=self.brand, name=name)
        return Endpoint.objects.create(
            brand=self.brand, inbox=inbox, channel=Channel.EMAIL, address=address, name=name
        )

    def agent(self, name: str, *roles: Role, inbox: Inbox | None = None) -> Agent:
        """An agent who is a member of `inbox`, Service if not told."""
        agent = hire(email=f"{name}@lantern.example", name=name.title(), roles=roles, by=None)
        (inbox or self.service.inbox).members.add(agent)
        return agent

    def mail(
        self,
        sender: str,
        text: str,
        *,
        to: Endpoint | None = None,
        subject: str = "",
        html: str | None = None,
        quoted: str = "",
        files: tuple[IncomingFile, ...] = (),
    ) -> Entry:
        """A customer's mail, taken in as the real ones are."""
        endpoint = to or self.service
        delivery = keep("email", body=b"kept raw", envelope={})
        message = IncomingMessage(
            identity=ids.new_id().hex * 2,
            channel=Channel.EMAIL,
            sender=Sender(kind="email", value=sender, name=sender.partition("@")[0].title()),
            recipients=(endpoint.address,),
            copied=(),
            subject=subject,
            text=text,
            quoted=quoted,
            html=html,
            sent_at=None,
            external_id=f"{ids.new_id().hex}@example.com",
            answers=(),
            reply_tokens=(),
            automatic=None,
            suspicion=None,
            files=files,
        )
        arrival = Arrival(
            delivery_id=delivery.id, received_at=delivery.received_at, endpoint=endpoint
        )
        settled = receive(message, arrival=arrival)
        type(delivery).objects.filter(pk=delivery.pk).update(state=DeliveryState.STORED)
        assert settled.entry_id
        return Entry.objects.select_related("conversation", "contact").get(pk=settled.entry_id)

    def waiting_delivery(self, state: DeliveryState) -> UUID:
        delivery = keep("email", body=b"kept raw", envelope={})
        delivery.state, delivery.reason = state, "For a reason."
        delivery.summary = {"sender": "spam@example.net", "subject": "Win"}
        delivery.save()
        return delivery.id


def calls(agent: Agent | None = None, scopes: Any = EVERY_SCOPE) -> Client:
    """A client of the API with a token for `agent`, or for a service."""
    _, key = issue(name="test", scopes=scopes, agent=agent)
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=True)


def revision_of(conversation: Conversation) -> int:
    return Conversation.objects.values_list("revision", flat=True).get(pk=conversation.pk)
