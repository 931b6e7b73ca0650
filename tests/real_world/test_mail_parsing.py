"""Every real message that we have, through the parser."""

import random
import time
from collections import defaultdict

import pytest

from lifelong.connectors.email import bodies, mime
from lifelong.connectors.email.html_text import text_of
from lifelong.connectors.email.parsing import Envelope, Trust, parse
from lifelong.connectors.email.quoting import fold
from lifelong.conversations.incoming import IncomingMessage, SendingReport, Unreadable
from tests.real_world.corpus import EMAIL, messages

pytestmark = pytest.mark.skipif(not messages(), reason="../shared/data/email is not there")

CORPUS = dict(messages())
ENVELOPE = Envelope(mail_from="sender@example.com", recipients=("support@brand.example",))
REPORTS = "mikel_mail/emails/multipart_report_emails"
ALTERED = 3  # of each message, so that the whole stays within seconds


def read(name: str) -> IncomingMessage:
    message = parse(CORPUS[name], Envelope(), Trust())
    assert isinstance(message, IncomingMessage), message
    return message


def report(name: str) -> SendingReport:
    found = parse(CORPUS[name], Envelope(), Trust())
    assert isinstance(found, SendingReport), found
    return found


def words(text: str) -> str:
    return " ".join(text.split())


def storable(value: object) -> bool:
    """As PostgreSQL sees it."""
    text = repr(value)
    return "\\x00" not in text and "\\ud8" not in text and bool(text.encode())


def test_every_message_is_read_or_says_why_not() -> None:
    assert len(CORPUS) > 400
    unread = {}
    for name, raw in CORPUS.items():
        try:
            found = parse(raw, ENVELOPE, Trust())
        except Unreadable as error:
            assert str(error).endswith("."), name
            unread[name] = str(error)
            continue
        if isinstance(found, IncomingMessage):
            assert storable((found.subject, found.text, found.quoted, found.html)), name
            assert storable((found.sender, found.answers, found.recipients)), name
    # Four fragments and one file hold no more than a header or nothing at all.
    assert len(unread) <= 8, unread


def test_the_corpus_is_read_fast_enough() -> None:
    begun = time.process_time()
    for raw in CORPUS.values():
        try:
            parse(raw, ENVELOPE, Trust())
        except Unreadable:
            continue
    assert (time.process_time() - begun) / len(CORPUS) < 0.003


def test_nothing_but_unreadable_escapes_from_altered_messages() -> None:
    chance = random.Random(2)
    for name, raw in CORPUS.items():
        for _ in range(ALTERED):
            altered = _altered(raw[:20_000], chance)
            try:
                parse(altered, ENVELOPE, Trust())
            except Unreadable:
                continue
            except Exception as error:
                raise AssertionError(f"{name}: {altered!r}") from error


