"""10,000 texts that went wrong on their way: nothing breaks, and nothing is lost."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from lifelong.channels.models import DeliveryState, Endpoint
from lifelong.connectors.hooks import Forged
from lifelong.connectors.twilio.sending import webhook
from lifelong.connectors.twilio.signature import fields_of, signature
from lifelong.connectors.twilio.tests.recorded import RECORDED, TOKEN
from lifelong.conversations.models import Entry
from tests.proofs.mutations import form_mutations, nothing_is_lost

pytestmark = pytest.mark.django_db(transaction=True)


def test_300_mutated_texts() -> None:
    all_find_their_end(300)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_10_000_mutated_texts() -> None:
    all_find_their_end(10_000)


def all_find_their_end(count: int) -> None:
    door = RECORDED.door()
    assert isinstance(door, Endpoint)
    url, client = webhook(door), Client()
    kept = 0
    for body in form_mutations([one.body for one in RECORDED.bodies], count=count):
        try:
            signed = signature(url, fields_of(body), TOKEN)
        except Forged:
            continue  # more fields than Twilio could have signed
        answer = client.post(
            urlsplit(url).path,
            data=body,
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": signed},
        )
        assert answer.status_code == 200, body[:500]
        kept += 1
    assert kept > count * 0.95
    states = nothing_is_lost(kept)
    assert states[DeliveryState.PARKED] > count / 10
    # most are copies of the same few, with something else in them; what is new stands
    assert states[DeliveryState.STORED] == Entry.objects.filter(kind="message_in").count()
    assert states[DeliveryState.STORED] + states[DeliveryState.DUPLICATE] > count / 10
