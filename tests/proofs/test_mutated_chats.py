"""10,000 messages of widgets that went wrong on their way: what is let in finds its end, and who
is not let in is told why."""

from collections import Counter

import pytest
from django.test.client import MULTIPART_CONTENT

from lifelong.connectors.chat.tests.building import posted, widget
from lifelong.lib.rates import Limit
from lifelong.web.widget import doors, talking
from lifelong.web.widget.tests.visiting import Widget
from tests.proofs.mutations import nothing_is_lost, raw_mutations

pytestmark = pytest.mark.django_db(transaction=True)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
BODIES = [
    posted("Where is my tent?"),
    posted(
        "مرحبا 😀\r\n", name="Ana Kovač", email="ana@example.com", order="#1042", topic="Returns"
    ),
    posted("", files=[("tent.png", "image/png", PNG), ("a.svg", "image/svg+xml", b"<svg/>")]),
]


@pytest.fixture(autouse=True)
def no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in [
        (talking, "WORDS"), (talking, "STRANGERS"), (doors, "PER_ADDRESS"), (doors, "PER_VISITOR"),
    ]:  # fmt: skip
        monkeypatch.setattr(module, name, Limit("1000000/minute", f"mutated {name}"))


def test_300_mutated_chats() -> None:
    all_find_their_end(300)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_10_000_mutated_chats() -> None:
    all_find_their_end(10_000)


def all_find_their_end(count: int) -> None:
    shop = widget()
    visitors = [Widget(shop) for _one in range(10)]
    for one in visitors:
        one.meet()
    answers: Counter[int] = Counter()
    for number, body in enumerate(raw_mutations(BODIES, count=count)):
        visitor = visitors[number % 10]
        answer = visitor.knock("POST", "messages", data=body, content_type=MULTIPART_CONTENT)
        assert answer.status_code in (202, 422), (answer.status_code, body[:500])
        assert answer.status_code == 202 or answer.json()["message"]
        answers[answer.status_code] += 1
    assert min(answers.values()) > count / 10, answers
    states = nothing_is_lost(answers[202])
    assert states["stored"] and states["parked"] == 0, states
