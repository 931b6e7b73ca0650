import pytest

from lifelong.customers.actions.recognising import recognise
from lifelong.customers.models import Customer, Handle

pytestmark = pytest.mark.django_db


def test_a_first_message_may_prove_its_handle_at_once() -> None:
    made = recognise(kind="email", value="ana@example.com", how="email", proof="dmarc")
    assert Handle.objects.get() == made
    assert made.is_proved


def test_a_handle_is_made_once_and_proved_when_something_shows_it() -> None:
    first = recognise(kind="email", value="ana@example.com", how="email")
    again = recognise(kind="email", value="ana@example.com", name="Ana", how="email", proof="dmarc")
    assert (first.id, first.customer_id) == (again.id, again.customer_id)
    assert Handle.objects.get().proved_how == "dmarc"
    assert Customer.objects.get().name == "Ana"
