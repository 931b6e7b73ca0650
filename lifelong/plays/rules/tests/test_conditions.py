"""What conditions hold, for whatever is known. No database."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lifelong.plays.rules.conditions import leaves, made, read
from lifelong.plays.rules.facts import Known, TheContact, TheOrder, TheParcel
from lifelong.plays.rules.fields import FIELDS, OPERATORS, Is, Rows, Type
from lifelong.plays.rules.unfit import RuleUnfit

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ONE = UUID(int=1)
#: the first draw is slow on a busy machine
calmly = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
RISKS = ["legal", "safety", "abuse"]
WORDS = ["refund", "lamp", "where is", "Größe", "a.b"]

moments = st.integers(0, 52 * 1440).map(lambda minutes: NOW - timedelta(minutes=minutes))
contacts = st.builds(
    TheContact,
    id=st.just(ONE),
    conversation_id=st.just(ONE),
    channel=st.sampled_from(["email", "chat"]),
    topics=st.frozensets(st.sampled_from(["t1", "t2"])),
    closed_at=st.none() | moments,
    waiting_since=st.none() | moments,
    due_at=st.none(),
    set_aside_until=st.none() | moments,
    inbox_id=st.sampled_from(["i1", "i2"]),
    brand_id=st.just(ONE),
    owned=st.booleans(),
    hours=st.sampled_from([{}, {"week": [[], [], [], [], [], [], [["09:00", "17:00"]]]}]),
    zone=st.just("Europe/Berlin"),
    words=st.none() | st.lists(st.sampled_from(WORDS)).map(" ".join),
    language=st.sampled_from(["", "en", "de"]),
    sentiment=st.sampled_from(["", "angry", "pleased"]),
    risks=st.frozensets(st.sampled_from(RISKS)),
)
orders = st.builds(
    TheOrder,
    total=st.integers(0, 10**6),
    currency=st.sampled_from(["EUR", "USD"]),
    financial=st.sampled_from(["", "paid", "refunded"]),
    fulfilment=st.sampled_from(["", "fulfilled"]),
    placed_at=st.none() | moments,
    cancelled=st.booleans(),
    items=st.lists(st.sampled_from(WORDS)).map("\n".join),
    brand_id=st.just(ONE),
)
days = st.dates(date(2026, 10, 1), date(2026, 12, 1))
parcels = st.builds(
    TheParcel,
    state=st.sampled_from(["delayed", "delivered"]),
    carrier=st.sampled_from(["", "PostNord"]),
    expected_on=st.none() | days,
    delivered_at=st.none() | moments,
)
knowns = st.builds(
    Known,
    at=st.just(NOW),
    orders=st.integers(0, 50),
    spent=st.dictionaries(st.sampled_from(["EUR", "USD"]), st.integers(0, 10**6)),
    stopped=st.booleans(),
    contact=st.none() | contacts,
    order=st.none() | orders,
    parcel=st.none() | parcels,
)
_VALUES: dict[Type, st.SearchStrategy[Any]] = {
    Type.TEXT: st.lists(st.sampled_from(WORDS), min_size=1),
    Type.NUMBER: st.integers(0, 50),
    Type.MONEY: st.builds(
        lambda amount, currency: {"amount": amount, "currency": currency},
        st.integers(0, 10**6),
        st.sampled_from(["EUR", "USD"]),
    ),
    Type.DURATION: st.integers(1, 60 * 24 * 40),
    Type.DATE: days.map(date.isoformat),
    Type.YES_NO: st.booleans(),
}


@st.composite
def compared(draw: st.DrawFn) -> dict[str, Any]:
    field = FIELDS[draw(st.sampled_from(sorted(FIELDS)))]
    if field.type is Type.CHOICE:
        options = ["t1", "i1"] if isinstance(field.options, Rows) else dict(field.options or [])
        value = draw(st.lists(st.sampled_from(sorted(options)), min_size=1, unique=True))
    else:
        value = draw(_VALUES[field.type])
    is_ = draw(st.sampled_from(OPERATORS[field.type])).value
    return {"field": field.name, "is": is_, "value": value}


trees = st.recursive(
    compared(),
    lambda inner: st.builds(
        lambda group, parts: {group: parts},
        st.sampled_from(["all", "any"]),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


def holds(tree: dict[str, Any], known: Known) -> bool:
    return made(tree)(known) is None


@calmly
@given(trees, knowns)
def test_all_holds_where_each_does_and_any_where_one_does(
    tree: dict[str, Any], known: Known
) -> None:
    for group, of in (("all", all), ("any", any)):
        if group in tree:
            assert holds(tree, known) == of(holds(one, known) for one in tree[group])


@calmly
@given(trees, knowns)
def test_what_is_told_to_be_false_is_one_of_the_conditions_and_is_false(
    tree: dict[str, Any], known: Known
) -> None:
    miss = made(tree)(known)
    if miss is not None:
        told = {"field": miss.field, "is": miss.is_, "value": miss.value}
        assert told in list(leaves(tree)) and not holds(told, known)


_CONTRARY = {
    Is.HOLDS: Is.LACKS, Is.ONE_OF: Is.NONE_OF, Is.FROM: Is.BEFORE,
}  # fmt: skip


@calmly
@given(compared(), knowns)
def test_of_two_contraries_one_holds_where_the_value_is_known(
    one: dict[str, Any], known: Known
) -> None:
    if one["is"] in _CONTRARY:
        other = one | {"is": _CONTRARY[Is(one["is"])].value}
        field = FIELDS[one["field"]]
        if field.read(known) is not None:
            assert holds(one, known) != holds(other, known)
    if one["is"] == Is.SO and FIELDS[one["field"]].read(known) is not None:
        assert holds(one, known) != holds(one | {"value": not one["value"]}, known)


@calmly
@given(compared())
def test_of_nothing_known_nothing_is_said_but_what_it_is_not(one: dict[str, Any]) -> None:
    nobody = Known(at=NOW)
    if FIELDS[one["field"]].read(nobody) is None:
        assert holds(one, nobody) == (one["is"] in (Is.LACKS, Is.NONE_OF))


@calmly
@given(knowns, st.integers(0, 10**6))
def test_currencies_do_not_mix(known: Known, amount: int) -> None:
    for is_ in ("at-least", "at-most"):
        dollars = {"amount": amount, "currency": "CHF"}
        if known.order is not None:
            assert not holds({"field": "order.total", "is": is_, "value": dollars}, known)
        if known.spent:
            assert not holds({"field": "customer.spent", "is": is_, "value": dollars}, known)


@calmly
@given(trees)
def test_what_was_read_is_read_again_as_the_same(tree: dict[str, Any]) -> None:
    try:
        kept = read(tree)
    except RuleUnfit:
        # deeper than anybody reads
        return
    assert read(kept) == kept


@pytest.mark.parametrize(
    ("text", "value", "found"),
    [
        ("I want a refund!", ["refund"], True),
        ("REFUND", ["refund"], True),
        ("refunds", ["refund"], False),
        ("where\nis it", ["where is"], True),
        ("a.b", ["a.b"], True),
        ("axb", ["a.b"], False),
        ("in größe L", ["GRÖSSE", "Größe"], True),
    ],
)
def test_words_are_looked_for_whole(text: str, value: list[str], found: bool) -> None:
    order = TheOrder(1, "EUR", "", "", NOW, False, text, ONE)
    tree = {"field": "order.items", "is": "holds", "value": value}
    assert holds(tree, Known(at=NOW, order=order)) is found


def test_a_parcel_is_late_by_days_until_it_came() -> None:
    late = {"field": "parcel.late", "is": "at-least", "value": 2}
    day = date(2026, 11, 20)
    assert holds(late, Known(at=NOW, parcel=TheParcel("delayed", "", day, None)))
    came = NOW - timedelta(days=1)
    assert not holds(late, Known(at=NOW, parcel=TheParcel("delivered", "", day, came)))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"field": "weather", "is": "so", "value": True}, "Choose what the condition is about"),
        ({"field": "customer.orders", "is": "holds", "value": 1}, "cannot be compared so"),
        ({"field": "customer.orders", "is": "at-least", "value": "many"}, "needs a whole number"),
        ({"field": "customer.orders", "is": "at-least", "value": -1}, "a number from 0 on"),
        ({"field": "customer.spent", "is": "at-least", "value": {"value": "x", "currency": "EUR"}},
         "needs an amount such as 50.00"),
        ({"field": "contact.channel", "is": "one-of", "value": ["pigeon"]}, "one of the choices"),
        ({"field": "contact.channel", "is": "one-of", "value": []}, "needs a choice"),
        ({"field": "contact.words", "is": "holds", "value": [" "]}, "needs words"),
        ({"field": "contact.waiting", "is": "at-least", "value": 0}, "a minute at least"),
        ({"field": "order.placed", "is": "from", "value": "soon"}, "needs a day such as"),
        ({"field": "customer.stopped", "is": "so", "value": "yes"}, "needs yes or no"),
        ({"all": []}, "cannot be read"),
        ({"all": [{}], "any": [{}]}, "cannot be read"),
        ("all", "cannot be read"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_said(said: Any, sentence: str) -> None:
    with pytest.raises(RuleUnfit, match=sentence):
        read(said)


def test_money_is_taken_as_people_write_it() -> None:
    said = {"field": "customer.spent", "is": "at-least",
            "value": {"value": "49,90", "currency": "EUR"}}  # fmt: skip
    assert read(said)["value"] == {"amount": 4990, "currency": "EUR"}
