from uuid import UUID

from lifelong.events.log import Fact, fact


@fact
class HandleContested(Fact):
    """A customer says that a handle is theirs which another one holds."""

    other_id: UUID


@fact
class ShownToBeOne(Fact):
    """Both of these customers have proved the same handle."""

    other_id: UUID
