"""Taking in what customers sent: once, under their own name, into the right matter.

Messages are taken in by the batch: what they need is read together and what they change is
written together, so that twenty cost little more statements than one.
"""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.beginning import begin_conversations, know_contacts
from lifelong.conversations.actions.changing import Change, changing_all
from lifelong.conversations.actions.placing import Arrival, place_message
from lifelong.conversations.actions.reporting import take_report
from lifelong.conversations.incoming import IncomingMessage, SendingReport
from lifelong.conversations.models import Contact
from lifelong.conversations.settled import Settled
from lifelong.conversations.threading import Thread, Threads
from lifelong.customers.actions.recognising import Claim, Key, find_all, recognise_all
from lifelong.customers.actions.showing import claim_all
from lifelong.customers.models import Customer, Handle
from lifelong.lib.transactions import transaction

Post = tuple[IncomingMessage | SendingReport, Arrival]
Letter = tuple[IncomingMessage, Arrival]


def receive(message: IncomingMessage | SendingReport, *, arrival: Arrival) -> Settled:
    """Take in one message, or one report about a message of ours, exactly once."""
    return receive_all([(message, arrival)])[0]


def receive_all(post: Sequence[Post]) -> list[Settled]:
    """Take in each exactly once, in this order; all of them or, on an error, none."""
    with transaction():
        settled = [Settled(DeliveryState.DUPLICATE) for _one in post]
        firsts = _first_copies(post)
        letters: dict[int, Letter] = {}
        for place in firsts:
            message, arrival = post[place]
            if isinstance(message, IncomingMessage):
                letters[place] = message, arrival
        for place, why in _suspicions(letters).items():
            settled[place] = Settled(DeliveryState.QUARANTINED, why)
            del letters[place]
        for place, entry_id in _take_in(letters).items():
            settled[place] = Settled(DeliveryState.STORED, entry_id=entry_id)
        for place in firsts:
            message, arrival = post[place]
            if isinstance(message, SendingReport):
                settled[place] = take_report(message, addressed=arrival.contact_id)
        return settled


def _first_copies(post: Sequence[Post]) -> list[int]:
    """Write the identities; the places of those that no other delivery wrote before."""
    first: dict[str, int] = {}
    for place, (message, _arrival) in enumerate(post):
        first.setdefault(message.identity, place)
    keys = sorted(first)  # in one order everywhere, so that two batches cannot lock each other
    arrivals = [post[first[key]][1] for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO conversations_identity (key, at, delivery_id)"
            " SELECT * FROM unnest(%s::text[], %s::timestamptz[], %s::uuid[])"
            " ON CONFLICT (key) DO UPDATE SET key = excluded.key RETURNING key, delivery_id",
            [keys, [one.received_at for one in arrivals], [one.delivery_id for one in arrivals]],
        )
        written_by = dict(cursor.fetchall())
    mine = {key: one.delivery_id for key, one in zip(keys, arrivals, strict=True)}
    return sorted(first[key] for key in keys if written_by[key] == mine[key])


def _suspicions(letters: dict[int, Letter]) -> dict[int, str]:
    """Why some should wait in quarantine: sentences without personal data."""
    automatic = {_handle_of(message) for message, _arrival in letters.values() if message.automatic}
    known = set(find_all(automatic)) if automatic else set()
    why = {}
    for place, (message, arrival) in letters.items():
        if arrival.let_in:
            continue
        if message.suspicion:
            why[place] = (
                _("It was marked as spam on its way to us.")
                if message.suspicion == "spam"
                else _("It may be forged: its sender could not be proved (DMARC).")
            )
        elif message.automatic and _handle_of(message) not in known:
            why[place] = _("A machine wrote it, for somebody who never wrote to us.")
        else:
            known.add(_handle_of(message))
    return why


def _handle_of(message: IncomingMessage) -> tuple[str, str]:
    return message.sender.kind, message.sender.value


def _take_in(letters: dict[int, Letter]) -> dict[int, UUID]:
    """Write every letter into its sender's conversation; the entries by the letters' places."""
    if not letters:
        return {}
    handles = recognise_all(_claim(message) for message, _arrival in letters.values())
    conversation_ids = begin_conversations(
        {
            handles[_handle_of(message)].customer_id: arrival.endpoint.inbox_id
            for message, arrival in letters.values()
        }
    )
    threads = Threads.of(letters.values())
    entries = {}
    with changing_all(set(conversation_ids.values()) | threads.conversation_ids()) as changes:
        know_contacts(changes)
        for place, (message, arrival) in letters.items():
            handle = handles[_handle_of(message)]
            change = changes[conversation_ids[handle.customer_id]]
            thread = threads.find(message, arrival, is_own=_within(changes, change))
            entry = place_message(message, arrival, change, handle=handle, thread=thread)
            threads.add(message, entry)
            if thread.anothers is not None:
                _mark_other_side(thread, changes, change)
            entries[place] = entry.id
    claim_all(_claims_beside(letters, handles))
    return entries


def _claims_beside(
    letters: dict[int, Letter], handles: dict[Key, Handle]
) -> list[tuple[Customer, Claim]]:
    """What writers gave as theirs too, but for those whom somebody else may have forged."""
    return [
        (handle.customer, Claim(kind=given.kind, value=given.value, how=given.how))
        for message, _arrival in letters.values()
        if message.given and not message.automatic and message.sender.via is None
        for handle in [handles[_handle_of(message)]]
        if message.sender.proof or not handle.is_proved
        for given in message.given
    ]


def _within(changes: dict[UUID, Change], change: Change) -> Callable[[Contact], bool]:
    return lambda contact: changes[contact.conversation_id] is change


def _claim(message: IncomingMessage) -> Claim:
    sender = message.sender
    return Claim(
        kind=sender.kind,
        value=sender.value,
        name=sender.name,
        how=sender.via or message.channel,
        proof=sender.proof,
    )


def _mark_other_side(thread: Thread, changes: dict[UUID, Change], own: Change) -> None:
    """Say in the thread that a stranger answered in it, and where their words are."""
    assert thread.anothers is not None
    changes[thread.anothers.conversation_id].note_event(
        "stranger-answered", contact=thread.anothers, conversation=str(own.conversation.id)
    )
