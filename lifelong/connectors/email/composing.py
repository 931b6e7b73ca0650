"""A mail of ours: readable everywhere, threaded everywhere, and answered to the right place. Pure.

What it answers is quoted beneath, in a way that our own folding takes off again.
"""

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address as Mailbox
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from uuid import UUID

from django.utils.translation import gettext as _

# Ids must never be encoded as words; the standard library does so beyond the line length.
_POLICY = SMTP.clone(max_line_length=900)
_NEWEST_REFERENCES = 10
_LONGEST_ID = 250
#: what may end a sentence is no part of it
_ADDRESS = re.compile(r"(https?://[^\s<>\"']*[^\s<>\"'.,;:!?)\]])")
_BAR = "margin-inline-start: 0; padding-inline-start: 1em; border-inline-start: 2px solid #ccc"
_QUOTE = (
    '<div class="lifelong_quote"><p>%s</p>'
    f'<blockquote type="cite" style="{_BAR}">%s</blockquote></div>'
)
_STYLES = {
    "ul": "margin-block: 0",
    "ol": "margin-block: 0",
    "blockquote": f"margin-block: 0; {_BAR}",
}


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What is answered. `written_at` is shown in the zone that it carries."""

    writer: str
    written_at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class OutgoingFile:
    """`content_id` names an image that the HTML shows as `cid:...`."""

    name: str
    content_type: str
    content: bytes
    content_id: str | None = None


def message_id(entry_id: UUID, address: str) -> str:
    """Without brackets; the same on every try, so that a repeat is recognised."""
    return f"{entry_id}@{address.rpartition('@')[2]}"


def compose(
    *,
    message_id: str,
    sent_at: datetime,
    sender: tuple[str, str],
    reply_to: str,
    to: Sequence[str],
    cc: Sequence[str] = (),
    subject: str,
    text: str,
    html: str | None = None,
    in_reply_to: str | None = None,
    references: Sequence[str] = (),
    quote: Quote | None = None,
    files: Sequence[OutgoingFile] = (),
    automatic: bool = False,
    stop_url: str = "",
) -> EmailMessage:
    """`sender` is (display name, address); ids come without brackets, `references` oldest first.

    `html` is ours and safe already, as `formatted` makes it; without it the text is shown.
    `automatic` tells other machines not to answer: set it for whatever no person pressed "send"
    for. `stop_url`: where a POST ends mails like this one (RFC 8058); mail programs show a button
    for it.
    """
    mail = EmailMessage(policy=_POLICY)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Date"] = format_datetime(sent_at)
    mail["From"] = _mailbox(sender[1], sender[0])
    mail["Reply-To"] = _mailbox(reply_to, sender[0])
    mail["To"] = [_mailbox(address) for address in to]
    if cc:
        mail["Cc"] = [_mailbox(address) for address in cc]
    mail["Subject"] = _one_line(subject)
    for name, ids in _threading(in_reply_to, references):
        mail[name] = " ".join(f"<{one}>" for one in ids)
    if automatic:
        mail["Auto-Submitted"] = "auto-generated" if stop_url else "auto-replied"
        mail["X-Auto-Response-Suppress"] = "All"
    if stop_url:
        mail["List-Unsubscribe"] = f"<{stop_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    _write(mail, _Words(text.rstrip(), html).with_a_way_out(stop_url), quote, files)
    return mail


@dataclass(frozen=True)
class _Words:
    """What is said, plainly and as HTML."""

    plain: str
    html: str | None

    @property
    def rich(self) -> str:
        return _shown(self.plain) if self.html is None else _styled(self.html)

    def with_a_way_out(self, stop_url: str) -> "_Words":
        if not stop_url:
            return self
        way = f"{_('No more of these:')} {stop_url}"
        html = None if self.html is None else f"{self.html}\n<br>{_shown(way)}"
        return _Words(f"{self.plain}\n\n{way}", html)


def _threading(
    in_reply_to: str | None, references: Sequence[str]
) -> Iterable[tuple[str, list[str]]]:
    """The first reference holds the thread together, the newest place the mail in it."""
    answered = [one for one in (in_reply_to,) if one and _sound(one)]
    known = [one for one in references if _sound(one) and one not in answered]
    known = list(dict.fromkeys(known)) + answered
    if answered:
        yield "In-Reply-To", answered
    if known:
        newest = known[1:][-_NEWEST_REFERENCES:]
        yield "References", [known[0], *newest]


def _sound(one: str) -> bool:
    printable = one.isascii() and one.isprintable() and len(one) <= _LONGEST_ID
    return printable and not any(letter in one for letter in "<> \t")


def _write(
    mail: EmailMessage,
    words: _Words,
    quote: Quote | None,
    files: Sequence[OutgoingFile],
) -> None:
    plain, rich = words.plain, words.rich
    if quote:
        plain, rich = f"{plain}\n\n{_plain_quote(quote)}", f"{rich}\n{_rich_quote(quote)}"
    mail.set_content(plain, charset="utf-8", cte="quoted-printable")
    mail.add_alternative(
        f"<!DOCTYPE html><html><body>{rich}</body></html>",
        subtype="html",
        charset="utf-8",
        cte="quoted-printable",
    )
    rich_part = mail.get_payload()[1]  # type: ignore[index]
    for file in files:
        if file.content_id and f"cid:{file.content_id}" in rich:
            _attach(rich_part, file, inline=True)  # type: ignore[arg-type]
    for file in files:
        if not (file.content_id and f"cid:{file.content_id}" in rich):
            _attach(mail, file, inline=False)


def _attach(part: EmailMessage, file: OutgoingFile, *, inline: bool) -> None:
    main, _slash, sub = file.content_type.partition("/")
    if main in ("message", "multipart", "text") or not sub:
        # As bytes, untouched: a mail or text would be re-encoded on the way.
        main, sub = "application", "octet-stream"
    add = part.add_related if inline else part.add_attachment
    add(
        file.content,
        maintype=main,
        subtype=sub,
        filename=_one_line(file.name),
        disposition="inline" if inline else "attachment",
        cid=f"<{file.content_id}>" if file.content_id else None,
    )


def attribution(quote: Quote) -> str:
    """In a form that mail programs, and `quoting`, know for the head of a quote."""
    when = f"{quote.written_at:%Y-%m-%d %H:%M %Z}".strip()
    return _("On %(when)s, %(writer)s wrote:") % {"when": when, "writer": _one_line(quote.writer)}


def _plain_quote(quote: Quote) -> str:
    lines = quote.text.strip().splitlines()
    quoted = (f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines)
    return "\n".join([attribution(quote), "", *quoted])


def _rich_quote(quote: Quote) -> str:
    return _QUOTE % (html.escape(attribution(quote)), _shown(quote.text.strip()))


def _styled(formatted: str) -> str:
    """With what mail programs leave wide by themselves, or plain, on the lines as written."""
    for tag, style in _STYLES.items():
        formatted = formatted.replace(f"<{tag}", f'<{tag} style="{style}"')
    return formatted


def _shown(text: str) -> str:
    """Plain text as HTML; not all mail programs know `white-space: pre-wrap`."""
    # every second piece is an address
    pieces = [html.escape(piece) for piece in _ADDRESS.split(text)]
    pieces[1::2] = [f'<a href="{address}">{address}</a>' for address in pieces[1::2]]
    return f"<div>{''.join(pieces)}</div>".replace("\n", "<br>\n")


def _mailbox(address: str, name: str = "") -> Mailbox:
    local, _at, domain = _one_line(address).rpartition("@")
    return Mailbox(display_name=_one_line(name), username=local, domain=domain)


def _one_line(text: str) -> str:
    """A line break in a header would begin another one."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
