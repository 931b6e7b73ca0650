from enum import StrEnum
from uuid import UUID

from ninja import Router, Schema

from lifelong.accounts.policy import Verb
from lifelong.knowledge import queries
from lifelong.knowledge.models import Answer, AnswerKind, AnswerText
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.problems import PROBLEMS

router = Router(tags=["answers"])


class TextOut(Schema):
    """Variables stand in it as `{{order.number}}`. No `subject`: a mail keeps its own."""

    id: UUID
    language: str
    subject: str
    body: str


class ChannelKind(StrEnum):
    """What work a channel is: words to and fro now, or answered one after the other."""

    LIVE = "live"
    WORKLIST = "worklist"


class AnswerOut(Schema):
    """A reply text. `brand_id` null: every brand's; no `channel_kinds`: all.

    `version` is the number of the words, which a change of them makes one higher.
    """

    id: UUID
    kind: AnswerKind
    name: str
    shortcut: str
    brand_id: UUID | None
    topic_ids: list[UUID]
    channel_kinds: list[ChannelKind]
    is_active: bool
    version: int
    texts: list[TextOut]


class Answers(Schema):
    items: list[AnswerOut]


@router.get("", response={200: Answers, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def answers(request: Knock) -> object:
    """All reply texts by name, with their words in every language."""
    found = list(queries.answers(visible_to=request.auth)[: queries.MOST])
    texts = queries.texts_of(found)
    return {"items": [_out(one, texts[one.id]) for one in found]}


@router.get("/{answer_id}", response={200: AnswerOut, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def answer(request: Knock, answer_id: UUID) -> object:
    found = queries.answer(answer_id, visible_to=request.auth)
    return _out(found, queries.texts_of([found])[found.id])


def _out(found: Answer, texts: list[AnswerText]) -> dict[str, object]:
    own = ("id", "kind", "name", "shortcut", "brand_id", "channel_kinds", "is_active", "version")
    return {name: getattr(found, name) for name in own} | {
        "topic_ids": [one.id for one in found.topics.all()],
        "texts": texts,
    }
