"""The installations that are pictured: the demo shop, and one in which there is nothing yet."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.instance import free_port, running, wait_until

PARTS = ("web", "worker", "intake")
#: of everybody whose screen is pictured
PASSWORD = "only for pictures"
_FILL = f"from pictures.beside import fill; fill({PASSWORD!r})"
_CLEAR = f"from pictures.beside import clear; clear({PASSWORD!r})"
_WORK = "from pictures.at_work import begin; begin()"
_TELL = "import json; from pictures.places import places; print(json.dumps(places()))"
#: what has to have come to rest: four people write, and results are added up
_UNREAD = "SELECT count(*) FROM channels_delivery WHERE state = 'unprocessed'"
_ADDING_UP = (
    "SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')"
    " AND scheduled_at IS NULL"
)


@dataclass(frozen=True)
class World:
    url: str
    #: what stands in braces in paths
    places: dict[str, str]


@contextmanager
def world(*, empty: bool = False) -> Iterator[World]:
    """An installation with a home, ports and a database of its own; all of it is gone after."""
    port = free_port()
    with running(smtp_port=free_port(), port=port, parts=PARTS) as instance:
        instance.do(_CLEAR if empty else _FILL)
        wait_until(lambda: instance.serves("/sign-in/"), within=60)
        url = f"http://127.0.0.1:{port}"
        if empty:
            yield World(url, {})
            return
        wait_until(lambda: instance.count(_UNREAD) == 0, within=60)
        wait_until(lambda: instance.count(_ADDING_UP) == 0, within=120)
        instance.do(_WORK)
        wait_until(lambda: instance.count(_ADDING_UP) == 0, within=120)
        said = instance.says("manage", "shell", "--no-imports", "-c", _TELL)[-1]
        yield World(url, json.loads(said))
