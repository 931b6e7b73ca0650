import time

import pytest
from django.http import HttpRequest, HttpResponse

from lifelong.lib import rates
from lifelong.lib.rates import Limit, TooMany, caller, limited


def request_from(address: str) -> HttpRequest:
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = address
    return request


def test_the_knock_after_the_last_allowed_is_refused_and_says_when_to_come_again() -> None:
    limit = Limit("2/minute", "test-door")
    limit.hit("anna")
    limit.hit("anna")
    with pytest.raises(TooMany) as refusal:
        limit.hit("anna")
    assert 55 <= refusal.value.retry_after <= 60
    assert str(refusal.value.retry_after) in str(refusal.value)
    assert refusal.value.status == 429


def test_one_can_ask_without_knocking(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit("1/minute", "asked-door")
    assert not limit.is_used_up("anna") and not limit.is_used_up("anna")
    limit.hit("anna")
    assert limit.is_used_up("anna") and not limit.is_used_up("ben")
    later = time.monotonic() + 61
    monkeypatch.setattr(time, "monotonic", lambda: later)
    assert not limit.is_used_up("anna")


def test_doors_and_callers_are_counted_apart() -> None:
    Limit("1/minute", "door-one").hit("anna")
    Limit("1/minute", "door-one").hit("bert")
    Limit("1/minute", "door-two").hit("anna")
    with pytest.raises(TooMany):
        Limit("1/minute", "door-one").hit("anna")


def test_forgetting_lets_in_again() -> None:
    limit = Limit("1/minute", "forgetful")
    limit.hit("anna")
    limit.forget("anna")
    limit.hit("anna")


def test_a_limited_view_answers_until_the_limit() -> None:
    @limited(Limit("1/minute", "view"))
    def view(request: HttpRequest, name: str) -> HttpResponse:
        return HttpResponse(name)

    answer = view(request_from("192.0.2.1"), "x")
    assert isinstance(answer, HttpResponse) and answer.content == b"x"
    with pytest.raises(TooMany):
        view(request_from("192.0.2.1"), "x")


def test_a_household_of_ipv6_is_one_caller() -> None:
    assert caller(request_from("2001:db8::1")) == caller(request_from("2001:db8::ffff:2"))
    assert caller(request_from("2001:db8::1")) != caller(request_from("2001:db8:0:1::1"))
    assert caller(request_from("192.0.2.1")) == "192.0.2.1"


def test_a_new_window_begins_when_the_last_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    limit = Limit("1/minute", "windows")
    limit.hit("anna")
    begun = time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: begun + 61)
    limit.hit("anna")
    with pytest.raises(TooMany):
        limit.hit("anna")


def test_callers_of_the_past_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST", 2)
    limit, begun = Limit("1/minute", "long ago"), time.monotonic()
    for name in ("anna", "bert", "cleo"):
        limit.hit(name)
    monkeypatch.setattr(time, "monotonic", lambda: begun + 61)
    limit.hit("dora")
    assert [name for door, name in rates._counts if door == "long ago"] == ["dora"]


@pytest.mark.parametrize("rate", ["often", "3/fortnight", "-1/minute"])
def test_what_is_no_rate_is_refused_at_once(rate: str) -> None:
    with pytest.raises(ValueError, match="Not a rate"):
        Limit(rate, "door")
