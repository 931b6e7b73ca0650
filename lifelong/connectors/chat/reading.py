"""A raw delivery of chat, read: the message, and how it reached us."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, Delivery, Endpoint
from lifelong.connectors.chat.endpoints import settings_of, topics_of
from lifelong.connectors.chat.parsing import Said, parse
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.incoming import IncomingMessage, Sender, Unreadable
from lifelong.conversations.models import Topic
from lifelong.customers.models import HandleKind


@dataclass(frozen=True)
class ChatPost:
    message: IncomingMessage
    arrival: Arrival
    #: an address that a guest typed: no more than that
    typed_email: str


def read_chat(delivery: Delivery) -> ChatPost:
    """Raises `Unreadable` when no message can be made of it."""
    endpoint = delivery.endpoint
    if endpoint is None:
        raise Unreadable(_("The widget that it came from is gone."))
    visitor = str(delivery.envelope["visitor"])
    said = parse(delivery.envelope["content_type"], delivery.body)
    topic = _chosen(endpoint, said)
    message = IncomingMessage(
        identity=_identity(str(endpoint.id), visitor, said),
        channel=Channel.CHAT,
        sender=Sender(
            kind=HandleKind.VISITOR,
            value=visitor,
            name=said.answers.get("name", ""),
            proof="signed" if delivery.envelope.get("signed") else None,
        ),
        recipients=(endpoint.address,),
        copied=(),
        subject=str(topic or ""),
        text=_words(said),
        quoted="",
        html=None,
        sent_at=None,
        external_id=str(said.id),
        answers=(),
        reply_tokens=(),
        automatic=None,
        suspicion=None,
        files=said.files,
        topic_id=topic.id if topic else None,
        order_number=said.answers.get("order", ""),
    )
    arrival = Arrival(
        delivery_id=delivery.id,
        received_at=delivery.received_at,
        endpoint=endpoint,
        let_in=delivery.let_in,
    )
    return ChatPost(message, arrival, said.answers.get("email", "").lower())


def _chosen(endpoint: Endpoint, said: Said) -> Topic | None:
    """Of the topics that this widget offers the one that they chose."""
    if "topic" not in said.answers:
        return None
    offered = topics_of(settings_of(endpoint).form)
    return next((one for one in offered if str(one.id) == said.answers["topic"]), None)


def _identity(endpoint: str, visitor: str, said: Said) -> str:
    """The widget's id counts for one visitor: nobody can use up another's."""
    return hashlib.sha256(f"chat\n{endpoint}\n{visitor}\n{said.id}".encode()).hexdigest()


def _words(said: Said) -> str:
    """The words, and below them what the form asked."""
    answers = said.answers
    below = [
        _("Order: %(order)s") % {"order": answers["order"]} if "order" in answers else "",
        _("E-mail as typed: %(email)s") % {"email": answers["email"]} if "email" in answers else "",
    ]
    return "\n".join(one for one in [said.text, *below] if one)
