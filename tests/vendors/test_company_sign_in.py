"""By the company's own sign-in to the desk: who gets in, who is linked, whose word is no proof."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.test import Client

from lifelong.accounts.actions.hiring import deactivate
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.tests.building import agent
from tests.journeys.browsing import forget_knocks, is_in, said
from tests.vendors.identity import CLIENT, SECRET, Identity, Person, Wrong
from tests.vendors.server import DIES, standing

pytestmark = pytest.mark.django_db

MIA = Person("4711", "Mia@shop.example")


@pytest.fixture(autouse=True)
def provider(settings: Any) -> Iterator[Identity]:
    forget_knocks()
    provider = Identity()
    with standing(provider):
        settings.OIDC_ISSUER = provider.url
        settings.OIDC_CLIENT_ID, settings.OIDC_SECRET = CLIENT, SECRET
        settings.OIDC_NAME = "Lantern ID"
        yield provider


@pytest.fixture
def mia() -> Agent:
    return agent(Role.HERO, name="Mia Brandt", email="mia@shop.example")


def begun(client: Client, path: str = "/sign-in/company") -> str:
    answer = client.get(path)
    assert answer.status_code == 302, said(answer)
    return str(answer["Location"])


def came(provider: Identity, person: Person, client: Client | None = None) -> tuple[Client, Any]:
    client = client or Client()
    return client, client.get(provider.lets_in(person, begun(client)))


def test_an_agent_is_linked_by_a_proved_address_and_known_by_their_id_from_then_on(
    provider: Identity, mia: Agent
) -> None:
    assert "Sign in with Lantern ID" in said(Client().get("/sign-in/"))
    client, answer = came(provider, MIA)
    assert answer.status_code == 302
    assert is_in(client)
    link = SocialAccount.objects.get()
    assert (link.user, len(link.uid), link.extra_data) == (mia, 64, {})
    # a new address there, not even proved, is the same person all the same
    moved = Person("4711", "mia.brandt@elsewhere.example", email_verified=False)
    assert is_in(came(provider, moved)[0])


def test_the_same_subject_at_another_provider_is_somebody_else(
    provider: Identity, mia: Agent, settings: Any
) -> None:
    assert is_in(came(provider, MIA)[0])
    another = Identity()
    with standing(another):
        settings.OIDC_ISSUER = another.url
        stranger = Person("4711", "stranger@elsewhere.example")
        assert not is_in(came(another, stranger)[0])
    assert SocialAccount.objects.get().user == mia


def test_one_goes_on_where_one_wanted_to_and_nowhere_else(provider: Identity, mia: Agent) -> None:
    for wanted, goes in (("/me/sign-in", "/me/sign-in"), ("//evil.example", "/")):
        client = Client()
        asked = begun(client, f"/sign-in/company?next={wanted}")
        assert client.get(provider.lets_in(MIA, asked))["Location"] == goes


@pytest.mark.parametrize("word", [False, None, "true", "false", 1])
def test_an_address_that_is_not_proved_opens_nothing(
    provider: Identity, mia: Agent, word: Any
) -> None:
    client, answer = came(provider, Person("1", mia.email, email_verified=word))
    assert answer.status_code == 403
    assert "has not proved your e-mail address" in said(answer)
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_nobody_signs_up_by_themselves(provider: Identity) -> None:
    _client, answer = came(provider, Person("9", "new@shop.example"))
    assert answer.status_code == 403
    assert "Nobody here has the address new@shop.example" in said(answer)
    assert not Agent.objects.exists()


def test_a_domain_that_is_invited_brings_heroes_without_an_inbox(
    provider: Identity, settings: Any
) -> None:
    settings.OIDC_DOMAINS = ["shop.example"]
    client, _answer = came(provider, Person("9", "New@Shop.example", name="Nora New"))
    assert is_in(client)
    nora = Agent.objects.get()
    assert (nora.name, nora.email, nora.roles) == ("Nora New", "new@shop.example", ["hero"])
    for address in ("x@evil.example", "x@shop.example.evil", "x@sub.shop.example"):
        assert came(provider, Person(address, address))[1].status_code == 403
    assert Agent.objects.count() == 1


def test_who_was_let_go_stays_out_linked_or_not(
    provider: Identity, mia: Agent, settings: Any
) -> None:
    settings.OIDC_DOMAINS = ["shop.example"]
    deactivate(mia, by=None)
    for _time in range(2):
        client, answer = came(provider, MIA)
        assert answer.status_code == 403 and "account is closed" in said(answer)
        assert not is_in(client)


FORGERIES = {
    "of another issuer": Wrong(claims={"iss": "https://evil.example"}),
    "for somebody else": Wrong(claims={"aud": "another"}),
    "for us beside the one it is meant for": Wrong(claims={"aud": [CLIENT, "x"], "azp": "x"}),
    "over": Wrong(claims={"exp": int(time.time()) - 600}),
    "of another sign-in": Wrong(claims={"nonce": "another"}),
    "of no sign-in": Wrong(left_out=("nonce",)),
    "of nobody": Wrong(left_out=("sub",)),
    "without an end": Wrong(left_out=("exp",)),
    "not signed": Wrong(algorithm="none"),
    "not there": Wrong(no_token=True),
}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_token_that_is_wrong_opens_nothing(provider: Identity, mia: Agent, name: str) -> None:
    provider.wrong = FORGERIES[name]
    client, answer = came(provider, MIA)
    assert answer.status_code == 403
    assert "Begin once more" in said(answer)
    assert not is_in(client)


def test_a_token_signed_by_another_key_opens_nothing(provider: Identity, mia: Agent) -> None:
    public = provider.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    by_another = Wrong(key=provider.somebody_else)
    by_the_public_one = Wrong(key=public, algorithm="HS256")
    for provider.wrong in (by_another, by_the_public_one):
        client, answer = came(provider, MIA)
        assert answer.status_code == 403
        assert not is_in(client)


def test_a_code_is_of_the_browser_that_began(provider: Identity, mia: Agent) -> None:
    """Nobody has a victim finish what they began themselves."""
    attacker, victim = Client(), Client()
    back = provider.lets_in(MIA, begun(attacker))
    begun(victim)
    answer = victim.get(back)
    assert answer.status_code == 403 and not is_in(victim)
    code = back.partition("code=")[2].partition("&")[0]
    theirs = begun(victim).partition("state=")[2].partition("&")[0]
    assert victim.get(f"/sign-in/company/back?code={code}&state={theirs}").status_code == 403
    assert not is_in(victim)


def test_an_answer_counts_once(provider: Identity, mia: Agent) -> None:
    client = Client()
    back = provider.lets_in(MIA, begun(client))
    client.get(back)
    client.post("/sign-out/")
    assert client.get(back).status_code == 403
    assert not is_in(client)


def test_whoever_is_signed_in_links_nothing_to_themselves(provider: Identity, mia: Agent) -> None:
    jonas = agent(Role.HERO, email="jonas@shop.example")
    client = Client()
    client.force_login(jonas, "lifelong.web.signin.backend.Backend")
    asked = begun(client, "/sign-in/company?process=connect&auth_params=prompt%3Dnone&scope=admin")
    assert "prompt" not in asked and "admin" not in asked
    client.get(provider.lets_in(MIA, asked))
    assert SocialAccount.objects.get().user == mia
    assert "Mia Brandt" in said(client.get("/me"))


def test_who_says_no_there_is_back_at_the_door(provider: Identity) -> None:
    client = Client()
    state = begun(client).partition("state=")[2].partition("&")[0]
    answer = client.get(f"/sign-in/company/back?error=access_denied&state={state}")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/")


def test_a_provider_that_is_away_or_another_is_said_so(provider: Identity, mia: Agent) -> None:
    provider.fail_next(DIES, method="GET")
    answer = Client().get("/sign-in/company")
    assert answer.status_code == 502
    assert "Lantern ID does not answer as it should" in said(answer)
    provider.issuer = "https://evil.example"
    assert Client().get("/sign-in/company").status_code == 502


def test_where_none_is_configured_there_is_no_such_way(settings: Any) -> None:
    settings.OIDC_ISSUER = ""
    assert "Sign in with" not in said(Client().get("/sign-in/"))
    assert Client().get("/sign-in/company").status_code == 404
    assert Client().get("/sign-in/company/back?code=x&state=y").status_code == 404
