"""How the five numbers moved against the days just before, and which topics or channels moved
them. Only what `earnings` reckoned is set side by side here; nothing is defined anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from lifelong.outcomes.earnings import Number, Part

Key = int | str | None

#: of so many each number is reckoned, as `measures` names them
WHOLES = {
    "contact_rate": "orders",
    "answered_in_time": "due",
    "settled_once": "closed",
    "cost_per_settled": "settled",
    "repurchase": "customers",
}
#: where what is divided is told by others than what it is divided by: when there is none of it,
#: then or now, they had told nothing
DIVIDED = {"contact_rate": "contacts", "cost_per_settled": "cost", "repurchase": "bought"}
#: reckoned of fewer, then or now, a number moves by chance alone and nothing is said
FEWEST = 30
#: so many are named, those that moved it most
MOST = 3


@dataclass(frozen=True)
class Driver:
    """`key`: a topic or a channel as it stands in the facts; of cost, "cost" or "settled".
    `amount`: its contribution to the change, in the number's own unit."""

    key: Key
    amount: float


@dataclass(frozen=True)
class Trend:
    """`before` and `change` are None where they are not known; `few`: because of too few cases;
    `early`: because the number itself is not yet known for the whole of its period."""

    before: float | None
    change: float | None = None
    drivers: list[Driver] = field(default_factory=list)
    few: bool = False
    early: bool = False


def days_before(first: date, until: date) -> tuple[date, date]:
    """As many days, just before: first, and first no more."""
    return first - (until - first), first


def trend(
    now: Number, before: Number, parts: Sequence[Part], parts_before: Sequence[Part]
) -> Trend:
    """Of one number; `parts` tell both periods apart by the same."""
    if now.early:
        return Trend(before.value, early=True)
    if now.value is None or before.value is None:
        return Trend(before.value)
    if _is_few(now) or _is_few(before):
        return Trend(before.value, few=True)
    found = contributions(now, before, parts, parts_before)
    drivers = [Driver(key, amount) for key, amount in found.items() if amount]
    drivers.sort(key=lambda one: (-abs(one.amount), str(one.key)))
    return Trend(before.value, now.value - before.value, drivers[:MOST])


def _is_few(one: Number) -> bool:
    divided = DIVIDED.get(one.name)
    return one.parts[WHOLES[one.name]] < FEWEST or (divided is not None and not one.parts[divided])


def contributions(
    now: Number, before: Number, parts: Sequence[Part], parts_before: Sequence[Part]
) -> dict[Key, float]:
    """What each topic (or channel) contributed to the change; their sum is the change.

    Contact rate is the sum of its topics': v1 - v0, where v is the topic's own rate, afterwards
    and before.

    The other three are averages: s1 (v1 - V) - s0 (v0 - V), where s is the topic's share of the
    cases, v its own value, V the number before. So a topic moves the number by getting better or
    worse, and by coming up more often while it is better or worse than the number was; one that is
    as good as all moves nothing, however often it comes up.

    Cost per settled contact has no topics. Of its two parts, cost C and settled S, each is moved
    from before to afterwards with the other halfway between:
    (C1 - C0) (1/S1 + 1/S0) / 2 and (C1 + C0) (1/S1 - 1/S0) / 2.
    """
    if now.name == "cost_per_settled":
        return _of_cost(now.parts, before.parts)
    mine, theirs = _of(now.name, parts), _of(now.name, parts_before)
    after = _weighed(mine, now, before)
    earlier = _weighed(theirs, before, before)
    return {
        key: after.get(key, 0.0) - earlier.get(key, 0.0)
        for key in dict.fromkeys([*after, *earlier])
    }


def _of(name: str, parts: Sequence[Part]) -> dict[Key, Number]:
    return {one.key: one.numbers[name] for one in parts if name in one.numbers}


def _weighed(parts: Mapping[Key, Number], of: Number, before: Number) -> dict[Key, float]:
    """Of each part its share of the number `of`, against what was `before`."""
    if of.name == "contact_rate":
        return {key: one.value or 0.0 for key, one in parts.items()}
    whole, level = WHOLES[of.name], before.value or 0.0
    return {
        key: one.parts[whole] / of.parts[whole] * (one.value - level)
        for key, one in parts.items()
        if one.value is not None
    }


def _of_cost(now: Mapping[str, int], before: Mapping[str, int]) -> dict[Key, float]:
    each, each_before = 1 / now["settled"], 1 / before["settled"]
    return {
        "cost": (now["cost"] - before["cost"]) * (each + each_before) / 2,
        "settled": (now["cost"] + before["cost"]) * (each - each_before) / 2,
    }
