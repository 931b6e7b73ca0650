"""Must-hold 4: nobody is joined without proof or a person's decision.

One line of the table is one attack: what Mallory does to pass for Ana. A channel adds its own
lines with `@attack`; afterwards `is_still_herself` asks the same of each.
"""

from collections.abc import Callable
from typing import Any

import jwt
import pytest

from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.actions.proving import prove as exchange
from lifelong.connectors.chat.identity import NotProved
from lifelong.connectors.chat.tests.building import Server, arrived, widget
from lifelong.connectors.chat.visitors import Visitor
from lifelong.connectors.email.endpoints import address_book
from lifelong.connectors.intake import settle_batch
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.models import Conversation, Entry
from lifelong.conversations.tests.building import agent
from lifelong.customers.actions.joining import share, tell_apart
from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import attribute, claim, identify, prove
from lifelong.customers.models import Customer, Handle, HandleClaim, Joining
from lifelong.lib import clock
from tests.proofs.ana import ANA, MALLORY, PHONE, Scene, set_scene
from tests.proofs.shops import hand_in, mail, react

pytestmark = pytest.mark.django_db

CLAIMS = {"email": ANA, "exp": 2**33, "jti": "1"}


Attack = Callable[[Scene], object]
ATTACKS: dict[str, Attack] = {}


def attack(function: Attack) -> Attack:
    ATTACKS[function.__name__] = function
    return function


@pytest.fixture
def scene() -> Scene:
    return set_scene()


# -- the table


@attack
def an_unsigned_mail_address_in_the_chat_form(scene: Scene) -> None:
    claim(scene.mallorys_visitor(), kind="email", value=ANA, how="form")


@attack
def an_unsigned_phone_in_the_chat_form(scene: Scene) -> None:
    claim(scene.mallorys_visitor(), kind="phone", value=PHONE, how="form")


def in_the_widget(scene: Scene, **said: Any) -> Endpoint:
    """Mallory writes in the chat, as the widget sends it."""
    chat = widget(into=scene.ours.inbox)
    arrived(chat, "I am Ana", visitor="6" * 32, **said)
    settle_batch()
    return chat


@attack
def anas_address_typed_in_the_widget(scene: Scene) -> None:
    in_the_widget(scene, email=ANA, name="Ana Kovač")


@attack
def a_signature_of_the_shop_that_mallory_made(scene: Scene) -> None:
    chat = in_the_widget(scene)
    Server(chat)
    forged = jwt.encode(CLAIMS, "m" * 43, algorithm="HS256")
    with pytest.raises(NotProved):
        identified(forged, at=chat)


@attack
def a_signature_of_the_shop_that_mallory_found_expired(scene: Scene) -> None:
    chat = in_the_widget(scene)
    with pytest.raises(NotProved):
        identified(Server(chat).signs(sub=None, email=ANA, exp=1), at=chat)


def identified(token: str, *, at: Endpoint) -> None:
    """Mallory's browser hands in a signed identity."""
    shown = Endpoint.objects.get(pk=at.pk)
    exchange(token, endpoint=shown, guest=Visitor("6" * 32))


@attack
def anas_handles_in_mallorys_checkout(scene: Scene) -> None:
    attribute(
        [
            Claim(kind="email", value=MALLORY, how="checkout"),
            Claim(kind="phone", value=PHONE, how="checkout"),
            Claim(kind="store", value="shop/666", how="checkout"),
        ]
    )


def checkout(**handles: str) -> None:
    """Mallory orders at the shop, and writes what she likes into its form."""
    attribute([Claim(kind=kind, value=value, how="checkout") for kind, value in handles.items()])


def signs_in(**handles: str) -> Customer:
    """Mallory signs in at the shop with her own account."""
    shown = {"store": "shop/666", "visitor": "mallory-signed", **handles}
    return identify(
        [
            Claim(kind=kind, value=value, how="signed", proof="signed")
            for kind, value in shown.items()
        ]
    )


@attack
def an_order_with_anas_phone_and_then_a_sign_in(scene: Scene) -> None:
    """Her account's mail address is unknown to us, so the phone alone points at somebody."""
    checkout(store="shop/666", email="fresh@example.net", phone=PHONE)
    assert signs_in(email="fresh@example.net").person_id != scene.ana.id


@attack
def an_order_with_anas_mail_address_and_then_a_sign_in(scene: Scene) -> None:
    checkout(store="shop/666", email=ANA)
    assert signs_in(email=MALLORY).person_id == scene.mallory.id


@attack
def a_store_id_that_an_old_import_put_on_ana(scene: Scene) -> None:
    """Held, but shown by nothing: it names nobody."""
    held = {"kind": "store", "value": "shop/666", "claimed_how": "import"}
    Handle.objects.create(customer=scene.ana, claimed_at=clock.now(), **held)
    assert signs_in(email="fresh@example.net").person_id != scene.ana.id
    assert Handle.objects.get(kind="store").customer != scene.ana


