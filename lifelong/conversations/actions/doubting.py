"""Messages of which nobody knows whether they arrived: said, looked for, or let be."""

from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.sending import (
    OPEN_STATES,
    answer_again,
    conversation_of,
    give_up,
    load,
    turn,
)
from lifelong.conversations.events import SendingDoubted
from lifelong.conversations.models import Entry, SendingState
from lifelong.events.log import record
from lifelong.lib.errors import Refused


class NoDoubt(Refused):
    code = "no-doubt"


def lose_sight(entry_id: UUID, *, words: str) -> None:
    """Nobody can tell whether it was taken, and a second one might be one too many."""
    with changing(conversation_of(entry_id)) as change:
        entry, sending = load(entry_id)
        if sending.state in OPEN_STATES:
            sending.words, sending.in_doubt = words[:500], True
            give_up(change, entry, sending, SendingState.UNKNOWN)


def ask(entry: Entry) -> None:
    """Have the other side asked whether it has the message. Nothing is sent."""
    with changing(entry.conversation_id):
        fresh, sending = load(entry.id)
        if sending.state != SendingState.UNKNOWN:
            raise NoDoubt(_("It is known by now what became of it."))
        record(
            SendingDoubted(
                customer_id=fresh.customer_id,
                conversation_id=fresh.conversation_id,
                entry_id=fresh.id,
            )
        )


def still_unknown(entry_id: UUID, *, words: str) -> None:
    """It was looked for, and `words` came back."""
    with changing(conversation_of(entry_id)) as change:
        entry, sending = load(entry_id)
        if sending.state == SendingState.UNKNOWN:
            sending.words = words[:500]
            turn(change, entry, sending, SendingState.UNKNOWN)


def let_be(entry: Entry, *, by: Agent) -> None:
    """Take it for answered, though nobody knows: the customer no longer waits for it."""
    with changing(entry.conversation_id) as change:
        fresh, sending = load(entry.id)
        if sending.state != SendingState.UNKNOWN:
            raise NoDoubt(_("It is known by now what became of it."))
        answer_again(change, fresh)
        turn(change, fresh, sending, SendingState.UNKNOWN)
        change.note_event("sending-let-be", contact=fresh.contact, by=by, entry=str(fresh.id))
