"""Who is shown to be who: by a claim, by a record, by proof."""

from uuid import UUID

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.customers.actions.joining import link, tell_apart, unlink
from lifelong.customers.actions.showing import (
    attribute,
    claim,
    identify,
    may_join_by_itself,
    prove,
)
from lifelong.customers.models import Customer, Handle, HandleClaim
from lifelong.customers.tests.handles import (
    MAIL,
    PHONE,
    WORK,
    contested,
    holder,
    met,
    pair,
    said,
    shown_to_be_one,
    signed,
)
from lifelong.events.models import Event
from lifelong.lib import clock

pytestmark = pytest.mark.django_db

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


def test_a_store_id_is_no_more_the_claimants_than_any_other() -> None:
    """Else who signs in with it at the shop would be whoever it was claimed for."""
    ana = met()
    claim(ana, kind="store", value="shop/1", how="store")
    claim(ana, kind="store", value="shop/2", how="store")
    assert Handle.objects.get().kind == "email"
    assert HandleClaim.objects.filter(customer=ana, kind="store").count() == 2


# -- proof


def test_a_signed_identity_holds_and_proves_all_its_handles_at_once() -> None:
    token = [signed("email", MAIL), signed("phone", PHONE), signed("store", "shop/1")]
    ana = identify(token)
    assert Customer.objects.get() == ana == identify(token)
    assert Handle.objects.filter(customer=ana, proved_how="identity").count() == 3


def test_an_identity_finds_whom_we_know_and_adds_what_is_new() -> None:
    ana = met()
    assert identify([signed("email", MAIL), signed("phone", PHONE)]) == ana
    assert holder("phone", PHONE) == ana
    assert shown_to_be_one() == []


@pytest.mark.parametrize("kind", ["store", "visitor", "email"])
def test_a_handle_that_is_only_claimed_names_nobody_of_whom_more_is_proved(kind: str) -> None:
    """Whoever wrote it down for Ana may have written down their own."""
    ana = met(PHONE, kind="phone", proof="text")
    Handle.objects.create(
        customer=ana, kind=kind, value="x", claimed_how="import", claimed_at=clock.now()
    )
    other = identify([signed(kind, "x"), signed("email", WORK)])
    assert other != ana and holder(kind, "x") == other
    assert HandleClaim.objects.get().customer == ana, "which remains as a suggestion"
    assert (shown_to_be_one(), contested()) == ([], 1)


def test_what_is_proved_of_another_customer_of_the_person_counts_too() -> None:
    ana, old = met(PHONE, kind="phone", proof="text"), met()
    Customer.objects.filter(pk=old.pk).update(lead=ana)
    assert identify([signed("email", MAIL)]).person_id not in (ana.id, old.id)


@pytest.mark.parametrize("kind", ["phone", "guest"])
def test_a_phone_and_a_guests_chat_name_nobody_but_join(kind: str) -> None:
    """A mother's phone in her son's account: two customers and a link, which can be parted."""
    is_guest = kind == "guest"
    shown = signed("visitor" if is_guest else "phone", "x")
    mother = met("x", kind=shown.kind, proof="text")
    names = [signed("store", "shop/1"), signed("email", MAIL)]
    son = identify(names, guest=shown) if is_guest else identify([*names, shown])
    assert son != mother == holder(shown.kind, "x")
    assert holder("store", "shop/1") == holder("email", MAIL) == son
    assert shown_to_be_one() == [pair(son, mother)]
    assert identify(names) == son


def test_a_guest_who_showed_nothing_else_is_one_with_whom_the_shop_signs_for() -> None:
    guest = met("g", kind="visitor")
    ana = identify([signed("email", MAIL)], guest=signed("visitor", "g"))
    assert ana != guest and shown_to_be_one() == [pair(ana, guest)]
    assert Handle.objects.get(value="g").is_proved


def test_who_has_only_bought_is_found_by_their_mail_address_when_they_sign_in() -> None:
    bought = attribute([said("store", "shop/1"), said("email", MAIL)])
    assert identify([signed("store", "shop/1"), signed("email", MAIL)]) == bought
    assert holder("store", "shop/1") == bought and Customer.objects.count() == 1


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
    assert ana != mallory and holder("email", MAIL) == ana
    other = met(PHONE, kind="phone", proof="text")
    prove(other, kind="email", value=MAIL, how="code")
    # `identify` had proved it meanwhile, so this is proof on both sides
    assert shown_to_be_one() == [pair(other, ana)]


@pytest.mark.parametrize("told_apart", [True, False])
def test_what_a_hero_parted_does_not_join_by_itself_through_a_third(told_apart: bool) -> None:
    ana, mallory, third = met(), met(WORK), met("v", kind="visitor")
    hero = agent()
    if told_apart:
        tell_apart(ana, mallory, by=hero)
    else:
        joining = link(ana, mallory, lead_id=ana.id, by=hero)
        unlink(joining, leads={ana.id: [ana.id], mallory.id: [mallory.id]}, by=hero)
    assert may_join_by_itself(ana, third) and may_join_by_itself(third, mallory)
    link(ana, third, lead_id=ana.id, by=None)
    third.refresh_from_db()
    assert not may_join_by_itself(third, mallory)
    assert not may_join_by_itself(mallory, third)
    assert may_join_by_itself(third, met("other@example.com"))


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
