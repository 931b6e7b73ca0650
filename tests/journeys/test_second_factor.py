"""The second factor: set up, asked at sign-in, lost, taken, and asked of everybody; and what those
try who have the password alone."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from lifelong.accounts.actions.hiring import set_password
from lifelong.accounts.actions.securing import confirm_app, renew_codes, require_second_factor
from lifelong.accounts.events import SecondFactorTaken
from lifelong.accounts.models import Agent, Role
from lifelong.accounts.second_factors import accept_code, has_second_factor
from lifelong.accounts.tests.building import agent, code_now
from lifelong.events.models import Event
from lifelong.lib import clock
from tests.journeys.browsing import (
    PASSWORD,
    at_the_door,
    forget_knocks,
    is_in,
    said,
    signed_in,
)

pytestmark = pytest.mark.django_db

MIA = "mia@shop.example"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
AT = "/sign-in/second-factor"


@pytest.fixture(autouse=True)
def nobody_knocked_yet() -> None:
    forget_knocks()


@pytest.fixture
def mia() -> Agent:
    mia = agent(Role.HERO, name="Mia Brandt", email=MIA)
    set_password(mia, password=PASSWORD, by=None)
    return mia


@pytest.fixture
def admin() -> Agent:
    admin = agent(Role.ADMIN, name="Ada", email="ada@shop.example")
    set_password(admin, password=PASSWORD, by=None)
    return admin


def with_app(whose: Agent) -> list[str]:
    """They have set up an app a while ago; their recovery codes."""
    codes = confirm_app(whose, secret=SECRET, code=code_now(SECRET))
    for app in Authenticator.objects.filter(user=whose, type="totp"):
        app.data["last_step"] -= 10
        app.save()
    return codes


def secret_on(page: str) -> str:
    found = re.search(r'class="secret"[^>]*>([A-Z2-7 ]+)<', page)
    assert found, page
    return found[1].replace(" ", "")


def codes_on(page: str) -> list[str]:
    return re.findall(r"<li>(\d{4} \d{4})</li>", page)


def test_an_app_is_set_up_and_asked_for_from_then_on(mia: Agent) -> None:
    here = signed_in(MIA)
    square = said(here.get("/me/app"))
    assert "<svg" in square and 'style="' not in square
    secret = secret_on(square)
    wrong = here.post("/me/app", {"code": "000000"})
    assert wrong.status_code == 422
    assert secret_on(said(wrong)) == secret
    page = here.post("/me/app", {"code": code_now(secret)})
    assert page["Cache-Control"] == "no-store"
    codes = codes_on(said(page))
    assert len(codes) == 10
    assert codes_on(said(here.get("/me/sign-in"))) == []
    assert secret not in str(Authenticator.objects.values_list("data", flat=True))

    there = at_the_door(MIA)
    assert not is_in(there)
    assert "Almost in, Mia Brandt" in said(there.get(AT))
    # the code with which it was set up counts no more
    assert "was used already" in said(there.post(AT, {"code": code_now(secret)}))
    assert there.post(AT, {"code": code_now(secret, steps=1)}).status_code == 302
    assert is_in(there)


def test_one_goes_on_where_one_wanted_to_and_nowhere_else(mia: Agent) -> None:
    codes = with_app(mia)
    for wanted, goes in (("/me/sign-in", "/me/sign-in"), ("https://evil.example/", "/")):
        client = Client()
        asked = {"login": MIA, "password": PASSWORD, "next": wanted}
        assert client.post("/sign-in/", asked)["Location"].startswith(AT)
        assert client.post(AT, {"code": codes.pop()})["Location"] == goes


def test_a_code_counts_once_whoever_says_it_first(mia: Agent) -> None:
    with_app(mia)
    one, other = at_the_door(MIA), at_the_door(MIA)
    code = code_now(SECRET)
    assert one.post(AT, {"code": f" {code[:3]} {code[3:]} "}).status_code == 302
    # another process remembers nothing of it but what stands in the database
    cache.clear()
    assert "was used already" in said(other.post(AT, {"code": code}))
    assert is_in(one) and not is_in(other)


def test_an_older_code_counts_no_more_after_a_newer(mia: Agent) -> None:
    with_app(mia)
    assert accept_code(mia, code_now(SECRET))
    assert accept_code(mia, code_now(SECRET, steps=-1)) is None


@pytest.mark.parametrize("code", ["", "12345", "абвгде", "1" * 400, "١٢٣٤٥٦", "\x00", "' OR 1=1"])
def test_what_is_no_code_is_refused_in_words(mia: Agent, code: str) -> None:
    with_app(mia)
    client = at_the_door(MIA)
    answer = client.post(AT, {"code": code})
    assert answer.status_code == 200
    assert 'class="refusal"' in said(answer)
    assert not is_in(client)


def test_codes_are_not_guessed_whatever_network_address_tries(mia: Agent) -> None:
    with_app(mia)
    for number in range(10):
        forget_knocks()
        client = Client(REMOTE_ADDR=f"192.0.2.{number}")
        client.post("/sign-in/", {"login": MIA, "password": PASSWORD})
        answer = client.post(AT, {"code": f"00000{number}"})
    assert answer.status_code == 429
    assert "quarter of an hour" in said(answer)
    forget_knocks()
    late = at_the_door(MIA)
    assert "quarter of an hour" in said(late.post(AT, {"code": code_now(SECRET)}))
    assert not is_in(late)


def test_a_recovery_code_lets_in_once(mia: Agent) -> None:
    code = with_app(mia)[3]
    one = at_the_door(MIA)
    assert one.post(AT, {"code": code}).status_code == 302
    assert is_in(one)
    assert "9 left" in said(one.get("/me/sign-in"))
    other = at_the_door(MIA)
    other.post(AT, {"code": code.replace(" ", "")})
    assert not is_in(other)


def test_new_recovery_codes_end_the_old(mia: Agent) -> None:
    old = with_app(mia)
    new = renew_codes(mia)
    assert not set(old) & set(new)
    assert accept_code(mia, old[0]) is None
    assert accept_code(mia, new[0])


def test_the_password_alone_opens_no_page_and_no_other_stage(mia: Agent) -> None:
    with_app(mia)
    client = at_the_door(MIA)
    for path in ("/", "/me", "/me/sign-in", "/me/app", "/stream/token", "/sign-in/set-up"):
        assert client.get(path).status_code in (302, 405), path
    assert client.get("/api/v1/conversations").status_code == 401
    assert client.post("/sign-in/set-up", {"on": "1"}).status_code == 302
    assert not is_in(client)
    assert "Sign in as somebody else" in said(client.get(AT))
    client.post("/sign-out/")
    assert client.get(AT).status_code == 302


def test_a_second_factor_waits_no_longer_than_a_quarter_of_an_hour(mia: Agent) -> None:
    codes = with_app(mia)
    client = at_the_door(MIA)
    session = client.session
    session["account_login"]["initiated_at"] -= 16 * 60
    session.save()
    assert client.post(AT, {"code": codes[0]}).status_code == 302
    assert not is_in(client)


def test_a_reset_password_does_not_go_round_the_second_factor(mia: Agent) -> None:
    with_app(mia)
    set_password(mia, password="a-field-of-71-poppies", by=mia)
    assert not is_in(at_the_door(MIA, password="a-field-of-71-poppies"))


def test_an_admin_takes_it_from_somebody_who_lost_it(mia: Agent, admin: Agent) -> None:
    codes = with_app(mia)
    hers = at_the_door(MIA)
    hers.post(AT, {"code": codes[0]})
    assert is_in(hers)
    his = signed_in(admin.email)
    page = said(his.delete(f"/settings/heroes/{mia.id}/second-factor"))
    assert "Taken." in page
    fact = Event.objects.filter(name=SecondFactorTaken.__name__).latest("at")
    assert str(mia.id) in str(fact.data) and str(admin.id) in str(fact.data)
    assert not is_in(hers)
    assert is_in(at_the_door(MIA))


def test_removed_it_is_asked_no_more_and_its_codes_are_gone(mia: Agent) -> None:
    codes = with_app(mia)
    here = at_the_door(MIA)
    here.post(AT, {"code": codes[0]})
    assert "The app counts no more." in said(here.delete("/me/app"))
    assert Authenticator.objects.count() == 0
    assert is_in(at_the_door(MIA))


def test_asked_of_everybody_who_has_none_is_out_and_sets_one_up_on_the_way_in(
    mia: Agent, admin: Agent
) -> None:
    hers, his = signed_in(MIA), signed_in(admin.email)
    refused = his.post("/settings/sign-in")
    assert refused.status_code == 409 and "your own second factor first" in said(refused)
    with_app(admin)
    assert "1 hero has none and is signed out" in said(his.post("/settings/sign-in"))
    assert is_in(his) and not is_in(hers)

    client = at_the_door(MIA)
    assert not is_in(client)
    page = said(client.get("/sign-in/set-up"))
    secret = secret_on(page)
    assert client.post("/sign-in/set-up", {"code": "123"}).status_code == 422
    assert client.post("/sign-in/set-up", {"on": "1"}).status_code == 422
    assert not is_in(client)
    shown = said(client.post("/sign-in/set-up", {"code": code_now(secret)}))
    assert len(codes_on(shown)) == 10
    assert codes_on(said(client.get("/sign-in/set-up"))) == []
    assert client.post("/sign-in/set-up", {"on": "1"}).status_code == 302
    assert is_in(client)
    # nobody gives up the last one then
    answer = client.delete("/me/app")
    assert answer.status_code == 409 and "add another one first" in said(answer)
    assert has_second_factor(mia)
    his.delete("/settings/sign-in")
    assert client.delete("/me/app").status_code == 200


def test_who_set_one_up_already_is_not_asked_to_again(mia: Agent, admin: Agent) -> None:
    with_app(admin)
    codes = with_app(mia)
    assert require_second_factor(True, by=admin) == 0
    client = at_the_door(MIA)
    assert client.post(AT, {"code": codes[0]}).status_code == 302
    assert is_in(client)


def test_a_wrong_clock_of_half_a_minute_is_forgiven_and_no_more(
    mia: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_app(mia)
    assert accept_code(mia, code_now(SECRET, steps=2)) is None
    ahead = clock.now() + timedelta(seconds=30)
    code = code_now(SECRET, steps=2)
    monkeypatch.setattr(clock, "now", lambda: ahead)
    assert accept_code(mia, code)


def test_what_is_kept_stays_readable_under_a_new_key(
    mia: Agent, monkeypatch: pytest.MonkeyPatch, settings: object
) -> None:
    from lifelong.accounts.second_factors import seal_anew
    from lifelong.lib.sealing import new_key

    codes = with_app(mia)
    old = settings.LIFELONG_KEYS  # type: ignore[attr-defined]
    fresh = new_key()
    settings.LIFELONG_KEYS = [fresh, *old]  # type: ignore[attr-defined]
    assert seal_anew() == 2
    settings.LIFELONG_KEYS = [fresh]  # type: ignore[attr-defined]
    assert accept_code(mia, code_now(SECRET))
    assert accept_code(mia, codes[0])