def _altered(raw: bytes, chance: random.Random) -> bytes:
    changed = bytearray(raw)
    for _ in range(chance.randrange(1, 12)):
        at = chance.randrange(len(changed) + 1)
        match chance.randrange(5):
            case 0:
                changed[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[at : at + chance.randrange(1, 40)]
            case 2:
                changed[at:at] = changed[max(0, at - 60) : at]
            case 3:
                changed[at:at] = chance.choice(
                    [b"\n", b"\r", b"\x00", b'"', b"=?", b"--", b"<", b"("]
                )
            case _:
                line = changed.rfind(b"\n", 0, at) + 1
                changed[line:line] = chance.choice(list(CORPUS.values()))[:200]
    return bytes(changed)


@pytest.mark.parametrize(
    "client",
    [
        "android",
        "aol",
        "apple_mail",
        "apple_mail_2",
        "comcast",
        "gmail",
        "hotmail",
        "iphone",
        "outlook",
        "sparrow",
        "thunderbird",
        "yahoo",
    ],
)
def test_talons_standard_replies_say_hello(client: str) -> None:
    assert words(read(f"talon/standard_replies/{client}.eml").text) == "Hello"


@pytest.mark.parametrize("client", ["iphone", "sparrow"])
def test_talons_replies_with_a_signature_have_it_and_no_history(client: str) -> None:
    folder = EMAIL / "talon" / "standard_replies"
    body = bodies.read(mime.tree((folder / f"{client}.eml").read_bytes()))
    folded = fold(body.text)
    expected = (folder / f"{client}_reply_text").read_text()
    assert words(f"{folded.said} {folded.signature}") == words(expected)


def test_talons_html_replies_are_folded() -> None:
    said = {
        path.stem: words(fold(text_of(path.read_text(errors="replace"))).said)
        for path in sorted((EMAIL / "talon" / "html_replies").glob("*.html"))
    }
    assert {
        name: text for name, text in said.items() if not text.startswith("Hi. I am fine.")
    } == {}


def test_all_of_email_reply_trimmers_expected_parts_are_found() -> None:
    folder = EMAIL / "email_reply_trimmer"
    missed = [
        path.name
        for path in sorted((folder / "emails").iterdir())
        if words(fold(path.read_text(errors="replace")).said)
        != words((folder / "trimmed" / path.name).read_text(errors="replace"))
    ]
    assert missed == []


def test_threading_headers_are_read() -> None:
    assert read("chatwoot/in_reply_to.eml").answers
    assert len(read("chatwoot/multiple_in_reply_to.eml").answers) > 1
    assert read("chatwoot/references.eml").answers
    assert read("chatwoot/mail_with_references.eml").answers
    assert read("webklex_php_imap/messages/thread_re_my_topic.eml").answers == (
        read("webklex_php_imap/messages/thread_my_topic.eml").external_id,
    )
    assert read("mikel_mail/emails/error_emails/empty_in_reply_to.eml").answers == ()


def test_charsets_are_read() -> None:
    assert "스티해" in read("mikel_mail/emails/multi_charset/ks_c_5601-1987.eml").text
    assert "すみません" in read("mikel_mail/emails/multi_charset/japanese_iso_2022.eml").text
    assert "あいうえお" in read("mikel_mail/emails/multi_charset/japanese_shift_jis.eml").text
    korean = read("webklex_php_imap/messages/ks_c_5601-1987_headers.eml")
    assert (korean.sender.name, korean.subject[4:8]) == ("김 현진", "회원님께")
    assert read("enmime/testdata/mail/non-mime-html-charset-header-only.raw").text == "Test Müller"


@pytest.mark.parametrize("name", ["auto_reply", "auto_reply_with_auto_submitted"])
def test_auto_replies_are_recognised(name: str) -> None:
    assert read(f"chatwoot/{name}.eml").automatic


@pytest.mark.parametrize(
    ("name", "outcome", "recipient"),
    [
        ("chatwoot/bounced_gmail.eml", "bounced", "alex.jones@fictionalcorp.com"),
        ("chatwoot/bounced_with_no_from.eml", "bounced", "noreply@example-service.com"),
        ("webklex_php_imap/messages/example_bounce.eml", "bounced", "ding@ding.de"),
        (f"{REPORTS}/report_422.eml", "delayed", "fraser@oooooooo.com.au"),
        (f"{REPORTS}/report_530.eml", "bounced", "edwin@zzzzzzz.com"),
        ("enmime/dsn/testdata/delayed_dsn.raw", "delayed", "thomas@de-montfort.ac.uk"),
        ("enmime/dsn/testdata/simple_dsn.raw", "bounced", "louisl@larry.slip.umd.edu"),
    ],
)  # fmt: skip
def test_bounces_are_recognised(name: str, outcome: str, recipient: str) -> None:
    assert (report(name).outcome, report(name).recipient) == (outcome, recipient)


def test_ordinary_messages_are_not_taken_for_a_machines() -> None:
    for name in ("chatwoot/support.eml", "chatwoot/only_text.eml", "chatwoot/mail_with_quote.eml"):
        assert read(name).automatic is None


def test_a_copy_with_other_trace_headers_has_the_same_identity() -> None:
    trace = (
        b"Received: from a by b; Mon, 2 Mar 2026 10:00:00 +0000\r\nDelivered-To: x@y.example\r\n"
    )
    for name, raw in CORPUS.items():
        if raw[:1].isspace() or raw.startswith((b"From ", b">From")):
            continue  # the first line is none of the header's
        assert _identity(trace + raw) == _identity(raw), name


def test_only_messages_that_say_the_same_share_an_identity() -> None:
    alike: dict[str, list[str]] = defaultdict(list)
    for name, raw in CORPUS.items():
        if one := _identity(raw):
            alike[one].append(name)
    for names in alike.values():
        first, *others = (CORPUS[name] for name in names)
        for other in others:
            assert _normal(other) == _normal(first), names


def _identity(raw: bytes) -> str | None:
    try:
        return parse(raw, ENVELOPE, Trust()).identity
    except Unreadable:
        return None


def _normal(raw: bytes) -> object:
    found = parse(raw, ENVELOPE, Trust())
    if isinstance(found, SendingReport):
        return (found.recipient, found.outcome, found.words)
    return (found.external_id, found.subject, found.sent_at, words(found.text), words(found.quoted))
