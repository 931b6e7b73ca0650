"""A raw webhook of Twilio, read: a text, or how one of ours fares."""

import hashlib
import re
from collections.abc import Mapping
from urllib.parse import parse_qs, parse_qsl
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.channels.models import Channel, Delivery, Endpoint
from lifelong.channels.texts import MOST_FILES
from lifelong.connectors.hooks import Knock
from lifelong.connectors.twilio.endpoints import settings_of
from lifelong.connectors.twilio.keywords import wish_in
from lifelong.connectors.twilio.signature import MOST_FIELDS
from lifelong.connectors.twilio.troubles import STOPPED, sentence
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.incoming import (
    IncomingMessage,
    RemoteFile,
    Sender,
    SendingReport,
    Unreadable,
)

#: in the address of a status callback: our entry
ENTRY = "entry"
_NUMBER = re.compile(r"\+[1-9]\d{5,14}")
_SID = re.compile(r"[A-Z]{2}[0-9a-fA-F]{32}")
#: a short code or a sender's name: machines have them, and take no answer
_MACHINE = re.compile(r"\d{3,8}|[A-Za-z0-9 &+_.-]{1,11}")
_CONTROLS = {code: None for code in range(32) if chr(code) not in "\n\t"} | {127: None}
_OUTCOMES = {
    "queued": "accepted",
    "accepted": "accepted",
    "scheduled": "accepted",
    "sending": "accepted",
    "sent": "accepted",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
    "canceled": "failed",
}


def envelope(knock: Knock) -> dict[str, str]:
    """What is kept beside the body: the query of the address, where our entry stands."""
    return {"query": knock.url.partition("?")[2][:500]}


def read_text(delivery: Delivery) -> tuple[IncomingMessage | SendingReport, Arrival]:
    """Raises `Unreadable` when no message can be made of it."""
    endpoint = delivery.endpoint
    if endpoint is None:
        raise Unreadable(_("The number that it came to is no longer here."))
    fields = _fields(delivery.body)
    if fields.get("AccountSid") != settings_of(endpoint).account:
        raise Unreadable(_("It is of another Twilio account than the one set for this number."))
    arrival = Arrival(
        delivery_id=delivery.id,
        received_at=delivery.received_at,
        endpoint=endpoint,
        let_in=delivery.let_in,
    )
    if "MessageStatus" in fields and "Body" not in fields:
        return _report(fields, delivery.envelope.get("query", "")), arrival
    return _message(fields, endpoint), arrival


def _fields(body: bytes) -> dict[str, str]:
    """Of a field that comes twice the last; without what no phone sends."""
    try:
        pairs = parse_qsl(
            body.decode("utf-8", "replace"),
            keep_blank_values=True,
            errors="replace",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError as error:
        raise Unreadable(_("It is no form as Twilio sends it.")) from error
    return {name: value.replace("\r\n", "\n").translate(_CONTROLS) for name, value in pairs}


def _message(fields: Mapping[str, str], endpoint: Endpoint) -> IncomingMessage:
    sid = _sid(fields)
    sender = _sender(fields.get("From", ""))
    to = fields.get("To", "")
    if to != endpoint.address:
        raise Unreadable(_("It was sent to another number than the one of this address."))
    text = fields.get("Body", "").strip()
    files = _files(fields)
    if not text and not files:
        raise Unreadable(_("It has neither words nor a picture."))
    return IncomingMessage(
        identity=_digest("text", sid),
        channel=Channel.SMS,
        sender=sender,
        recipients=(to,),
        copied=(),
        subject="",
        text=text,
        quoted="",
        html=None,
        sent_at=None,
        external_id=sid,
        answers=(),
        reply_tokens=(),
        automatic=None if sender.proof else "machine",
        suspicion=None,
        files=(),
        remote_files=files,
        wish=wish_in(text, opt_out_type=fields.get("OptOutType", "")) if not files else None,
    )


def _sender(said: str) -> Sender:
    if _NUMBER.fullmatch(said):
        return Sender(kind="phone", value=said, proof="text")
    if said.startswith(("whatsapp:", "messenger:", "rcs:")):
        raise Unreadable(_("It is no text, but came by another messenger."))
    if _MACHINE.fullmatch(said):
        return Sender(kind="phone", value=said.lower(), name=said)
    raise Unreadable(_("It does not say from which number it came."))


def _files(fields: Mapping[str, str]) -> tuple[RemoteFile, ...]:
    number = fields.get("NumMedia", "0")
    count = min(int(number), MOST_FILES) if re.fullmatch(r"\d{1,3}", number) else 0
    found = (
        RemoteFile(
            url=fields.get(f"MediaUrl{place}", "")[:2000],
            content_type=fields.get(f"MediaContentType{place}", "")[:120],
        )
        for place in range(count)
    )
    return tuple(one for one in found if one.url)


def _report(fields: Mapping[str, str], query: str) -> SendingReport:
    sid, status = _sid(fields), fields["MessageStatus"]
    outcome = _OUTCOMES.get(status)
    if outcome is None:
        raise Unreadable(_("It tells a state of a text that is not known here."))
    code = fields.get("ErrorCode", "")
    number = int(code) if re.fullmatch(r"\d{1,6}", code) else 0
    return SendingReport(
        identity=_digest("status", sid, status),
        external_id=sid,
        recipient=fields.get("To"),
        outcome=outcome,
        words=sentence(number, fields.get("ErrorMessage", "")) if number else "",
        entry_id=_entry_id(query),
        unwanted=number == STOPPED,
    )


def _entry_id(query: str) -> UUID | None:
    try:
        return UUID(parse_qs(query).get(ENTRY, [""])[0])
    except ValueError:
        return None


def _sid(fields: Mapping[str, str]) -> str:
    sid = fields.get("MessageSid") or fields.get("SmsSid") or ""
    if not _SID.fullmatch(sid):
        raise Unreadable(_("It does not say which message it is."))
    return sid


def _digest(*words: str) -> str:
    return hashlib.sha256("\n".join(["twilio", *words]).encode()).hexdigest()
