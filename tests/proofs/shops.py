"""A shop's post in memory: mails handed in at the door, and those that it sends, as they go out."""

from email.message import EmailMessage
from email.policy import SMTP

from lifelong.channels.models import Delivery, Endpoint
from lifelong.channels.tests.building import delivery
from lifelong.connectors.email.endpoints import address_book
from lifelong.connectors.email.sending import written
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import endpoint
from lifelong.events.models import Event
from lifelong.events.reactor import handle


def shop(address: str, *, acknowledgement: str = "") -> Endpoint:
    made = endpoint(address)
    made.settings = {"acknowledgement": acknowledgement}
    made.save()
    address_book.cache_clear()
    return made


def mail(
    *, sender: str, to: str, text: str = "Tell me more", subject: str = "Hello", **headers: str
) -> EmailMessage:
    """`headers` by their names with _ for -."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = sender, to, subject
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    return made


def hand_in(message: EmailMessage, *, envelope_to: str = "", peer: str = "127.0.0.1") -> Delivery:
    """At the door, and read; what follows from it has happened."""
    to = envelope_to or str(message["To"])
    kept = delivery(message.as_bytes(), to=to, sender=str(message["From"]), peer=peer)
    settle_batch()
    react()
    kept.refresh_from_db()
    return kept


def react() -> None:
    """Run what follows from all facts so far; what is done is skipped."""
    handle([str(one) for one in Event.objects.values_list("id", flat=True)])


def entry_of(kept: Delivery) -> Entry:
    return Entry.objects.get(message__delivery_id=kept.id)


def as_sent(answer: Entry) -> EmailMessage:
    """A mail of ours as its recipient gets it."""
    at = answer.message.endpoint
    assert at is not None
    return written(answer, at)