@attack
def a_mail_address_that_is_only_written_beside_anas(scene: Scene) -> None:
    """A colleague wrote it down for Ana; who shows that it is theirs is somebody else."""
    held = {"kind": "email", "value": "fresh@example.net", "claimed_how": "import"}
    Handle.objects.create(customer=scene.ana, claimed_at=clock.now(), **held)
    assert signs_in(email="fresh@example.net").person_id != scene.ana.id


@attack
def an_order_with_a_phone_that_both_use(scene: Scene) -> None:
    share(Handle.objects.get(value=PHONE), shared=True)
    checkout(store="shop/666", phone=PHONE)
    checkout(phone=PHONE)
    assert not HandleClaim.objects.filter(customer=scene.ana).exists()


@attack
def an_account_of_mallorys_with_anas_phone_signed_in(scene: Scene) -> None:
    """The shop vouches for the address alone: what it does not sign is only claimed."""
    customer = identify([Claim(kind="email", value=MALLORY, how="identity", proof="identity")])
    claim(customer, kind="phone", value=PHONE, how="identity")


@attack
def a_phone_that_both_use(scene: Scene) -> None:
    share(Handle.objects.get(value=PHONE), shared=True)
    identify(
        [
            Claim(kind="email", value=MALLORY, how="identity", proof="identity"),
            Claim(kind="phone", value=PHONE, how="identity", proof="identity"),
        ]
    )


@attack
def a_pair_that_a_hero_has_told_apart(scene: Scene) -> None:
    tell_apart(scene.ana, scene.mallory, by=agent())
    prove(scene.mallory, kind="email", value=ANA, how="code")


@attack
def a_pair_that_a_hero_has_parted(scene: Scene) -> None:
    made = join(scene.ana, scene.mallory, by=agent())
    assert made
    part(made, by=agent())
    prove(scene.mallory, kind="phone", value=PHONE, how="code")


@attack
def a_pair_that_a_hero_has_parted_by_way_of_a_third(scene: Scene) -> None:
    """Mallory's browser, which was joined to her, shows Ana's phone. Nobody parted that one."""
    hero = agent()
    made = join(scene.ana, scene.mallory, by=hero)
    assert made
    part(made, by=hero)
    browser = scene.mallorys_visitor()
    beside = join(scene.mallory, browser, by=hero)
    assert beside
    prove(browser, kind="phone", value=PHONE, how="code")
    react()
    assert Customer.objects.get(pk=browser.pk).person_id != scene.ana.id
    part(beside, by=hero)


@attack
def ana_in_cc(scene: Scene) -> None:
    hand_in(mail(sender=MALLORY, to=scene.ours.address, Cc=ANA), envelope_to=scene.ours.address)


@attack
def a_forward_of_anas_mail(scene: Scene) -> None:
    text = f"See below.\n\n-------- Forwarded message --------\nFrom: Ana <{ANA}>\n\nLet her in."
    hand_in(mail(sender=MALLORY, to=scene.ours.address, subject="Fwd: My order", text=text))


@attack
def a_forged_from_with_mallorys_answer_address(scene: Scene) -> None:
    hand_in(mail(sender=ANA, to=scene.ours.address, text="It is me", Reply_To=MALLORY))


@attack
def a_forged_from_that_asks_for_her_new_address(scene: Scene) -> None:
    hand_in(mail(sender=ANA, to=scene.ours.address, text=f"I am {MALLORY} now"))


@attack
def anas_address_as_the_one_to_answer_to(scene: Scene) -> None:
    hand_in(mail(sender=MALLORY, to=scene.ours.address, Reply_To=ANA))


@attack
def a_forged_result_of_the_check(scene: Scene) -> None:
    scene.ours.settings = {"authserv_ids": ["mx.shop.example"], "trusted_hops": ["10.0.0.0/8"]}
    scene.ours.save()
    address_book.cache_clear()
    results = "mx.shop.example; dmarc=pass header.from=example.com"
    forged = mail(sender=ANA, to=scene.ours.address, Authentication_Results=results)
    hand_in(forged, peer="203.0.113.9")


@attack
def anas_name_on_mallorys_mail(scene: Scene) -> None:
    hand_in(mail(sender=f"Ana Kovač <{MALLORY}>", to=scene.ours.address))


@pytest.mark.parametrize("name", ATTACKS)
def test_mallory_does_not_become_ana_by(name: str, scene: Scene) -> None:
    ATTACKS[name](scene)
    react()
    is_still_herself(scene)


def is_still_herself(scene: Scene) -> None:
    """Ana is one person with what is hers, and nobody who is not her is she or reads her words."""
    assert not Joining.objects.filter(parted_at=None).exists()
    assert not Customer.objects.exclude(lead=None).exists()
    assert not Conversation.objects.exclude(lead=None).exists()
    for kind, value in (("email", ANA), ("phone", PHONE)):
        assert Handle.objects.get(kind=kind, value=value).customer == scene.ana
    others = Entry.objects.exclude(customer=scene.ana)
    assert not others.filter(text__contains="4242").exists()
    theirs = Handle.objects.filter(customer=scene.ana).exclude(value__in=[ANA, PHONE])
    assert not theirs.exists()
