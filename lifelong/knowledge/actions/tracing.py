"""What becomes of a text: nothing of it leaves unfilled, and an entry knows where it came from."""

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.conversations.models import Entry
from lifelong.knowledge import variables
from lifelong.knowledge.models import AnswerText, Saying
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

#: of so many texts an answer may be made
_MOST = 10


class Unfilled(Refused):
    """Variables of ours stand open in words that are about to leave."""

    code = "unfilled"
    status = 422


def refuse_unfilled(text: str) -> None:
    """Raises `Unfilled` with the names of what is still open."""
    if unfilled := variables.used(text):
        named = ", ".join(f"{one.words} {one.slot}" for one in unfilled)
        raise Unfilled(_("Fill this in before it leaves: %(named)s.") % {"named": named})


def trace(entry: Entry, *, texts: Collection[UUID]) -> None:
    """Keep from which of these texts the entry's words came. What was inserted and then written
    over does not count; a repeat does nothing."""
    with transaction():
        known = AnswerText.objects.filter(pk__in=list(texts)[:_MOST])
        Saying.objects.bulk_create(
            [
                Saying(entry=entry, text=one)
                for one in known
                if variables.stems_from(entry.text, one.body)
            ],
            ignore_conflicts=True,
        )
