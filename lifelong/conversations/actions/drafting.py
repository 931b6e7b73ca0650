"""Words not yet said, kept on the server with a version for every save."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Conversation, Draft
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.statements import Statement, among, slot
from lifelong.lib.transactions import transaction


class ChangedElsewhere(Refused):
    """Another tab saved a newer version; `draft` holds it."""

    code = "changed-elsewhere"

    def __init__(self, sentence: str, draft: Draft) -> None:
        super().__init__(sentence)
        self.draft = draft


def save_draft(
    conversation: Conversation, *, by: Agent, text: str, version: int, kind: str = "reply"
) -> Draft:
    """Save `text` as the version after `version`, the one that the writer has seen (0: none)."""
    with transaction():
        draft = _locked(conversation, by)
        if draft.version != version and draft.text != text:
            raise ChangedElsewhere(
                _("You changed this draft in another window. Both versions are kept."), draft
            )
        draft.version += 1
        draft.text, draft.kind, draft.changed_at = text, kind, clock.now()
        draft.save()
        return draft


def discard_draft(
    conversation: Conversation,
    by: Agent,
    *,
    said: str,
    version: int | None = None,
    beside: Collection[UUID] = (),
) -> None:
    """The words were said: leave an empty next version, so that an old tab cannot revive them, nor
    a save of this conversation that was on its way. `beside`: joined ones may have a draft each.

    Only what was said goes: the version that the writer's screen knew, or the beginning of
    `said`, which the screen had saved while they wrote on. Other words stay.
    """
    with transaction():
        if version == 0:
            _make(conversation, by)
        for one in _OWN.rows(ids=list({conversation.id, *beside}), agent=by.id):
            if one.version == version or said.strip().startswith(one.text.strip()):
                one.version, one.text, one.changed_at = one.version + 1, "", clock.now()
                one.file_ids = []
                one.save()


_OWN = Statement(
    lambda: Draft.objects.select_for_update().filter(
        among("conversation", "ids"), agent=slot("agent")
    )
)


def restore_draft(
    conversation: Conversation,
    by: Agent,
    *,
    text: str,
    file_ids: Sequence[UUID] = (),
    beside: Collection[UUID] = (),
) -> Draft:
    """Put words and files back that were taken back; what was written since stands after them.

    `beside`: conversations joined to this one; where the agent wrote last they find them again.
    """
    with transaction():
        last = Draft.objects.filter(conversation_id__in=beside, agent=by).order_by("-changed_at")
        here = last.select_related("conversation").first() if len(beside) > 1 else None
        draft = _locked(here.conversation if here else conversation, by)
        draft.text = f"{text}\n\n{draft.text}" if draft.text.strip() else text
        draft.file_ids += [one for one in file_ids if one not in draft.file_ids]
        draft.version, draft.changed_at = draft.version + 1, clock.now()
        draft.save()
        return draft


def _locked(conversation: Conversation, by: Agent) -> Draft:
    _make(conversation, by)
    return Draft.objects.select_for_update().get(conversation=conversation, agent=by)


def _make(conversation: Conversation, by: Agent) -> None:
    """Where there is none."""
    draft = Draft(
        conversation=conversation,
        customer_id=conversation.customer_id,
        agent=by,
        changed_at=clock.now(),
    )
    Draft.objects.bulk_create([draft], ignore_conflicts=True)
