"""The doors at which vendors knock, at hand for each of a few hundred knocks a second."""

import time
from functools import cache
from typing import Any, TypeVar

from lifelong.channels.models import Connection, Endpoint

AnyDoor = Endpoint | Connection
SomeDoor = TypeVar("SomeDoor", bound=AnyDoor)

#: seconds until a changed or a shut door is seen by every process
FRESH = 5.0
#: so many doors are kept; nobody has a tenth of them
MOST = 1000


class Doors:
    """The open doors of a process by connector and key, at most FRESH seconds old.

    Where there is none is never kept: who tries keys fills no memory.
    """

    def __init__(self) -> None:
        self._found: dict[tuple[str, str], tuple[float, AnyDoor]] = {}

    def find(self, kind: type[SomeDoor], connector: str, key: str) -> SomeDoor | None:
        if door := self.at_hand(kind, connector, key):
            return door
        rows: Any = kind._default_manager.select_related("brand")
        found: SomeDoor | None = rows.filter(connector=connector, key=key, is_active=True).first()
        if len(self._found) >= MOST:
            self._found.clear()
        if found is None:
            self._found.pop((connector, key), None)
        else:
            self._found[connector, key] = time.monotonic(), found
        return found

    def at_hand(self, kind: type[SomeDoor], connector: str, key: str) -> SomeDoor | None:
        """The same without a question to the database: None also where one would have to ask."""
        read_at, door = self._found.get((connector, key), (0.0, None))
        fresh = time.monotonic() - read_at <= FRESH
        return door if fresh and isinstance(door, kind) else None


@cache
def doors() -> Doors:
    """This process's."""
    return Doors()
