"""A reply text, for tests."""

from itertools import count
from typing import Any

from lifelong.accounts.models import Agent
from lifelong.knowledge.actions.writing import Fits, Words, write_answer
from lifelong.knowledge.models import Answer

_number = count(1)
BODY = "Hello {{customer.first_name}}, {{order.number}} is on its way. The code is {{code}}."


def answer(
    name: str = "",
    *,
    texts: dict[str, str] | None = None,
    shortcut: str = "",
    by: Agent | None = None,
    **fits: Any,
) -> Answer:
    """One in English, for everything, unless said otherwise. `fits`: of `Fits`."""
    number = next(_number)
    return write_answer(
        name=name or f"Answer {number}",
        shortcut=shortcut or f"answer-{number}",
        texts={language: Words(body) for language, body in (texts or {"en": BODY}).items()},
        fits=Fits(**fits),
        by=by,
    )
