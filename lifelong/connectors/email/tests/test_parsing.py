from datetime import UTC, datetime

import pytest

from lifelong.connectors.email.parsing import Envelope, Relay, Trust, parse
from lifelong.conversations.incoming import IncomingMessage, Unreadable

SUPPORT = "support@brand.example"
HEAD = """\
From: Ana <ana@example.com>
To: support@brand.example
Subject: Where is it?
Message-ID: <one@example.com>
Date: Mon, 02 Mar 2026 10:00:00 +0100
"""


def read(
    text: str | bytes, *, trust: Trust | None = None, envelope: Envelope | None = None
) -> IncomingMessage:
    raw = text if isinstance(text, bytes) else text.encode()
    trust = trust or Trust(own_addresses=frozenset({SUPPORT}))
    message = parse(raw, envelope or Envelope(), trust)
    assert isinstance(message, IncomingMessage)
    return message


def test_a_plain_mail_is_read() -> None:
    message = read(HEAD + "\nHello,\n\nwhere is my order?\n")
    assert message.sender.value == "ana@example.com"
    assert message.sender.name == "Ana"
    assert message.sender.proof is None
    assert message.subject == "Where is it?"
    assert message.text == "Hello,\n\nwhere is my order?"
    assert message.sent_at == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert message.external_id == "one@example.com"
    assert message.recipients == (SUPPORT,)
    assert message.automatic is None


def test_the_domain_is_written_in_idna_and_everything_in_lower_case() -> None:
    assert read("From: Ana@BÜCHER.example\n\nHi").sender.value == "ana@xn--bcher-kva.example"


def test_groups_and_undisclosed_recipients_are_opened_and_left_out() -> None:
    message = read(
        "From: a@example.com\nTo: friends: B@example.com, c@example.com;\n"
        "Cc: undisclosed-recipients:;\n\nHi"
    )
    assert message.recipients == ("b@example.com", "c@example.com")
    assert message.copied == ()


@pytest.mark.parametrize(
    ("charset", "raw"),
    [
        ("iso-2022-jp", "すみません".encode("iso-2022-jp")),
        ("ks_c_5601-1987", "회원님께".encode("cp949")),
        ("gb2312", "您好,我的订单".encode("gbk")),
        ("windows-1251", "Где мой заказ".encode("cp1251")),
        ("x-unknown", "Größe".encode()),
        ("utf-8", "Größe".encode("cp1252")),
        ("punycode", "Größe".encode()),
    ],
)
def test_any_charset_is_read_and_a_wrong_one_is_guessed(charset: str, raw: bytes) -> None:
    head = f"From: a@b.example\nContent-Type: text/plain; charset={charset}\n\n".encode()
    codec = {"ks_c_5601-1987": "cp949", "gb2312": "gbk"}.get(charset, charset)
    wanted = "Größe" if b"Gr" in raw else raw.decode(codec)
    assert read(head + raw).text == wanted


def test_a_character_split_between_two_encoded_words_is_whole_again() -> None:
    message = read("From: a@b.example\nSubject: =?utf-8?B?w6nDq8M=?= =?utf-8?B?qA==?=\n\nHi")
    assert message.subject == "éëè"


def test_flowed_lines_are_joined() -> None:
    message = read(
        "From: a@b.example\nContent-Type: text/plain; format=flowed\n\n"
        "One long \nparagraph.\nAnother.\n"
    )
    assert message.text == "One long paragraph.\nAnother."


def test_text_that_a_database_refuses_is_taken_out() -> None:
    message = read(b"From: a@b.example\nSubject: a\x00b\n\nHi\x00 there")
    assert message.text == "Hi there"
    assert "\x00" not in message.subject


def test_a_reply_with_only_references_names_them_newest_first() -> None:
    message = read("From: a@b.example\nReferences: <1@x> <2@x>\n <3@x>\n\nHi")
    assert message.answers == ("3@x", "2@x", "1@x")


def test_in_reply_to_comes_first_and_nothing_twice() -> None:
    message = read("From: a@b.example\nIn-Reply-To: <2@x>\nReferences: <1@x> <2@x>\n\nHi")
    assert message.answers == ("2@x", "1@x")


