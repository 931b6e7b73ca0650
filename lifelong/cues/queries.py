"""What wants a hero and was not looked at, asked by every open screen of theirs; and where they
may be pushed to."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.accounts.policy import Caller
from lifelong.conversations.colleagues import mentions
from lifelong.conversations.models import Conversation, Mention, Viewing
from lifelong.conversations.people import ids_of
from lifelong.conversations.standing import Status
from lifelong.cues.models import Bell, Why
from lifelong.lib import clock
from lifelong.lib.statements import Statement, slot
from lifelong.routing.models import Call
from lifelong.routing.queries import ringing

#: further nobody counts
MOST = 50

#: the newest of each of their people who wait that they have not had on screen: what the customer
#: wrote, or that a promise fell due. Whoever is joined was counted and looked at apart until then;
#: above their conversation's own position is what has stood on one screen with the lead's
_UNLOOKED = """
SELECT DISTINCT ON (mine.due_at, mine.id) mine.id, entry.id, entry.kind = 'event'
FROM conversations_conversation mine
LEFT JOIN conversations_viewing seen
    ON seen.conversation_id = mine.id AND seen.agent_id = %(agent)s
CROSS JOIN LATERAL (
    SELECT mine.id AS id, coalesce(seen.position, 0) AS seen
    UNION ALL
    SELECT joined.id, greatest(apart.position,
        CASE WHEN seen.position > joined.position THEN seen.position END, 0)
    FROM conversations_conversation joined
    LEFT JOIN conversations_viewing apart
        ON apart.conversation_id = joined.id AND apart.agent_id = %(agent)s
    WHERE mine.joined_revision > 0 AND joined.lead_id = mine.id
) home
CROSS JOIN LATERAL (
    SELECT id, kind, position FROM conversations_entry
    WHERE conversation_id = home.id AND position > home.seen
        AND (kind = 'message_in' OR kind = 'event' AND details->>'what' = 'promise-due')
        AND withdrawn_at IS NULL AND redacted_at IS NULL
    ORDER BY position DESC LIMIT 1
) entry
WHERE mine.owner_id = %(agent)s AND mine.status = 'open'
    AND (%(one)s::uuid IS NULL OR mine.id = %(one)s)
ORDER BY mine.due_at, mine.id, entry.position DESC LIMIT %(most)s
"""


_NAMED = Statement(lambda: Mention.objects.filter(agent=slot("agent"), seen_at=None))


@dataclass(frozen=True)
class Cue:
    """`id`: of the entry that it is about. `by`: who named them in a note, or ""."""

    id: UUID
    conversation_id: UUID
    why: Why
    by: str = ""


def cues_of(agent: Agent, *, visible_to: Caller) -> list[Cue]:
    """What they have not looked at: their own people who wait, and notes that name them."""
    # most of the time no note does, and then nobody works out which of them one may read
    is_named = _NAMED.first(agent=agent.id) is not None
    named = mentions(agent, visible_to=visible_to).filter(seen_at=None)[:MOST] if is_named else []
    return [
        *_unlooked(agent.id),
        *(
            Cue(
                one.entry_id,
                one.entry.conversation.lead_id or one.entry.conversation_id,
                Why.NAMED,
                one.entry.agent.name if one.entry.agent else "",
            )
            for one in named
        ),
    ]


def still_holds(why: Why, *, agent_id: UUID, conversation: Conversation) -> bool:
    """Whether they are still wanted for this, and have not seen it."""
    if why is Why.RINGS:
        return ringing(agent_id).filter(conversation=conversation).exists()
    if why is Why.CALLED:
        calls = Call.objects.filter(approver_id=agent_id, ended_at=None)
        return calls.filter(offer__conversation=conversation).exists()
    if why is Why.NAMED:
        named = Mention.objects.filter(agent_id=agent_id, seen_at=None)
        return named.filter(entry__conversation__in=ids_of(conversation)).exists()
    if why is Why.GIVEN:
        looked = Viewing.objects.filter(agent_id=agent_id, conversation=conversation)
        is_theirs = conversation.owner_id == agent_id and conversation.status == Status.OPEN
        return is_theirs and not looked.filter(position__gte=conversation.position).exists()
    return bool(_unlooked(agent_id, conversation.id))


def open_bells() -> QuerySet[Bell]:
    """Those of browsers in which their agent is signed in now."""
    alive = Session.objects.filter(
        session_key=OuterRef("session__session_key"), expire_date__gt=clock.now()
    )
    return Bell.objects.filter(Exists(alive), agent__is_active=True)


def has_bell(session_key: str) -> bool:
    """Whether this browser is one."""
    return Bell.objects.filter(session__session_key=session_key).exists()


def words_of(why: Why, *, by: str = "") -> str:
    """What stands under the customer's name."""
    if why is Why.NAMED and by:
        return _("%(name)s named you in a note.") % {"name": by}
    return str(why.label)


def _unlooked(agent_id: UUID, one: UUID | None = None) -> list[Cue]:
    with connection.cursor() as cursor:
        cursor.execute(_UNLOOKED, {"agent": agent_id, "one": one, "most": MOST})
        return [
            Cue(entry_id, conversation_id, Why.PROMISED if promised else Why.WROTE)
            for conversation_id, entry_id, promised in cursor.fetchall()
        ]
