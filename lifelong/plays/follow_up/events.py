from uuid import UUID

from lifelong.events.log import Fact, fact


@fact
class SequenceWritten(Fact):
    """A new sequence, or a change of one."""

    play_id: UUID
    by_id: UUID | None
