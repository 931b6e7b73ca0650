"""Having a colleague read a note."""

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.changing import Change
from lifelong.conversations.colleagues import colleagues, named_in
from lifelong.conversations.events import AgentNamed
from lifelong.conversations.models import Conversation, Entry, Mention
from lifelong.conversations.people import ids_of
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


def mention(change: Change, note: Entry) -> None:
    """Every colleague whom the note names behind an @ and who may read it; nobody themselves."""
    if "@" not in note.text:
        return
    named = named_in(note.text, colleagues(change.conversation))
    for agent in named:
        if agent.pk != note.agent_id:
            row = Mention(entry=note, customer_id=note.customer_id, agent=agent, at=change.now)
            change.new_rows.append(row)
            _tell(agent)
            record(
                AgentNamed(
                    customer_id=note.customer_id,
                    conversation_id=change.conversation.id,
                    entry_id=note.id,
                    agent_id=agent.pk,
                )
            )


def see_mentions(conversation: Conversation, *, by: Agent, position: int) -> None:
    """They have had this conversation on screen up to there."""
    with transaction():
        unseen = Mention.objects.filter(
            agent=by,
            seen_at=None,
            entry__conversation__in=ids_of(conversation),
            entry__position__lte=position,
        )
        if unseen.update(seen_at=clock.now()):
            _tell(by)


def _tell(agent: Agent) -> None:
    publish(f"mentions/{agent.pk}", audience=[f"agent:{agent.pk}"])
