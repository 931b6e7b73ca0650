"""Taking a rule's steps: through the actions that people use, with the same refusals."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Verb, caller_for
from lifelong.channels.models import Inbox
from lifelong.channels.queries import inboxes_of
from lifelong.conversations.actions.answering_by_itself import answer_by_itself
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.closing import AlreadyClosed, close
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import assign, move, release
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.actions.sorting import sort
from lifelong.conversations.models import Contact, Entry, Resolution, SetAsideOn, Topic
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.plays.rules.facts import TheContact
from lifelong.plays.rules.steps import Do, Step, filled, variables
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.risk import Risk


class NothingToActOn(Refused):
    code = "nothing-to-act-on"


class Gone(Refused):
    """What the step refers to is not there any more."""

    code = "gone"


class NotThere(Refused):
    """The hero does not work where the conversation is."""

    code = "not-there"


class Unknown(Refused):
    """A text says something that is not known."""

    code = "unknown"


def take(step: Step, *, contact: TheContact | None, rule_id: UUID) -> None:
    """One step, its entries signed by the rule. Raises what the action raises to people."""
    if contact is None:
        raise NothingToActOn(_("This customer has no open matter."))
    with changing(contact.conversation_id) as change:
        written = len(change.new_rows)
        row = Contact.objects.select_related("conversation__lead", "customer").get(pk=contact.id)
        _TAKE[step.do](step, row)
        for entry in change.new_rows[written:]:
            if isinstance(entry, Entry):
                entry.details = {**entry.details, "rule": str(rule_id)}


def _set_topic(step: Step, contact: Contact) -> None:
    sort(contact, topic=_topic(step.to))


def _move(step: Step, contact: Contact) -> None:
    inbox = Inbox.objects.filter(pk=step.to).first()
    if inbox is None:
        raise Gone(_("The inbox was deleted."))
    move(contact.conversation, to=inbox, by=None)


def _assign(step: Step, contact: Contact) -> None:
    if contact.closed_at is not None:
        raise AlreadyClosed(_("This matter is already closed."))
    agent = Agent.objects.filter(pk=step.to).first()
    caller = caller_for(agent) if agent else None
    if agent is None or caller is None or not caller.may(Verb.ANSWER):
        raise Gone(_("The hero has left, or answers no customers."))
    conversation = contact.conversation.lead or contact.conversation
    if not inboxes_of(caller).filter(pk=conversation.inbox_id).exists():
        raise NotThere(_("The hero does not work in this inbox."))
    assign(contact.conversation, to=agent, by=None)


def _release(step: Step, contact: Contact) -> None:
    release(contact.conversation, by=None)


def _set_aside(step: Step, contact: Contact) -> None:
    until = clock.now() + timedelta(hours=step.hours)
    set_aside(contact, until=until, on=SetAsideOn(step.on), by=None)


def _close(step: Step, contact: Contact) -> None:
    topic = _topic(step.to) if step.to else None
    resolution = Resolution(step.resolution)
    close(contact, topic=topic, by=None, resolution=resolution, reason=step.reason)


def _note(step: Step, contact: Contact) -> None:
    note(contact.conversation, text=_said(step, contact), by=None, contact=contact)


def _reply(step: Step, contact: Contact) -> None:
    answer_by_itself(contact, text=_said(step, contact))


def _tag(step: Step, contact: Contact) -> None:
    judge_tag(contact, risk=Risk(step.risk), holds=step.do is Do.TAG, by=None)


_TAKE: dict[Do, Callable[[Step, Contact], None]] = {
    Do.SET_TOPIC: _set_topic,
    Do.MOVE: _move,
    Do.ASSIGN: _assign,
    Do.RELEASE: _release,
    Do.SET_ASIDE: _set_aside,
    Do.CLOSE: _close,
    Do.NOTE: _note,
    Do.REPLY: _reply,
    Do.TAG: _tag,
    Do.UNTAG: _tag,
}


def _topic(topic_id: str) -> Topic:
    found = Topic.objects.filter(pk=topic_id, is_active=True).first()
    if found is None:
        raise Gone(_("The topic was retired or deleted."))
    return found


def _said(step: Step, contact: Contact) -> str:
    wanted = set(variables(step.text))
    if not wanted:
        return step.text
    inbox = Inbox.objects.select_related("brand").get(
        pk=(contact.conversation.lead or contact.conversation).inbox_id
    )
    values = {"name": contact.customer.name.strip(), "brand": inbox.brand.name}
    if any(not values[name] for name in wanted):
        raise Unknown(_("The text says a name, and theirs is not known."))
    return filled(step.text, values)
