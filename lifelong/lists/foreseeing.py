"""What a bulk would do if it were set going now. Nothing is locked and nothing is written."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from lifelong.conversations.models import Contact, Conversation
from lifelong.conversations.people import ids_of_each
from lifelong.conversations.statements import OPEN, leading
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lists.acts import Person, act_of
from lifelong.lists.acts.replying import Replying
from lifelong.lists.models import Bulk

#: so many filled texts are shown
EXAMPLES = 2


@dataclass(frozen=True)
class Example:
    conversation: Conversation
    text: str


@dataclass(frozen=True)
class Foreseen:
    fine: int
    #: how many would be refused, by why; the commonest first
    refused: Sequence[tuple[str, int]]
    examples: Sequence[Example]

    @property
    def refused_count(self) -> int:
        return sum(count for _why, count in self.refused)


def foresee(bulk: Bulk) -> Foreseen:
    """Raises `Refused` where the act itself no longer makes sense."""
    act = act_of(bulk)
    people = _people(bulk)
    act.prepare(people)
    whys, fine, examples = Counter[str](), 0, list[Example]()
    for one in people:
        try:
            act.refuse_if_live(one)
            act.check(one)
        except Refused as why:
            whys[str(why)] += 1
            continue
        fine += 1
        if len(examples) < EXAMPLES and isinstance(act, Replying):
            examples.append(Example(one.conversation, act.words(one).text))
    return Foreseen(fine, whys.most_common(), examples)


def _people(bulk: Bulk) -> list[Person]:
    members = dict(bulk.members.order_by("id").values_list("conversation_id", "seen"))
    rows = leading().select_related("inbox__brand").filter(pk__in=list(members))
    found = {one.id: one for one in rows}
    homes = ids_of_each(found.values())
    open_here = _open([id for ids in homes.values() for id in ids])
    now = clock.now()
    return [
        Person(
            found[id],
            homes[id],
            [contact for home in homes[id] for contact in open_here.get(home, [])],
            seen,
            now,
        )
        for id, seen in members.items()
        if id in found
    ]


def _open(conversation_ids: list[UUID]) -> dict[UUID, list[Contact]]:
    found: dict[UUID, list[Contact]] = {}
    for contact in OPEN.rows(ids=conversation_ids):
        found.setdefault(contact.conversation_id, []).append(contact)
    return found
