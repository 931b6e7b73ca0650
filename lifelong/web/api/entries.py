from typing import Annotated
from uuid import UUID

from ninja import Field, Query, Router

from lifelong.accounts.policy import Verb
from lifelong.conversations import queries
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.entry_shape import EntryOut, EntryWhole, entry_out, entry_whole
from lifelong.web.api.paging import BY_PLACE, Page, Paging
from lifelong.web.api.problems import PROBLEMS

router = Router(tags=["entries"])


class Entries(Page[EntryOut]):
    """`revision`: up to which revision of the conversation this answer is complete."""

    revision: int


class Wanted(Paging):
    changed_after: int | None = Field(
        None,
        ge=0,
        lt=2**63,
        description="Only what changed after this revision, in the order in which it changed",
    )


@router.get(
    "/conversations/{conversation_id}/entries",
    response={200: Entries, **PROBLEMS},
    auth=needs(Verb.READ_TEXT),
)
def entries(request: Knock, conversation_id: UUID, wanted: Annotated[Wanted, Query()]) -> object:
    """The timeline, newest first; or, with `changed_after`, what you missed. Of joined people
    each conversation is read by itself.

    To catch up, ask with the `revision` of the last answer until it stays the same. Withdrawn
    and redacted entries come too, with their `state` and without their words.
    """
    # the revision is read first: what comes in between is told now or, at the latest, next time
    conversation = queries.conversation_itself(conversation_id, visible_to=request.auth)
    latest = (conversation.lead or conversation).revision
    if wanted.changed_after is None:
        rows = queries.timeline(conversation, visible_to=request.auth, alone=True)
        found, following = BY_PLACE.apply(rows, wanted)
        revision = latest
    else:
        changed = queries.changes(conversation, after=wanted.changed_after, visible_to=request.auth)
        found, following = list(changed[: wanted.limit]), None
        full = len(found) == wanted.limit
        revision = found[-1].revision if full else latest
    items = [entry_out(one) for one in found]
    return {"items": items, "next": following, "revision": revision}


@router.get(
    "/entries/{entry_id}", response={200: EntryWhole, **PROBLEMS}, auth=needs(Verb.READ_TEXT)
)
def entry(request: Knock, entry_id: UUID) -> EntryWhole:
    """One entry, with its HTML cleaned: without scripts, and without pictures from elsewhere."""
    return entry_whole(queries.entry(entry_id, visible_to=request.auth))