def test_the_reply_token_is_found_wherever_the_mail_was_sent_to() -> None:
    token = "a" * 39
    tagged = f"support+R.{token.upper()}@brand.example"
    for head in (f"To: {tagged}", f"Cc: {tagged}", f"Delivered-To: {tagged}"):
        assert read(f"From: a@b.example\n{head}\n\nHi").reply_tokens == (token,)
    enveloped = read("From: a@b.example\n\nHi", envelope=Envelope(recipients=(tagged,)))
    assert enveloped.reply_tokens == (token,)


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        ("Auto-Submitted: auto-replied (vacation)", "auto-reply"),
        ("Auto-Submitted: auto-generated", "auto-generated"),
        ("Subject: Automatische Antwort: Ihre Bestellung", "auto-reply"),
        ("Subject: Re: Out of Office: back on Monday", "out-of-office"),
        ("Subject: =?utf-8?Q?R=C3=A9ponse_automatique?=", "auto-reply"),
        ("Subject: Abwesenheitsnotiz: Ihre Bestellung", "out-of-office"),
        ("Subject: On vacation\nX-Auto-Response-Suppress: All", "out-of-office"),
        ("Subject: On vacation\nAuto-Submitted: auto-replied", "auto-reply"),
        ("X-Autoreply: yes", "auto-reply"),
        ("Precedence: bulk", "bulk"),
        ("List-Id: News <news.example.com>", "list"),
        ("List-Unsubscribe: <mailto:x@y.example>", "bulk"),
        ("Content-Type: multipart/report; report-type=disposition-notification", "read-receipt"),
        ("Auto-Submitted: no", None),
        ("Subject: Is the office chair out of stock?", None),
        ("List-Id: <support.brand.example>", None),
    ],
)
def test_what_a_machine_wrote_is_told_with_its_reason(head: str, reason: str | None) -> None:
    assert read(f"From: a@b.example\n{head}\n\nHi").automatic == reason


@pytest.mark.parametrize(
    "subject",
    [
        "Ich bin nicht zufrieden mit der Lieferung",
        "Отсутствует товар в заказе",
        "不在票が入っていました",
        "On vacation - please hold order 12",
        "Ooo no, broken mug",
        "Absence de colis",
        "Automatic response was no help",
        "Out of office chairs again?",
    ],
)
def test_people_too_write_of_absence(subject: str) -> None:
    assert read(f"From: a@b.example\nSubject: {subject}\n\nHi").automatic is None


def test_an_empty_envelope_sender_means_a_machine() -> None:
    message = read("From: a@b.example\n\nHi", envelope=Envelope(mail_from=""))
    assert message.automatic == "empty-sender"


def test_mail_from_our_own_address_is_own_mail() -> None:
    assert read(f"From: Brand <{SUPPORT}>\n\nHi").automatic == "own-mail"
    assert read("From: support+r.x@brand.example\n\nHi").automatic == "own-mail"


def test_a_contact_form_yields_the_customer_as_claimed() -> None:
    message = read(
        "From: Shop <mailer@shopify.com>\nReply-To: Ana <ana@example.com>\n"
        "Subject: New customer message\n\nName:\nAna\n\nBody:\nWhere is it?"
    )
    assert (message.sender.value, message.sender.via) == ("ana@example.com", "contact-form")
    assert message.sender.proof is None


def test_a_form_without_reply_to_yields_whom_its_body_names() -> None:
    message = read("From: mailer@shopify.com\n\nName: Ana\nE-mail: ana@example.com\nHello")
    assert (message.sender.value, message.sender.via) == ("ana@example.com", "contact-form")


def test_our_own_form_that_names_the_customer_in_reply_to_is_no_own_mail() -> None:
    message = read(f"From: {SUPPORT}\nReply-To: ana@example.com\n\nHi")
    assert (message.sender.value, message.sender.via) == ("ana@example.com", "reply-to")
    assert message.automatic is None


@pytest.mark.parametrize("local", ["noreply", "no-reply", "mailer", "notifications", "support"])
def test_nobody_else_may_name_a_customer_in_reply_to(local: str) -> None:
    forged = f"{local}@attacker.example"
    message = read(f"From: {forged}\nReply-To: ana@victim.example\n\nE-mail: ana@victim.example")
    assert (message.sender.value, message.sender.via) == (forged, None)


