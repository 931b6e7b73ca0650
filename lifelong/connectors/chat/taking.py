"""What visitors said, into conversations; what they typed about themselves, as claims."""

from collections.abc import Sequence

from lifelong.channels.actions.delivering import Outcome
from lifelong.channels.models import DeliveryState
from lifelong.connectors.chat.reading import ChatPost
from lifelong.connectors.messages import take_messages
from lifelong.customers.actions.recognising import find_all
from lifelong.customers.actions.showing import claim
from lifelong.customers.models import HandleKind
from lifelong.lib.transactions import transaction


def take_chat(post: Sequence[ChatPost]) -> list[Outcome]:
    with transaction():
        outcomes = take_messages([(one.message, one.arrival) for one in post])
        stored = {one.delivery_id for one in outcomes if one.state is DeliveryState.STORED}
        for one in post:
            if one.typed_email and one.arrival.delivery_id in stored:
                _claim(one)
        return outcomes


def _claim(one: ChatPost) -> None:
    """Who types an address has not shown that it is theirs."""
    sender = one.message.sender
    if sender.proof is None:
        customer = find_all([(sender.kind, sender.value)])[sender.kind, sender.value].customer
        claim(customer, kind=HandleKind.EMAIL, value=one.typed_email, how="form")
