"""The SMTP door, spoken to over a socket and by its commands."""

import pytest
from aiosmtpd.smtp import Envelope

from lifelong.channels.models import Delivery
from lifelong.connectors.email import listener


@pytest.mark.django_db
def test_a_delivery_tells_who_handed_it_over() -> None:
    envelope = Envelope()
    envelope.content, envelope.mail_from = b"From: ana@example.com\r\n\r\nHi", "ana@example.com"
    envelope.rcpt_tos = ["support@shop.example"]
    listener._keep(envelope, "192.0.2.7")
    assert Delivery.objects.get().envelope == {
        "sender": "ana@example.com",
        "recipients": ["support@shop.example"],
        "peer": "192.0.2.7",
    }
