"""News of a mail that we sent: RFC 3464, and the prose of servers that never read it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lifelong.connectors.email.addresses import normalise, read
from lifelong.connectors.email.charsets import decode
from lifelong.connectors.email.headers import AnyMessage, Headers, words
from lifelong.connectors.email.mime import content, enclosed, parts
from lifelong.connectors.email.threading import answered, message_ids

_OUTCOMES = {
    "failed": "bounced",
    "delayed": "delayed",
    "delivered": "delivered",
    "relayed": "delivered",
    "expanded": "delivered",
}
_WORST_FIRST = ("bounced", "delayed", "delivered")
_DAEMON = re.compile(r"^(?:mailer-daemon|postmaster|mail-daemon|mdaemon|bounces?)\b", re.I)
_FAILURE = re.compile(
    r"undeliver|delivery (?:status notification|has failed|failure)|returned mail|"
    r"mail delivery|failure notice|delivery failed|could not be delivered|not delivered|"
    r"unzustellbar|zustellung.{0,20}fehlgeschlagen|nicht zugestellt|non remis|"
    r"échec de (?:la )?remise|no se (?:ha )?(?:pudo|podido) entregar|mancata consegna|"
    r"onbestelbaar|не доставлен|配信(?:できません|不能)|退信",
    re.IGNORECASE,
)
_DELAY = re.compile(r"delay|verzöger|still trying|noch nicht zugestellt|retard", re.IGNORECASE)
_ADDRESS_LINE = re.compile(
    r"(?:^|[\s<:;\"'(])([\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+)", re.MULTILINE
)
_ORIGINAL_ID = re.compile(r"^[> \t]*Message-I[Dd]:[ \t]*(<[^<>\s]{1,990}>)", re.M | re.I)
_SPOKEN_BY = re.compile(r"^\s*[\w-]{1,20}\s*;\s*")
_CODE = re.compile(r"\b[245]\d\d[ -][245]?\.?\d?.{5,200}|\b[245]\.\d{1,3}\.\d{1,3}\b.{3,200}")


@dataclass(frozen=True)
class Report:
    external_id: str | None
    recipient: str | None
    outcome: str
    words: str


def report(message: AnyMessage, headers: Headers, *, mail_from: str | None) -> Report | None:
    """None: it is an ordinary mail."""
    kind = headers.first("content-type").lower().replace('"', "").replace(" ", "")
    leaves = [part for part, _ in parts(message)]
    status = next((p for p in leaves if p.get_content_type() == "message/delivery-status"), None)
    if status is not None:
        return _by_the_book(status, leaves, headers)
    if "report-type=delivery-status" in kind or _speaks_of_failure(headers, mail_from):
        return _in_prose(leaves, headers)
    return None


def _speaks_of_failure(headers: Headers, mail_from: str | None) -> bool:
    if headers.first("x-failed-recipients"):
        return True
    machine = mail_from == "" or headers.first("return-path") == "<>" or from_daemon(headers)
    return machine and bool(_FAILURE.search(headers.text("subject")))


def from_daemon(headers: Headers) -> bool:
    """A mail system speaks, whatever it says."""
    writers = [address.value for address in read(headers.all("from"))]
    return bool(_DAEMON.match((writers or [headers.text("from").strip('<" ')])[0]))


def _by_the_book(status: AnyMessage, leaves: list[AnyMessage], headers: Headers) -> Report:
    told = []
    for fields in _groups(status):
        action = fields.get("action", "").split(" ")[0].lower()
        if outcome := _OUTCOMES.get(action) or _by_code(fields.get("status", "")):
            told.append((outcome, fields))
    if not told:
        return _in_prose(leaves, headers)
    outcome, fields = min(told, key=lambda pair: _WORST_FIRST.index(pair[0]))
    recipient = fields.get("original-recipient") or fields.get("final-recipient", "")
    diagnostic = fields.get("diagnostic-code") or fields.get("status") or ""
    return Report(
        external_id=_original(leaves) or _answered(headers),
        recipient=normalise(recipient.rpartition(";")[2].strip()),
        outcome=outcome,
        words=_line(_SPOKEN_BY.sub("", diagnostic) or headers.text("subject")),
    )


def _groups(status: AnyMessage) -> Iterator[dict[str, str]]:
    """The per-recipient fields. The parser makes each group a message; broken ones stay text."""
    if status.is_multipart():
        for group in enclosed(status):
            raw = Headers(group)
            yield {name: raw.first(name) for name in raw.starting("")}
    else:
        for block in re.split(r"\n\s*\n", decode(content(status), None).replace("\r", "")):
            lines = re.sub(r"\n[ \t]+", " ", block).split("\n")
            yield {n.strip().lower(): v.strip() for n, _, v in (x.partition(":") for x in lines)}


def _by_code(code: str) -> str | None:
    return {"2": "delivered", "4": "delayed", "5": "bounced"}.get(code.strip()[:1])


def _in_prose(leaves: list[AnyMessage], headers: Headers) -> Report:
    text = "\n".join(
        decode(content(part), part.get_content_charset())[:50_000]
        for part in leaves
        if part.get_content_type() == "text/plain"
    )
    told = f"{headers.text('subject')}\n{text}"
    failed = headers.first("x-failed-recipients") or _first(_ADDRESS_LINE, text)
    return Report(
        external_id=_original(leaves)
        or _first_id(_first(_ORIGINAL_ID, text))
        or _answered(headers),
        recipient=normalise(failed.partition(",")[0]),
        outcome="delayed" if _DELAY.search(headers.text("subject")) else "bounced",
        words=_line(_whole(_CODE, text) or headers.text("subject") or told.strip()),
    )


def _original(leaves: list[AnyMessage]) -> str | None:
    """Message-ID of the mail that the report encloses, whole or its headers only."""
    for part in leaves:
        kind = part.get_content_type()
        if kind in ("message/rfc822", "message/global", "text/rfc822-headers"):
            inside = decode(content(part)[:100_000], None)
            if found := _first_id(_first(_ORIGINAL_ID, inside)):
                return found
    return None


def _answered(headers: Headers) -> str | None:
    """Some servers send the report as an answer to the mail."""
    return next(iter(answered(headers)), None)


def _first_id(value: str) -> str | None:
    return next(iter(message_ids(value)), None)


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[1] if found else ""


def _whole(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found[0] if found else ""


def _line(text: str) -> str:
    return " ".join(words(text).split())[:500]
