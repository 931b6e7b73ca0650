"""10,000 mails that went wrong on their way: each is kept, read or parked, and nothing breaks."""

import pytest

from lifelong.channels.models import DeliveryState
from lifelong.channels.tests.building import delivery, endpoint
from lifelong.connectors.email.endpoints import address_book
from lifelong.connectors.email.tests.recorded import OURS, RECORDED
from tests.proofs.mutations import nothing_is_lost, raw_mutations
from tests.proofs.shops import mail

pytestmark = pytest.mark.django_db(transaction=True)


def with_all_sorts() -> bytes:
    """Two bodies, a file, a mail within, letters of every kind."""
    made = mail(sender='"Kovač, Ana" <ana@example.com>', to=OURS, subject="Żółty namiot 😀",
                References="<1@x> <2@x>", Date="Sat, 21 Nov 2026 10:00:00 +0100")  # fmt: skip
    made.add_alternative("<p>Gdzie jest <b>mój</b> namiot?</p>", subtype="html")
    made.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="tęcza.png")
    made.add_attachment(mail(sender="ben@example.com", to=OURS, text="Within"))
    return made.as_bytes()


BODIES = [*(one.body for one in RECORDED.bodies), with_all_sorts()]


def test_300_mutated_mails() -> None:
    all_find_their_end(300)


@pytest.mark.proof
@pytest.mark.timeout(900)
def test_10_000_mutated_mails() -> None:
    all_find_their_end(10_000)


def all_find_their_end(count: int) -> None:
    endpoint(OURS)
    address_book.cache_clear()
    for body in raw_mutations(BODIES, count=count):
        delivery(body, to=OURS)
    states = nothing_is_lost(count)
    assert states[DeliveryState.STORED] > count / 10, states
