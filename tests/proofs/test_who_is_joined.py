"""Must-hold 4, the other side: what becomes a suggestion, and who is joined by proof."""

import pytest

from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.tests.building import agent, incoming, receive_one
from lifelong.customers.actions.joining import share, tell_apart
from lifelong.customers.actions.recognising import Claim, recognise
from lifelong.customers.actions.showing import claim, identify, prove
from lifelong.customers.models import Customer, Handle, Joining
from lifelong.customers.suggestions import person_of, suggestions
from tests.proofs.ana import ANA, PHONE, Scene, proved, set_scene
from tests.proofs.shops import react

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> Scene:
    return set_scene()


# -- what is shown to a hero instead


def suggested_to(customer: Customer) -> set[Customer]:
    return {one.customer for one in suggestions(person_of(customer, is_joined=False))}


def test_a_claim_becomes_a_suggestion_on_both_sides(scene: Scene) -> None:
    visitor = scene.mallorys_visitor()
    claim(visitor, kind="email", value=ANA, how="form")
    assert suggested_to(scene.ana) - {scene.mallory} == {visitor}
    assert suggested_to(visitor) == {scene.ana}


def test_a_shared_handle_suggests_nobody(scene: Scene) -> None:
    visitor = scene.mallorys_visitor()
    claim(visitor, kind="phone", value=PHONE, how="form")
    share(Handle.objects.get(value=PHONE), shared=True)
    assert suggested_to(visitor) == set()


def test_who_was_told_apart_is_suggested_no_more(scene: Scene) -> None:
    visitor = scene.mallorys_visitor()
    claim(visitor, kind="email", value=ANA, how="form")
    tell_apart(visitor, scene.ana, by=agent())
    assert suggested_to(visitor) == set()


def test_whom_a_hero_parted_is_suggested_with_the_proof(scene: Scene) -> None:
    made = join(scene.ana, scene.mallory, by=agent())
    assert made
    part(made, by=agent())
    prove(scene.mallory, kind="phone", value=PHONE, how="code")
    react()
    (one,) = suggestions(person_of(scene.mallory, is_joined=False))
    assert (one.customer, {each.kind for each in one.evidence}) == (scene.ana, {"phone", "name"})
    (by_phone,) = [each for each in one.evidence if each.kind == "phone"]
    assert (by_phone.here.proof, by_phone.there.proof) == ("code", "code")


# -- and with proof on both sides


def test_ana_herself_becomes_one_when_both_sides_proved_it(scene: Scene) -> None:
    chat = recognise(kind="visitor", value="anas-browser", how="chat", proof="session").customer
    prove(chat, kind="phone", value=PHONE, how="identity")
    react()
    joined = Customer.objects.get(pk=chat.pk)
    assert joined.person_id == scene.ana.id
    assert Joining.objects.get().by is None
    react()
    assert Joining.objects.count() == 1


def test_a_son_who_signs_in_with_the_family_phone_can_be_parted_again(scene: Scene) -> None:
    """His account, his mail address, and the phone from which his mother has texted."""
    shown = [
        Claim(kind=kind, value=value, how="signed", proof="signed")
        for kind, value in (("store", "shop/7"), ("email", "bo@example.com"), ("phone", PHONE))
    ]
    son = identify(shown)
    react()
    assert son != scene.ana and Customer.objects.get(pk=son.pk).person_id == scene.ana.id
    part(Joining.objects.get(), by=agent())
    assert identify(shown) == son
    react()
    assert Customer.objects.get(pk=son.pk).person_id == son.id
    held = set(Handle.objects.filter(customer=son).values_list("value", flat=True))
    assert held == {"shop/7", "bo@example.com"}


def test_one_signed_identity_joins_all_whom_it_names(scene: Scene) -> None:
    text = recognise(kind="phone", value="+49301", how="text", proof="text").customer
    identify(
        [
            Claim(kind="store", value="shop/1", how="identity", proof="identity"),
            Claim(kind="email", value=ANA, how="identity", proof="identity"),
            Claim(kind="phone", value="+49301", how="identity", proof="identity"),
        ]
    )
    react()
    assert Customer.objects.get(pk=text.pk).lead == scene.ana
    assert Handle.objects.get(kind="store").customer == scene.ana
    came = receive_one(incoming("By text", sender=proved("phone", "+49301", "text")))
    assert came.conversation.lead is not None
    assert came.conversation.lead.customer == scene.ana
