"""What we said we would do, by when."""

from datetime import datetime

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change, changing
from lifelong.conversations.events import PromiseDue, PromiseMade
from lifelong.conversations.models import Contact, Promise
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused


class MatterClosed(Refused):
    code = "matter-closed"


class EmptyPromise(Refused):
    code = "empty-promise"
    status = 422


def promise(contact: Contact, *, text: str, due_at: datetime, by: Agent) -> Promise:
    """Note what was promised to the customer."""
    with changing(contact.conversation_id) as change:
        if not text.strip() or due_at <= change.now:
            raise EmptyPromise(_("Say what was promised, and until when."))
        if change.contact(contact.id).closed_at is not None:
            raise MatterClosed(_("This matter is closed. Take it up again to promise something."))
        made = Promise(
            conversation_id=contact.conversation_id,
            customer_id=contact.customer_id,
            contact=contact,
            agent=by,
            text=text.strip()[:300],
            due_at=due_at,
            made_at=change.now,
        )
        made.save(force_insert=True)
        change.note_event("promised", contact=contact, by=by, promise=str(made.id))
        record(
            PromiseMade(
                customer_id=contact.customer_id,
                conversation_id=change.conversation.id,
                contact_id=contact.id,
                promise_id=made.id,
                due_at=due_at,
            )
        )
        return made


def settle_promise(promise: Promise, *, kept: bool, by: Agent) -> None:
    """It was kept, or it no longer holds."""
    with changing(promise.conversation_id) as change:
        promise = Promise.objects.select_related("contact").get(pk=promise.id)
        if promise.settled_at is None:
            settle_within(change, promise, kept=kept, by=by)


def settle_within(change: Change, promise: Promise, *, kept: bool, by: Agent | None) -> None:
    """Settle an open promise within a running change."""
    promise.settled_at, promise.kept = change.now, kept
    promise.save()
    change.note_event(
        "promise-kept" if kept else "promise-dropped",
        contact=promise.contact,
        by=by,
        promise=str(promise.id),
    )


def raise_due() -> int:
    """Bring promises that fall due before their people: the customer waits on that matter."""
    due = Promise.objects.filter(settled_at=None, risen_at=None, due_at__lte=clock.now())[:500]
    return sum(_raise(one) for one in due)


def _raise(promise: Promise) -> bool:
    with changing(promise.conversation_id) as change:
        promise.refresh_from_db()
        if promise.settled_at is not None or promise.risen_at is not None:
            return False
        promise.risen_at = change.now
        promise.save()
        contact = change.contact(promise.contact_id)
        if contact.closed_at is None:
            contact.set_aside_until, contact.set_aside_on = None, ""
            change.waits(contact, since=promise.due_at)
            contact.save()
        change.note_event("promise-due", contact=contact, promise=str(promise.id))
        record(
            PromiseDue(
                customer_id=promise.customer_id,
                conversation_id=change.conversation.id,
                contact_id=promise.contact_id,
                promise_id=promise.id,
            )
        )
        return True
