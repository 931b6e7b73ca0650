import dataclasses
import enum
import types
import typing
from datetime import date, datetime, timedelta
from importlib import import_module
from uuid import UUID

import pytest

from lifelong.events.log import KINDS
from lifelong.lib.money import Money
from tests.architecture.tree import PACKAGE

PLAIN = (UUID, bool, int, Money, datetime, date, timedelta, types.NoneType)


def is_free_of_words(kind: object) -> bool:
    """Whether a value of this type is an id, an enum, a number, money or a time; or many."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Literal:
        return True
    if origin in (typing.Union, types.UnionType, tuple, frozenset):
        return all(one is Ellipsis or is_free_of_words(one) for one in inner)
    return isinstance(kind, type) and (kind in PLAIN or issubclass(kind, enum.Enum))


def test_facts_hold_no_names_addresses_or_words() -> None:
    for module in PACKAGE.rglob("events.py"):
        import_module(".".join(module.relative_to(PACKAGE.parent).with_suffix("").parts))
    assert len(KINDS) > 5
    wordy = [
        f"{name}.{field.name}: {hints[field.name]}"
        for name, fact in KINDS.items()
        for hints in [typing.get_type_hints(fact)]
        for field in dataclasses.fields(fact)
        if not is_free_of_words(hints[field.name])
    ]
    assert wordy == []


class Colour(enum.StrEnum):
    RED = "red"


@pytest.mark.parametrize("kind", [UUID, UUID | None, Colour, tuple[UUID, ...], Money, datetime])
def test_what_is_free_of_words(kind: object) -> None:
    assert is_free_of_words(kind)


@pytest.mark.parametrize("kind", [str, str | None, tuple[str, ...], dict[str, int], object])
def test_what_can_hold_words(kind: object) -> None:
    assert not is_free_of_words(kind)
