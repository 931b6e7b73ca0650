"""Messages that connectors have read, on their way into conversations."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import Outcome, blocked
from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.actions.receiving import receive_all
from lifelong.conversations.incoming import IncomingMessage, SendingReport
from lifelong.conversations.settled import Settled

#: what a connector makes of a delivery: the message, and how it reached us
Post = tuple[IncomingMessage | SendingReport, Arrival]

#: an admin sees from whom such a delivery is
KEPT_OUT = (DeliveryState.QUARANTINED, DeliveryState.BLOCKED)


def take_messages(post: Sequence[Post]) -> list[Outcome]:
    """Take in each once, but for those of senders whom an admin has blocked."""
    refused = blocked({_sender(*one) for one in post if not one[1].let_in})
    outcomes: list[Outcome] = []
    welcome: list[Post] = []
    for message, arrival in post:
        if _sender(message, arrival) in refused and not arrival.let_in:
            settled = Settled(DeliveryState.BLOCKED, _("Its sender is blocked."))
            outcomes.append(_outcome(message, arrival, settled))
        else:
            welcome.append((message, arrival))
    for (message, arrival), settled in zip(welcome, receive_all(welcome), strict=True):
        outcomes.append(_outcome(message, arrival, settled))
    return outcomes


def _outcome(
    message: IncomingMessage | SendingReport, arrival: Arrival, settled: Settled
) -> Outcome:
    return Outcome(
        delivery_id=arrival.delivery_id,
        state=settled.state,
        reason=settled.reason,
        endpoint=arrival.endpoint,
        summary=_summary(message) if settled.state in KEPT_OUT else None,
    )


def _sender(message: IncomingMessage | SendingReport, arrival: Arrival) -> tuple[str, str]:
    if isinstance(message, SendingReport):
        return "", ""
    return arrival.endpoint.connector, message.sender.value


def _summary(message: IncomingMessage | SendingReport) -> dict[str, str] | None:
    if isinstance(message, SendingReport):
        return None
    return {
        "sender": message.sender.value,
        "name": message.sender.name,
        "subject": message.subject[:200],
        "excerpt": message.text[:200],
    }
