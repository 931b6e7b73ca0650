"""Who waits in each inbox and channel, counted for whoever sees those inboxes."""

from datetime import datetime, timedelta

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import Caller, caller_for
from lifelong.channels.models import Inbox
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.queues import Queue, queues
from lifelong.conversations.tests.building import agent, endpoint, inbox, incoming, receive_one
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db
NOW = clock.now()


def waits(
    into: Inbox, *, since: int = 60, due: int | None = None, channel: str = "email"
) -> Conversation:
    """Somebody new, waiting `since` minutes, due in `due` minutes."""
    at = endpoint(into=into, channel=channel)
    came = receive_one(incoming(sender=f"{at.id}@people.example", channel=channel), at=at)
    Conversation.objects.filter(pk=came.conversation.pk).update(
        waiting_since=minutes(-since), due_at=None if due is None else minutes(due)
    )
    return came.conversation


def minutes(some: int) -> datetime:
    return NOW + timedelta(minutes=some)


def seen_by(someone: Agent) -> dict[tuple[str, str], Queue]:
    with clock.stopped_at(NOW):
        found = queues(visible_to=caller_for(someone))
    names = dict(Inbox.objects.values_list("id", "name"))
    return {(names[one.inbox_id], one.channel): one for one in found}


def test_each_channel_is_counted_with_those_who_stand_first() -> None:
    lead = agent(Role.LEAD)
    support = inbox(lead, name="Support")
    long, soon, late, latest = (
        waits(support, since=500, due=300),
        waits(support, since=20, due=15),
        waits(support, since=30, due=0),
        waits(support, since=40, due=-90),
    )
    waits(support, since=10, due=15, channel="chat")
    waits(support, since=10, due=16, channel="sms")
    found = seen_by(lead)
    mails = found["Support", "email"]
    assert (mails.waiting, mails.soon, mails.past) == (4, 1, 2)
    assert (mails.oldest.conversation_id, mails.oldest.at) == (long.id, minutes(-500))
    assert mails.next and (mails.next.conversation_id, mails.next.at) == (soon.id, minutes(15))
    assert mails.latest and mails.latest.conversation_id == latest.id != late.id
    assert found["Support", "chat"].soon == 1
    texts = found["Support", "sms"]
    assert (texts.soon, texts.past, texts.latest) == (0, 0, None)
    assert texts.next, "who is due later is due next all the same"


def test_who_waits_for_a_colleague_waits_and_who_was_answered_does_not() -> None:
    lead, hero = agent(Role.LEAD), agent()
    support = inbox(lead, hero, name="Support")
    take(waits(support), by=hero)
    answered = waits(support)
    contact = Contact.objects.get(conversation=answered)
    reply(contact, text="Here.", by=hero, seen_position=None)
    assert seen_by(lead)["Support", "email"].waiting == 1


def test_inboxes_of_others_are_not_counted() -> None:
    lead, other, admin = agent(Role.LEAD), agent(Role.LEAD), agent(Role.ADMIN)
    support, repairs = inbox(lead, name="Support"), inbox(other, name="Repairs")
    waits(support)
    waits(repairs, due=-5)
    # theirs, in an inbox that is not
    take(waits(repairs), by=other)
    Conversation.objects.filter(owner=other).update(owner=lead)
    assert [(key, one.waiting) for key, one in seen_by(lead).items()] == [(("Support", "email"), 1)]
    assert seen_by(other)["Repairs", "email"].waiting == 2
    assert len(seen_by(admin)) == 2


def test_who_has_no_inbox_sees_nobody_and_who_sees_no_customers_is_refused() -> None:
    waits(inbox())
    assert seen_by(agent(Role.LEAD)) == {}
    with pytest.raises(NotAllowed):
        queues(visible_to=Caller(None, frozenset()))
