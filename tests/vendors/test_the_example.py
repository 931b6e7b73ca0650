"""The vendor of docs/adding-a-vendor.md, built from its very words, holds what all hold."""

import json
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from lifelong.connectors import registry
from lifelong.connectors.outgoing import send
from lifelong.connectors.tests import test_contract
from lifelong.conversations.models import Conversation, Entry
from tests.vendors.phones import answered, state
from tests.vendors.server import ACCEPTS_AND_DIES, Asked, Says, Vendor, standing

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-vendor.md"
CODE = re.compile(r"```python\n# lifelong/connectors/([\w/]+)\.py[^\n]*\n(.*?)```", re.DOTALL)
CONTRACT = [one for name, one in vars(test_contract).items() if name.startswith("test_")]


class Pigeon(Vendor):
    def answer(self, asked: Asked) -> Says:
        return Says(201, {"id": len(self.asked)})


@pytest.fixture(autouse=True)
def pigeon(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What the page says, as if its files were there."""
    monkeypatch.setattr(registry, "CONNECTORS", registry.CONNECTORS)
    for place, code in CODE.findall(PAGE.read_text()):
        name = f"lifelong.connectors.{place.replace('/', '.')}"
        if name == registry.__name__:
            for line in code.strip().splitlines():
                assert line.startswith(("from", "CONNECTORS", "#")) or not line
            built = sys.modules["lifelong.connectors.pigeon.connector"]
            monkeypatch.setitem(registry.CONNECTORS, "pigeon", built.PIGEON)
            continue
        module = ModuleType(name)
        monkeypatch.setitem(sys.modules, name, module)
        exec(compile(code, name, "exec"), module.__dict__)
    yield


@pytest.mark.parametrize("holds", CONTRACT, ids=[one.__name__ for one in CONTRACT])
def test_it_holds_the_contract(holds: Callable[[str], None]) -> None:
    holds("pigeon")


def test_it_sends_and_what_nobody_can_tell_is_shown_and_never_repeated() -> None:
    door = test_contract.recorded("pigeon").door()
    test_contract.hand_in("pigeon", test_contract.recorded("pigeon").bodies[0], door)
    test_contract.states()
    asked = Entry.objects.get(kind="message_in").contact
    vendor = Pigeon()
    with standing(vendor):
        type(door).objects.update(settings={"api": vendor.url})
        first = answered(asked, "It left today.")
        send(first.id)
        assert state(first) == "accepted"
        assert json.loads(vendor.asked[0].body)["text"] == "It left today."
        second = answered(asked, "And arrives tomorrow.")
        vendor.fail_next(ACCEPTS_AND_DIES)
        assert send(second.id) is None
        assert state(second) == "unknown" and len(vendor.asked) == 2
        assert Conversation.objects.get().waiting_since is not None
