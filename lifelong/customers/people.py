"""Who belongs to whom when people were joined. Arithmetic over ids; touches no database."""

from collections.abc import Collection
from uuid import UUID

Edge = tuple[UUID, UUID]


def side_of(start: UUID, edges: Collection[Edge]) -> set[UUID]:
    """All who hang together with `start` by these joinings."""
    found, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for one, other in edges:
            for here, there in ((one, other), (other, one)):
                if here == at and there not in found:
                    found.add(there)
                    waiting.append(there)
    return found
