"""Who is shown to be who: by a claim, by a record, by proof."""

from uuid import UUID

import pytest

from lifelong.customers.actions.recognising import Claim, recognise
from lifelong.customers.actions.showing import attribute, claim, identify, prove
from lifelong.customers.models import Customer, Handle, HandleClaim
from lifelong.events.models import Event

pytestmark = pytest.mark.django_db

MAIL, WORK, PHONE = "ana@example.com", "ana@work.example", "+4930123456"


def met(value: str = MAIL, *, kind: str = "email", proof: str | None = None) -> Customer:
    return recognise(kind=kind, value=value, how=kind, proof=proof).customer


def signed(kind: str, value: str) -> Claim:
    return Claim(kind=kind, value=value, how="identity", proof="identity")


def said(kind: str, value: str, *, how: str = "checkout") -> Claim:
    return Claim(kind=kind, value=value, how=how)


def holder(kind: str, value: str) -> Customer:
    return Handle.objects.get(kind=kind, value=value).customer


def shown_to_be_one() -> list[set[str]]:
    rows = Event.objects.filter(name="ShownToBeOne")
    return [{str(row.customer_id), row.data["other_id"]} for row in rows]


def pair(one: Customer, other: Customer) -> set[str]:
    return {str(one.id), str(other.id)}


def contested() -> int:
    return Event.objects.filter(name="HandleContested").count()


# -- a claim


def test_a_claim_gives_nobody_the_handle() -> None:
    ana = met()
    claim(ana, kind="phone", value=PHONE, how="form")
    assert not Handle.objects.filter(kind="phone").exists()
    assert met(PHONE, kind="phone", proof="text") != ana


def test_a_claim_of_anothers_handle_stays_a_claim_and_is_news() -> None:
    visitor, ana = met("v1", kind="visitor"), met(proof="dmarc")
    claim(visitor, kind="email", value=MAIL, how="form")
    claim(visitor, kind="email", value=MAIL, how="form")
    assert holder("email", MAIL) == ana
    kept = HandleClaim.objects.get()
    assert (kept.customer, kept.how, kept.proof) == (visitor, "form", None)
    assert (contested(), shown_to_be_one()) == (2, [])


def test_to_claim_ones_own_handle_says_nothing() -> None:
    claim(met(), kind="email", value=MAIL, how="checkout")
    assert not HandleClaim.objects.exists()


def test_a_store_id_that_nobody_has_is_the_claimants() -> None:
    ana = met()
    claim(ana, kind="store", value="shop/1", how="store")
    claim(ana, kind="store", value="shop/2", how="store")
    assert holder("store", "shop/1") == holder("store", "shop/2") == ana
    assert not Handle.objects.get(value="shop/1").is_proved


# -- a record


def test_a_record_of_nobody_we_know_makes_one_customer_by_its_mail_address() -> None:
    ana = attribute([said("store", "shop/1"), said("phone", PHONE), said("email", MAIL)])
    assert Customer.objects.get() == ana == holder("email", MAIL) == holder("store", "shop/1")
    assert HandleClaim.objects.get().value == PHONE


def test_a_record_finds_its_customer_by_store_id_then_mail_then_phone() -> None:
    by_phone = met(PHONE, kind="phone", proof="text")
    assert attribute([said("email", MAIL), said("phone", PHONE)]) == by_phone
    by_mail = met()
    assert attribute([said("email", MAIL), said("phone", PHONE)]) == by_mail
    assert attribute([said("store", "shop/1"), said("email", MAIL)]) == by_mail
    other = met(WORK)
    assert attribute([said("store", "shop/1"), said("email", WORK)]) == by_mail != other


def test_a_record_proves_nothing_and_joins_nobody() -> None:
    ana, phone = met(proof="dmarc"), met(PHONE, kind="phone", proof="text")
    attribute([said("email", MAIL), said("phone", PHONE), said("store", "shop/1")])
    assert holder("phone", PHONE) == phone != ana
    assert not Handle.objects.get(kind="store").is_proved
    assert shown_to_be_one() == []


# -- proof


def test_a_signed_identity_holds_and_proves_all_its_handles_at_once() -> None:
    token = [signed("email", MAIL), signed("phone", PHONE), signed("store", "shop/1")]
    ana = identify(token)
    assert Customer.objects.get() == ana == identify(token)
    assert Handle.objects.filter(customer=ana, proved_how="identity").count() == 3


def test_an_identity_finds_whom_we_know_and_adds_what_is_new() -> None:
    ana = met(PHONE, kind="phone", proof="text")
    assert identify([signed("email", MAIL), signed("phone", PHONE)]) == ana
    assert holder("email", MAIL) == ana
    assert shown_to_be_one() == []


def test_two_customers_who_both_proved_it_are_one() -> None:
    ana, phone = met(proof="dmarc"), met(PHONE, kind="phone", proof="text")
    assert identify([signed("email", MAIL), signed("phone", PHONE)]) == ana
    assert shown_to_be_one() == [pair(ana, phone)]
    assert holder("phone", PHONE) == phone


def test_who_is_known_only_by_what_was_just_shown_is_one_with_them() -> None:
    ana, bought = met(PHONE, kind="phone", proof="text"), met()
    identify([signed("phone", PHONE), signed("email", MAIL)])
    assert shown_to_be_one() == [pair(ana, bought)]
    assert Handle.objects.get(value=MAIL).is_proved


def test_a_handle_that_somebody_else_only_claimed_goes_to_who_proves_it() -> None:
    mallory = met()  # by an import, say
    prove(mallory, kind="phone", value="+4930666", how="code")
    ana = identify([signed("store", "shop/1"), signed("email", MAIL)])
    assert ana == mallory, "the first that is known"
    other = identify([signed("phone", PHONE)])
    prove(other, kind="email", value=MAIL, how="code")
    # `identify` had proved it meanwhile, so this is proof on both sides
    assert shown_to_be_one() == [pair(other, mallory)]


def test_proof_takes_a_mere_claim_over_and_joins_nobody() -> None:
    mallory = met()
    prove(mallory, kind="phone", value="+4930666", how="code")
    ana = met(PHONE, kind="phone", proof="text")
    prove(ana, kind="email", value=MAIL, how="code")
    assert holder("email", MAIL) == ana
    assert HandleClaim.objects.get().customer == mallory
    assert (contested(), shown_to_be_one()) == (1, [])


def test_a_shared_handle_joins_nobody_and_stays_where_it_is() -> None:
    family = met(PHONE, kind="phone", proof="text")
    Handle.objects.update(shared=True)
    ana = identify([signed("phone", PHONE), signed("email", MAIL)])
    assert ana != family == holder("phone", PHONE)
    assert (shown_to_be_one(), contested()) == ([], 0)


def test_proving_a_free_handle_makes_it_ones_own() -> None:
    ana = met()
    prove(ana, kind="phone", value=PHONE, how="code")
    assert holder("phone", PHONE) == ana
    assert Handle.objects.get(kind="phone").proved_how == "code"


def test_the_facts_of_it_hold_ids_alone() -> None:
    met(proof="dmarc")
    claim(met("v1", kind="visitor"), kind="email", value=MAIL, how="form")
    data = Event.objects.get(name="HandleContested").data
    assert all(UUID(value) for value in data.values())
