"""Must-hold 11, for automatic answers: machines that answer each other fall silent."""

from email.message import EmailMessage

import pytest

from lifelong.channels.models import Endpoint
from lifelong.conversations.models import Entry
from lifelong.events.models import Event
from tests.proofs.shops import as_sent, hand_in, mail, react, shop

pytestmark = pytest.mark.django_db

WORDS = "We have your message."


def automatic(*, to: str = "") -> list[Entry]:
    sent = Entry.objects.filter(kind="message_out", agent=None).order_by("position", "id")
    return [entry for entry in sent if not to or entry.sending.recipient == to]


def foreign(message: EmailMessage) -> EmailMessage:
    """The same mail as another installation sends it: ours would know its own addresses."""
    made = EmailMessage(policy=message.policy)
    for name, value in message.items():
        if name.lower() not in ("content-type", "content-transfer-encoding", "mime-version"):
            made[name] = str(value)
    made.set_content("We have your message.")
    return made


@pytest.fixture
def ours() -> Endpoint:
    return shop("support@shop.example", acknowledgement=WORDS)


def test_a_first_message_is_acknowledged_and_says_that_a_machine_wrote(ours: Endpoint) -> None:
    hand_in(mail(sender="ana@example.com", to=ours.address))
    (entry,) = automatic()
    sent = as_sent(entry)
    assert sent["Auto-Submitted"] == "auto-replied"
    assert entry.text == WORDS


def test_two_of_our_own_addresses_do_not_answer_each_other(ours: Endpoint) -> None:
    other = shop("hello@other.example", acknowledgement="And we have yours.")
    hand_in(mail(sender=other.address, to=ours.address))
    assert automatic() == []


def test_two_installations_that_answer_each_other_fall_silent(ours: Endpoint) -> None:
    """The other's half is played back: every mail of ours comes back as its acknowledgement."""
    hand_in(mail(sender="hello@other.example", to=ours.address, text="Hello"))
    (first,) = automatic()
    for number in range(10):
        back = foreign(as_sent(first))
        for name in ("Message-ID", "From", "To", "Reply-To", "In-Reply-To", "References"):
            del back[name]
        back["Message-ID"] = f"<{number}@other.example>"
        back["From"], back["To"] = "hello@other.example", ours.address
        back["In-Reply-To"] = f"<{first.message.external_id}>"
        hand_in(back)
    assert automatic() == [first]
    assert Event.objects.filter(name="ContactBegun").count() == 1


def test_machines_that_hide_what_they_are_get_one_answer_a_day(ours: Endpoint) -> None:
    """No header tells; every mail begins a contact; the cap for each recipient ends it."""
    for number in range(10):
        hand_in(
            mail(sender="bot@other.example", to=ours.address, subject=f"Ticket {number}",
                 text=f"Your ticket {number} was received", Message_ID=f"<{number}@other.example>")
        )  # fmt: skip
    assert len(automatic(to="bot@other.example")) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated"},
        {"Precedence": "bulk"},
        {"List_Id": "<news.other.example>"},
    ],
)
def test_machines_get_no_answer(ours: Endpoint, headers: dict[str, str]) -> None:
    hand_in(mail(sender="ana@example.com", to=ours.address, text="One", Message_ID="<1@x.y>"))
    before = automatic()
    for sender in ("ana@example.com", "new@example.com"):
        hand_in(mail(sender=sender, to=ours.address, Message_ID=f"<2.{sender}>", **headers))
    assert automatic() == before


def test_a_repeat_of_the_reactions_acknowledges_once(ours: Endpoint) -> None:
    hand_in(mail(sender="ana@example.com", to=ours.address))
    react()
    assert len(automatic()) == 1
