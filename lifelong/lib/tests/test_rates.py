import pytest
from django.http import HttpRequest, HttpResponse

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
