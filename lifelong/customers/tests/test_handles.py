import pytest

from lifelong.customers.actions.recognising import recognise
from lifelong.customers.models import Customer, Handle

pytestmark = pytest.mark.django_db


def met(value: str = "ana@example.com", **fields: str | None) -> Handle:
    return recognise(kind="email", value=value, how="email", **fields)  # type: ignore[arg-type]


def test_a_handle_is_met_once_and_found_ever_after() -> None:
    assert met().customer == met().customer
    assert (Customer.objects.count(), Handle.objects.count()) == (1, 1)


def test_another_handle_is_another_person_until_shown_otherwise() -> None:
    assert met("ana@example.com").customer != met("ana@work.example").customer


def test_the_same_value_of_another_kind_is_another_handle() -> None:
    social = recognise(kind="social", value="ana@example.com", how="messenger")
    assert social.customer != met().customer


def test_a_handle_is_claimed_until_something_proves_it_and_stays_proved() -> None:
    assert not met().is_proved
    proved = met(proof="dmarc")
    assert (proved.is_proved, proved.proved_how) == (True, "dmarc")
    since = proved.proved_at
    assert met().is_proved
    assert met(proof="code").proved_how == "dmarc"
    assert Handle.objects.get().proved_at == since


def test_a_name_is_taken_where_there_was_none_and_not_overwritten() -> None:
    assert met().customer.name == ""
    assert met(name="Ana").customer.name == "Ana"
    assert met(name="Somebody else").customer.name == "Ana"


def test_a_name_beyond_measure_is_cut() -> None:
    assert len(met(name="A" * 500).customer.name) == 200
