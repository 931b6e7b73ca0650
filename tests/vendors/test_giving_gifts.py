"""Codes, credit and new parcels in a shop that is slow, busy, stumbles, says no, or does it and
says nothing, or nonsense: each is there once, or nobody claims to know."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from lifelong.commerce.models import Order
from lifelong.commerce.queries import totals
from lifelong.concessions.actions.carrying_out import PAUSES, doubted_ids
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Concession, State
from lifelong.concessions.queries import discount_code
from lifelong.concessions.tests.building import is_balanced
from lifelong.connectors.giving import carry_out, look_again
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.shopify import interface
from lifelong.connectors.shopify.reshipping import INDEXED
from lifelong.customers.models import Handle
from lifelong.lib import clock
from tests.proofs.shops import react
from tests.vendors.granting import granted, now_due
from tests.vendors.server import (
    ACCEPTS_AND_DIES,
    ACCEPTS_AND_STUMBLES,
    DIES,
    SLOW,
    Fault,
    Says,
    busy,
)
from tests.vendors.shopify import Shopify
from tests.vendors.shopify_graphql import (
    ACCEPTS_AND_BABBLES,
    ACCEPTS_AND_BREAKS,
    ACCEPTS_AND_SAYS_NOTHING,
    DENIED,
    THROTTLED,
)

pytestmark = pytest.mark.django_db(transaction=True)

#: what hands each of them over
MUTATION = {
    Kind.DISCOUNT: "discountCodeBasicCreate(",
    Kind.CREDIT: "storeCreditAccountCredit(",
    Kind.RESHIP: "orderCreate(",
}
KINDS = list(MUTATION)
LATE = Fault(tardy=1.0)
NOT_HEEDED = [SLOW, THROTTLED, DENIED, busy(2)]
#: after these nobody here knows whether it was done
DOUBTFUL = [
    DIES,
    LATE,
    ACCEPTS_AND_DIES,
    ACCEPTS_AND_STUMBLES,
    ACCEPTS_AND_BREAKS,
    ACCEPTS_AND_BABBLES,
    ACCEPTS_AND_SAYS_NOTHING,
    Fault(before=Says(502)),
]


def gift(order: Order, kind: Kind) -> Concession:
    if kind is Kind.RESHIP:
        return granted(order, 2500, kind, items={"11": 1})
    return granted(order, 1250, kind)


def made_in(store: Shopify, kind: Kind) -> int:
    gifts = store.gifts
    return len({Kind.DISCOUNT: gifts.codes, Kind.CREDIT: gifts.credits}.get(kind, gifts.orders))


def try_again(made: Concession) -> Concession:
    now_due(made)
    carry_out(made.id)
    made.refresh_from_db()
    return made


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_made_once_and_known_by_its_id(store: Shopify, order: Order, kind: Kind) -> None:
    made = gift(order, kind)
    assert carry_out(made.id) is None
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert (made.state, made_in(store, kind)) == (State.DONE, 1)
    assert made.ref in ("7000", "8000", "9000")
    is_balanced()


@pytest.mark.parametrize("fault", NOT_HEEDED)
@pytest.mark.parametrize("kind", KINDS)
def test_what_the_shop_did_not_heed_is_repeated(
    store: Shopify, order: Order, kind: Kind, fault: Fault
) -> None:
    made = gift(order, kind)
    store.fail_next(fault, about=MUTATION[kind])
    if carry_out(made.id) is not None:
        made.refresh_from_db()
        assert (made.state, made.in_doubt, made_in(store, kind)) == (State.GRANTED, False, 0)
        try_again(made)
    made.refresh_from_db()
    assert (made.state, made_in(store, kind)) == (State.DONE, 1)
    is_balanced()


@pytest.mark.parametrize("fault", DOUBTFUL)
@pytest.mark.parametrize("kind", [Kind.DISCOUNT, Kind.RESHIP])
def test_what_can_be_looked_up_is_made_once_whatever_goes_wrong(
    store: Shopify, order: Order, kind: Kind, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = gift(order, kind)
    monkeypatch.setattr(interface, "PATIENCE", 0.5)
    store.fail_next(fault, about=MUTATION[kind])
    assert carry_out(made.id) is not None
    monkeypatch.undo()
    assert try_again(made).state == State.DONE
    assert made_in(store, kind) == 1
    is_balanced()


@pytest.mark.parametrize("fault", DOUBTFUL)
def test_credit_of_which_nothing_was_heard_is_not_repeated_and_said_to_be_unknown(
    store: Shopify, order: Order, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = gift(order, Kind.CREDIT)
    monkeypatch.setattr(interface, "PATIENCE", 0.5)
    store.fail_next(fault, about=MUTATION[Kind.CREDIT])
    assert carry_out(made.id) is not None
    assert try_again(made).state == State.UNKNOWN
    assert "cannot be asked" in made.words
    asked = [one for one in store.asked if MUTATION[Kind.CREDIT].encode() in one.body]
    assert len(asked) == 1
    look_again(made.id)
    now_due(made)
    made.refresh_from_db()
    assert (made.state, doubted_ids()) == (State.UNKNOWN, [made.id])
    is_balanced()


@pytest.mark.parametrize("kind", [Kind.DISCOUNT, Kind.RESHIP])
def test_while_the_shop_cannot_be_asked_nothing_more_is_made(
    store: Shopify, order: Order, kind: Kind
) -> None:
    made = gift(order, kind)
    store.fail_next(ACCEPTS_AND_DIES, about=MUTATION[kind])
    assert carry_out(made.id) is not None
    store.fail_next(Fault(before=Says(503)))
    assert try_again(made).state == State.GRANTED
    assert try_again(made).state == State.DONE
    assert made_in(store, kind) == 1


@pytest.mark.parametrize("kind", [Kind.DISCOUNT, Kind.RESHIP])
def test_what_nobody_knows_is_looked_for_later(store: Shopify, order: Order, kind: Kind) -> None:
    made = gift(order, kind)
    Concession.objects.update(tries=len(PAUSES))
    store.fail_next(ACCEPTS_AND_DIES, about=MUTATION[kind])
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert made.state == State.UNKNOWN
    look_again(made.id)
    made.refresh_from_db()
    assert (made.state, made_in(store, kind)) == (State.DONE, 1)
    is_balanced()


def strange_customer(store: Shopify, order: Order) -> None:
    del store.things["customer", "9"]


def no_address(store: Shopify, order: Order) -> None:
    store.things["order", "77"]["shippingAddress"] = None


def other_currency(store: Shopify, order: Order) -> None:
    store.gifts.currency = "SEK"


def unknown_to_the_shop(store: Shopify, order: Order) -> None:
    Order.objects.update(buyer="")
    Handle.objects.filter(kind="store").delete()


@pytest.mark.parametrize(
    ("kind", "spoil", "says"),
    [
        (Kind.DISCOUNT, strange_customer, "Customer is invalid"),
        (Kind.DISCOUNT, other_currency, "in SEK"),
        (Kind.CREDIT, strange_customer, "Owner does not exist"),
        (Kind.CREDIT, unknown_to_the_shop, "Give a code instead"),
        (Kind.RESHIP, no_address, "no address"),
    ],
)
def test_what_the_shop_declines_fails_with_its_words(
    store: Shopify,
    order: Order,
    kind: Kind,
    spoil: Callable[[Shopify, Order], None],
    says: str,
) -> None:
    spoil(store, order)
    made = gift(order, kind)
    assert carry_out(made.id) is None
    made.refresh_from_db()
    assert made.state == State.FAILED and says in made.words
    assert made_in(store, kind) == 0
    is_balanced()


def test_a_code_is_for_that_customer_once_and_told_with_its_end(
    store: Shopify, order: Order
) -> None:
    made = gift(order, Kind.DISCOUNT)
    assert discount_code(made) is None, "it is not there yet"
    carry_out(made.id)
    made.refresh_from_db()
    code, (there,) = discount_code(made), store.gifts.codes
    assert code is not None and made.granted_at is not None
    assert (there["code"], there["usageLimit"]) == (code.code, 1)
    assert there["context"] == {"customers": {"add": ["gid://shopify/Customer/9"]}}
    assert there["customerGets"]["value"]["discountAmount"]["amount"] == "12.50"
    assert there["endsAt"] == code.expires_at.isoformat()
    assert code.expires_at == made.granted_at + timedelta(days=90)


def test_a_code_for_whom_the_shop_does_not_know_is_for_who_has_it(
    store: Shopify, order: Order
) -> None:
    unknown_to_the_shop(store, order)
    carry_out(gift(order, Kind.DISCOUNT).id)
    assert store.gifts.codes[0]["context"] == {"all": "ALL"}


def test_credit_is_put_into_the_account_of_the_buyer(store: Shopify, order: Order) -> None:
    carry_out(gift(order, Kind.CREDIT).id)
    (there,) = store.gifts.credits
    assert (there["owner"], there["amount"], there["currencyCode"]) == (
        "gid://shopify/Customer/9", "12.50", "EUR",
    )  # fmt: skip


def test_a_new_parcel_goes_where_the_first_one_went_for_nothing(
    store: Shopify, order: Order
) -> None:
    made = gift(order, Kind.RESHIP)
    carry_out(made.id)
    there = store.gifts.orders[0]["asked"]
    assert there["lineItems"] == [
        {
            "variantId": "gid://shopify/ProductVariant/1111",
            "quantity": 1,
            "priceSet": {"shopMoney": {"amount": "25.00", "currencyCode": "EUR"}},
        }
    ]
    assert there["shippingAddress"]["address1"] == "Kaj 1"
    assert there["shippingAddress"]["countryCode"] == "NO"
    assert there["discountCode"]["itemPercentageDiscountCode"]["percentage"] == 100
    assert there["tags"] == [f"reship-{made.id.hex}"] and str(made.id) in there["note"]


def test_a_new_parcel_that_is_not_found_yet_is_not_made_again_before_it_would_be(
    store: Shopify, order: Order
) -> None:
    made = gift(order, Kind.RESHIP)
    store.gifts.lags = True
    store.fail_next(ACCEPTS_AND_DIES, about=MUTATION[Kind.RESHIP])
    before = clock.now()
    next_try_at = carry_out(made.id)
    assert next_try_at is not None and next_try_at >= before + INDEXED
    assert carry_out(made.id) is None, "it is not its time yet"
    store.gifts.lags = False
    assert try_again(made).state == State.DONE
    assert made_in(store, Kind.RESHIP) == 1


def test_its_webhook_settles_it_first_and_it_is_no_purchase(store: Shopify, order: Order) -> None:
    made = gift(order, Kind.RESHIP)
    store.fail_next(ACCEPTS_AND_DIES, about=MUTATION[Kind.RESHIP])
    assert carry_out(made.id) is not None
    assert set(store.send(copies=2)) == {200}
    while settle_batch():
        pass
    react()
    made.refresh_from_db()
    assert (made.state, made.ref) == (State.DONE, "9000")
    again = Order.objects.get(ref="9000")
    assert (again.reship_for, again.customer) == (made.id, order.customer)
    assert order.customer is not None
    assert totals([order.customer.id]).orders == 1
    now_due(made)
    assert carry_out(made.id) is None
    assert made_in(store, Kind.RESHIP) == 1
    is_balanced()
