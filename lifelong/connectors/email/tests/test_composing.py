from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

from lifelong.connectors.email import reply_address
from lifelong.connectors.email.composing import OutgoingFile, Quote, compose, message_id
from lifelong.connectors.email.parsing import Envelope, Trust, parse
from lifelong.conversations.incoming import IncomingMessage
from lifelong.lib.html import formatted, readable

CONTACT = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
KEY = b"a key of the installation"
SUPPORT = "support@brand.example"
QUOTE = Quote(
    writer="Ana García",
    written_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    text="Where is my order?\n\n> It was to come on Monday.",
)


def mail_of_ours(**changes: object) -> EmailMessage:
    values: dict[str, object] = {
        "message_id": message_id(CONTACT, SUPPORT),
        "sent_at": datetime(2026, 3, 2, 10, 0, tzinfo=UTC),
        "sender": ("Brand Süd, Service", SUPPORT),
        "reply_to": reply_address.make(SUPPORT, CONTACT, KEY),
        "to": ["ana@example.com"],
        "subject": "Re: Where is it? — déjà vu",
        "text": "Dear Ana,\n\nit comes tomorrow ✓",
        "in_reply_to": "asked@example.com",
        "references": ["first@example.com", "asked@example.com"],
        "quote": QUOTE,
    }
    return compose(**{**values, **changes})  # type: ignore[arg-type]


def read(raw: bytes, *own: str) -> IncomingMessage:
    message = parse(raw, Envelope(), Trust(own_addresses=frozenset(own)))
    assert isinstance(message, IncomingMessage)
    return message


def answer(raw: bytes, words: str) -> bytes:
    """What a customer's mail program makes of our mail."""
    ours = read(raw)
    mail = EmailMessage()
    mail["From"] = "Ana <ana@example.com>"
    mail["To"] = _header(raw, "reply-to")
    mail["Subject"] = ours.subject
    mail["Message-ID"] = "<answered@example.com>"
    mail["In-Reply-To"] = f"<{ours.external_id}>"
    mail["References"] = " ".join(f"<{one}>" for one in [*reversed(ours.answers), ours.external_id])
    history = "\n".join(f"> {line}" for line in (ours.text + "\n\n" + ours.quoted).splitlines())
    mail.set_content(f"{words}\n\nOn 2 Mar 2026, at 10:00, Brand wrote:\n\n{history}\n")
    return mail.as_bytes()


def _header(raw: bytes, name: str) -> str:
    from email import message_from_bytes, policy

    return str(message_from_bytes(raw, policy=policy.default)[name])


def test_an_answer_comes_back_to_its_contact_with_only_what_is_new() -> None:
    ours = mail_of_ours().as_bytes()
    back = read(answer(ours, "Thank you!"), SUPPORT)
    assert [reply_address.read(token, [KEY]) for token in back.reply_tokens] == [CONTACT]
    assert back.answers[0] == message_id(CONTACT, SUPPORT)
    assert "first@example.com" in back.answers
    assert back.text == "Thank you!"
    assert "It was to come on Monday." in back.quoted


def test_our_own_quote_is_folded_from_the_plain_text_and_from_the_html() -> None:
    mail = mail_of_ours()
    assert read(mail.as_bytes()).text == "Dear Ana,\n\nit comes tomorrow ✓"
    html_only = EmailMessage()
    html_only["From"] = "ana@example.com"
    rich = mail.get_body(("html",))
    assert rich is not None
    html_only.set_content(rich.get_content(), subtype="html")
    read_again = read(html_only.as_bytes())
    assert read_again.text == "Dear Ana,\n\nit comes tomorrow ✓"
    assert "Where is my order?" in read_again.quoted


def test_a_reply_by_a_person_is_not_marked_as_automatic() -> None:
    assert read(mail_of_ours().as_bytes()).automatic is None
    assert mail_of_ours()["Auto-Submitted"] is None


def test_an_automatic_reply_says_so() -> None:
    mail = mail_of_ours(automatic=True)
    assert mail["Auto-Submitted"] == "auto-replied"
    assert read(mail.as_bytes()).automatic == "auto-reply"


def test_our_own_mail_is_known_when_it_comes_back() -> None:
    assert read(mail_of_ours().as_bytes(), SUPPORT).automatic == "own-mail"


def test_references_keep_the_first_and_the_last_ten() -> None:
    many = [f"{number}.{'x' * 60}@example.com" for number in range(40)]
    mail = mail_of_ours(references=many, in_reply_to=many[-1])
    kept = read(mail.as_bytes()).answers
    assert kept == (*reversed(many[-10:]), many[0])


