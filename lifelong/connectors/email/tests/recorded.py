from lifelong.channels.models import Endpoint
from lifelong.channels.tests.building import endpoint
from lifelong.connectors.email.endpoints import address_book
from lifelong.connectors.tests.recording import Recorded, Said

OURS, ANA = "support@shop.example", "ana@example.com"
BESIDE = {"sender": ANA, "recipients": [OURS], "peer": "127.0.0.1"}


def _door() -> Endpoint:
    address_book.cache_clear()
    return endpoint(OURS)


def _mail(*lines: str) -> Said:
    head = [f"From: Ana <{ANA}>", f"To: {OURS}", "MIME-Version: 1.0"]
    return Said("\r\n".join([*head, *lines]).encode(), BESIDE)


RECORDED = Recorded(
    door=_door,
    bodies=(
        _mail("Subject: My order", "Message-ID: <1@x>", "", "Where is it?"),
        _mail("Subject: Re: My order", "Message-ID: <2@x>", "", "Any news?", "> Soon."),
        _mail("Message-ID: <3@x>", "Content-Type: text/html", "", "<p>It <b>broke</b>.</p>"),
    ),
    garbage=(Said(b"", BESIDE), _mail("", "")),
    content_type="message/rfc822",
    sender=ANA,
)