def test_a_configured_relay_is_believed_where_a_hop_checks_it_only_by_its_word() -> None:
    form = "From: form@site.example\nReply-To: ana@example.com\n\nHi"
    relays = (Relay("contact-form", ("@site.example",)),)
    assert read(form, trust=Trust(relays=relays)).sender.value == "ana@example.com"
    hop = Trust(relays=relays, authserv_ids=frozenset({"mx"}))
    passed = "Authentication-Results: mx; dmarc=pass header.from="
    assert read(form, trust=hop).sender.value == "form@site.example"
    assert read(f"{passed}other.example\n{form}", trust=hop).sender.value == "form@site.example"
    assert read(f"{passed}site.example\n{form}", trust=hop).sender.value == "ana@example.com"
    around = Trust(relays=relays, authserv_ids=frozenset({"mx"}), over_hop=False)
    assert read(f"{passed}site.example\n{form}", trust=around).sender.proof is None
    assert read(f"{passed}site.example\n{form}", trust=around).sender.via is None


def test_a_colleague_who_forwards_yields_the_writer_and_stays_in_the_text() -> None:
    trust = Trust(relays=(Relay("forward", ("@brand.example",)),))
    message = read(
        "From: Bob <bob@brand.example>\nSubject: Fwd: Help\n\n"
        "---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\n"
        "Date: Mon, 2 Mar 2026\nSubject: Help\nTo: bob@brand.example\n\nWhere is it?",
        trust=trust,
    )
    assert (message.sender.value, message.sender.via) == ("ana@example.com", "forward")
    assert "Where is it?" in message.text


def test_a_reply_to_of_an_ordinary_person_changes_nothing() -> None:
    message = read("From: ana@example.com\nReply-To: victim@example.com\n\nHi")
    assert (message.sender.value, message.sender.via) == ("ana@example.com", None)


def test_without_from_the_envelope_names_the_sender_and_without_that_it_is_unreadable() -> None:
    named = read("Subject: Hi\n\nHi", envelope=Envelope(mail_from="ana@example.com"))
    assert named.sender.value == "ana@example.com"
    with pytest.raises(Unreadable, match="sender"):
        read("Subject: Hi\n\nHi")


def test_a_date_that_cannot_have_been_is_none() -> None:
    for date in ("nonsense", "Fri, 99 Foo 2026", "Thu, 1 Jan 1970 00:00:00 +0000", "1 Jan 9999"):
        assert read(f"From: a@b.example\nDate: {date}\n\nHi").sent_at is None


def test_copies_that_came_another_way_have_one_identity() -> None:
    mail = HEAD + "Content-Type: text/plain; charset=utf-8\n\nGrüße \n"
    other = (
        "Received: from a by b\nDelivered-To: x@y.example\nX-Spam-Flag: NO\n"
        + HEAD.replace("Subject: Where is it?", "Subject: Where\n is it?")
        + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
        + "\nGr=C3=BC=C3=9Fe\n"
    ).replace("\n", "\r\n")
    assert read(mail).identity == read(other).identity


@pytest.mark.parametrize("part", ["Ana", "one@example", "Where", "10:00:00", "order"])
def test_messages_that_differ_have_different_identities(part: str) -> None:
    mail = HEAD + "\nthe order"
    assert read(mail).identity != read(mail.replace(part, "other")).identity


def test_files_and_inline_images_are_told_apart() -> None:
    message = read(
        'From: a@b.example\nContent-Type: multipart/related; boundary="x"\n\n--x\n'
        'Content-Type: text/html\n\n<p>See <img src="cid:pic@x"></p>\n--x\n'
        "Content-Type: image/png\nContent-ID: <pic@x>\nContent-Transfer-Encoding: base64\n\n"
        "iVBORw==\n--x\nContent-Type: application/pdf\n"
        'Content-Disposition: attachment; filename="../../etc/bill\u202e.pdf"\n\n%PDF\n--x--\n'
    )
    assert message.text == "See"
    assert [(f.name, f.inline) for f in message.files] == [
        ("file-1.png", True),
        ("etc_bill_.pdf", False),
    ]
    assert message.files[0].content == b"\x89PNG"


def test_of_very_long_text_the_beginning_is_kept_and_says_so() -> None:
    message = read("From: a@b.example\n\n" + "word " * 500_000)
    assert len(message.text) < 1_000_100
    assert message.text.endswith("[The rest is in the original.]")


def test_only_so_many_recipients_are_read() -> None:
    lines = "".join(f"To: a{number}@b.example\n" for number in range(900))
    assert len(read(f"From: a@b.example\n{lines}\nHi").recipients) == 500
