"""How a contact stood before an answer, so that taking the answer back gives it back."""

from datetime import datetime

from lifelong.conversations.actions.changing import Change
from lifelong.conversations.actions.reopening import reopen
from lifelong.conversations.models import Contact, Sending

Standing = dict[str, str | None]
_MOMENTS = (
    "waiting_since", "due_at", "first_reply_at", "closed_at", "confirmed_at", "set_aside_until",
)  # fmt: skip
_WORDS = ("set_aside_on", "resolution", "closed_reason")


def standing_before(contact: Contact) -> Standing:
    moments = {name: getattr(contact, name) for name in _MOMENTS}
    kept: Standing = {name: at.isoformat() if at else None for name, at in moments.items()}
    return (
        kept
        | {name: getattr(contact, name) for name in _WORDS}
        | {"closed_by": str(contact.closed_by_id) if contact.closed_by_id else None}
    )


def give_back(change: Change, contact: Contact, sending: Sending) -> None:
    """Undo what the answer did to its contact. A later answer that stands goes on answering."""
    later = _next_answer(sending)
    if later is None:
        _stand_again(change, contact, sending.before)
    else:
        later.before = sending.before
        later.save()
        if sending.before["first_reply_at"] is None:
            contact.first_reply_at = later.entry.placed_at
            contact.first_reply_by = later.entry.agent
    contact.save()


def _next_answer(sending: Sending) -> Sending | None:
    return (
        Sending.objects.filter(
            entry__contact=sending.entry.contact,
            entry__position__gt=sending.entry.position,
            entry__withdrawn_at=None,
            entry__message__automatic="",
        )
        .select_related("entry__agent")
        .order_by("entry__position")
        .first()
    )


def _stand_again(change: Change, contact: Contact, before: Standing) -> None:
    def moment(name: str) -> datetime | None:
        value = before[name]
        return datetime.fromisoformat(value) if value else None

    if contact.closed_at is not None and before["closed_at"] is None:
        reopen(contact, change, at=change.now)
    wrote_since = contact.waiting_since is not None
    contact.waiting_since = moment("waiting_since") or contact.waiting_since
    contact.due_at = moment("due_at") or contact.due_at
    contact.first_reply_at = moment("first_reply_at")
    if contact.first_reply_at is None:
        contact.first_reply_by = None
    if not wrote_since:
        contact.closed_at = moment("closed_at")
        contact.closed_by_id = before["closed_by"]
        contact.resolution = before["resolution"] or ""
        contact.closed_reason = before["closed_reason"] or ""
        if contact.closed_at is not None and contact.confirmed is None:
            # of what is closed one can only have said that it is settled
            contact.confirmed_at = moment("confirmed_at")
            contact.confirmed = True if contact.confirmed_at else None
        contact.set_aside_until = moment("set_aside_until")
        contact.set_aside_on = before["set_aside_on"] or ""