def test_a_line_break_in_names_and_subject_begins_no_header() -> None:
    mail = mail_of_ours(
        subject="Hello\r\nBcc: everybody@example.com", sender=("Eve\nX-Evil: 1", SUPPORT)
    )
    raw = mail.as_bytes()
    assert b"\nBcc:" not in raw
    assert b"\nX-Evil:" not in raw


def test_a_forged_id_of_what_is_answered_is_left_out() -> None:
    mail = mail_of_ours(in_reply_to="a b\r\nBcc: x@y", references=["ok@example.com", "b<>c"])
    assert read(mail.as_bytes()).answers == ("ok@example.com",)


def test_files_arrive_unchanged_and_images_inside_the_html() -> None:
    image = OutgoingFile(
        name="Größe.png", content_type="image/png", content=b"\x89PNG\r\n\n", content_id="one@ours"
    )
    note = OutgoingFile(name="note.txt", content_type="text/plain", content=b"a\nb\r\nc\xff")
    mail = mail_of_ours(html='<p>Look: <img src="cid:one@ours"></p>', files=[image, note])
    files = read(mail.as_bytes()).files
    assert [(f.name, f.content, f.inline) for f in files] == [
        ("Größe.png", image.content, True),
        ("note.txt", note.content, False),
    ]


def test_the_message_id_is_the_same_on_every_try() -> None:
    assert mail_of_ours().as_bytes().split(b"\n")[0] == mail_of_ours().as_bytes().split(b"\n")[0]
    assert read(mail_of_ours().as_bytes()).identity == read(mail_of_ours().as_bytes()).identity


def test_what_the_customer_wrote_is_escaped_in_our_html() -> None:
    evil = Quote(writer="<b>Eve", written_at=QUOTE.written_at, text="<script>alert(1)</script>")
    rich = mail_of_ours(quote=evil).get_body(("html",))
    assert rich is not None
    assert "<script" not in rich.get_content()
    assert "<b>Eve" not in rich.get_content()


def test_formatting_is_in_the_html_and_signs_in_the_plain_words() -> None:
    text = "**Dear Ana**,\n- it *comes*\n- [look](https://a.example/x?a=1&b=2)\n> today?\nyes"
    mail = mail_of_ours(text=readable(text), html=formatted(text))
    plain, rich = (mail.get_body([kind]) for kind in ("plain", "html"))
    assert plain is not None and rich is not None
    said = "**Dear Ana**,\n- it *comes*\n- look <https://a.example/x?a=1&b=2>\n> today?\nyes"
    assert plain.get_content().startswith(said)
    shown = rich.get_content()
    assert "<strong>Dear Ana</strong>" in shown and "<em>comes</em>" in shown
    assert '<a href="https://a.example/x?a=1&amp;b=2"' in shown and ">look</a></li>" in shown
    assert (
        '<ul style="margin-block: 0"' in shown and '<blockquote style="margin-block: 0; ' in shown
    )
    # and what it answers is folded from both all the same
    assert read(mail.as_bytes()).text == said
    only_html = EmailMessage()
    only_html["From"] = "ana@example.com"
    only_html.set_content(shown, subtype="html")
    assert read(only_html.as_bytes()).text == "Dear Ana,\n- it comes\n- look\n> today?\nyes"


def test_what_the_customer_wrote_is_never_formatted() -> None:
    quote = Quote(
        writer="Ana", written_at=QUOTE.written_at, text="**now** [bank](https://evil.example)"
    )
    rich = mail_of_ours(quote=quote).get_body(("html",))
    assert rich is not None
    assert "<strong>" not in rich.get_content() and ">bank</a>" not in rich.get_content()


def test_what_nobody_asked_for_says_how_to_end_it() -> None:
    url = "https://help.brand.example/t/abc.def"
    mail = mail_of_ours(stop_url=url, in_reply_to=None, references=[], quote=None, automatic=True)
    assert mail["List-Unsubscribe"] == f"<{url}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, rich = (mail.get_body([kind]) for kind in ("plain", "html"))
    assert plain is not None and url in plain.get_content()
    assert rich is not None and f'<a href="{url}">' in rich.get_content()
    assert "List-Unsubscribe" not in mail_of_ours()
    formatted_too = mail_of_ours(stop_url=url, html="<p>Hello</p>").get_body(["html"])
    assert formatted_too is not None and f'<a href="{url}">' in formatted_too.get_content()


def test_addresses_in_the_text_can_be_clicked_and_bring_nothing_with_them() -> None:
    mail = mail_of_ours(text='See https://a.example/x?a=1&b=2. "https://b.example/<script>"')
    rich = mail.get_body(["html"])
    assert rich is not None
    shown = rich.get_content()
    assert '<a href="https://a.example/x?a=1&amp;b=2">' in shown
    assert "<script>" not in shown and '<a href="https://b.example/">' in shown
