from uuid import UUID

from lifelong.events.log import Fact, fact


@fact
class AnswerWritten(Fact):
    """A new answer, or a change of one; `version` is the one that counts now."""

    answer_id: UUID
    version: int
    by_id: UUID | None


@fact
class AnswerRetired(Fact):
    answer_id: UUID
    by_id: UUID


@fact
class AnswerRestored(Fact):
    answer_id: UUID
    by_id: UUID
