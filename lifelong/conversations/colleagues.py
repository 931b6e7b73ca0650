"""Who of us may see a person's conversation whole, whom of them a note names, and what names me."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller, Verb, caller_for
from lifelong.channels.models import Inbox
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation, Entry, Mention


def colleagues(conversation: Conversation) -> list[Agent]:
    """Everybody who may read it, by name. `conversation`: the one that leads."""
    inbox = Inbox.objects.get(pk=conversation.inbox_id)
    works_there = Q(pk=conversation.owner_id)
    works_there |= Q(pk__in=inbox.members.values("pk")) | Q(teams__in=inbox.teams.values("pk"))
    there = set(Agent.objects.filter(works_there).values_list("pk", flat=True))
    active = Agent.objects.filter(is_active=True).order_by("name", "id")
    return [one for one in active if _may_read(one, there)]


def _may_read(agent: Agent, there: set[UUID]) -> bool:
    caller = caller_for(agent)
    sees = agent.pk in there or caller.may(Verb.SEE_ALL_INBOXES)
    return sees and caller.may(Verb.READ_TEXT) and caller.may(Verb.SEE_CUSTOMERS)


def named_in(text: str, among: Iterable[Agent]) -> list[Agent]:
    """Those whose name stands behind an @, the longest names first: "@Ana Lind" is not Ana."""
    by_name: dict[str, list[Agent]] = {}
    for one in among:
        by_name.setdefault(one.name.casefold(), []).append(one)
    found, rest = [], text.casefold()
    for name in sorted(by_name, key=len, reverse=True):
        if f"@{name}" in rest:
            found += by_name[name]
            rest = rest.replace(f"@{name}", "")
    return found


def mentions(agent: Agent, *, visible_to: Caller) -> QuerySet[Mention]:
    """Notes that name this agent and that they may still read, the newest first."""
    visible_to.must(Verb.READ_TEXT)
    notes = Entry.objects.filter(queries.within_seen(visible_to), redacted_at=None)
    rows = Mention.objects.filter(agent=agent, entry__in=notes)
    return rows.select_related(
        "entry__agent", "entry__conversation__customer", "entry__conversation__lead__customer"
    ).order_by("-at", "-id")


def unseen_count(agent: Agent, *, visible_to: Caller) -> int:
    """How many of them they have not had on screen."""
    return mentions(agent, visible_to=visible_to).filter(seen_at=None).count()
