"""A raw mail to one value: a message for a conversation, or news of one that we sent. Pure."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from django.utils.translation import gettext as _

from lifelong.connectors.email import (
    addresses,
    authentication,
    automatic,
    bodies,
    bounces,
    mime,
    reply_address,
    threading,
)
from lifelong.connectors.email.addresses import Address
from lifelong.connectors.email.headers import Headers
from lifelong.connectors.email.identity import identity
from lifelong.connectors.email.quoting import fold
from lifelong.connectors.email.relays import KNOWN_RELAYS, Relay, person_behind
from lifelong.connectors.email.signatures import phones
from lifelong.conversations.incoming import (
    GivenHandle,
    IncomingMessage,
    Sender,
    SendingReport,
    Unreadable,
)
from lifelong.lib import clock

__all__ = ["Envelope", "Relay", "Trust", "Unreadable", "parse"]

_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-forwarded-to")
_OLDEST = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Envelope:
    """What SMTP said beside the mail. An empty `mail_from` is a bounce's; None: not known."""

    mail_from: str | None = None
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trust:
    """Whom we believe.

    `authserv_ids` name our own receiving hop, if one checks DMARC for us; `over_hop` says that
    this very mail came over it. What the hop ought to prove is not believed without its word.
    """

    authserv_ids: frozenset[str] = frozenset()
    over_hop: bool = True
    own_addresses: frozenset[str] = frozenset()  # of our endpoints, normalised
    relays: tuple[Relay, ...] = ()  # beside KNOWN_RELAYS

    def owns(self, address: str) -> bool:
        """Also with a tag: support+r.TOKEN@brand is ours if support@brand is."""
        local, _at, domain = address.rpartition("@")
        untagged = f"{local.partition('+')[0]}@{domain}"
        return address in self.own_addresses or untagged in self.own_addresses


def parse(raw: bytes, envelope: Envelope, trust: Trust) -> IncomingMessage | SendingReport:
    """Raises Unreadable, with a sentence, for what cannot be read or comes from nobody."""
    message = mime.tree(raw)
    headers = Headers(message)
    body = bodies.read(message)
    name = identity(message, headers)
    if report := bounces.report(message, headers, mail_from=envelope.mail_from):
        return SendingReport(
            identity=name,
            external_id=report.external_id,
            recipient=report.recipient,
            outcome=report.outcome,
            words=report.words,
        )
    text = body.text
    if not (text or body.files or body.html or headers.first("subject")):
        raise Unreadable(_("There is nothing in it to read."))
    return _message(name, headers, body, text, envelope, trust)


def _message(
    name: str, headers: Headers, body: bodies.Body, text: str, envelope: Envelope, trust: Trust
) -> IncomingMessage:
    writer = _writer(headers, envelope)
    ids = trust.authserv_ids if trust.over_hop else frozenset()
    checked = authentication.verdict(headers, domain=writer.domain, authserv_ids=ids)
    folded = fold(text)
    to, cc = addresses.read(headers.all("to")), addresses.read(headers.all("cc"))
    to_and_cc = tuple(dict.fromkeys(address.value for address in (*to, *cc)))
    sender = _sender(writer, headers, text, checked.proof, trust)
    return IncomingMessage(
        identity=name,
        channel="email",
        sender=sender,
        recipients=to_and_cc,
        copied=tuple(address.value for address in cc),
        subject=headers.text("subject"),
        text=folded.said,
        quoted=folded.quoted,
        html=body.html,
        sent_at=_sent_at(headers.first("date")),
        external_id=threading.message_id(headers),
        answers=threading.answered(headers),
        reply_tokens=reply_address.tokens([*to_and_cc, *_reached(headers, envelope)]),
        automatic=_automatic(sender, headers, envelope, trust),
        suspicion=checked.suspicion,
        files=tuple(body.files),
        given=tuple(
            GivenHandle(kind="phone", value=one, how="signature")
            for one in phones(folded.signature)
        ),
    )


def _writer(headers: Headers, envelope: Envelope) -> Address:
    for name in ("from", "reply-to", "sender"):
        if found := addresses.read(headers.all(name)):
            return found[0]
    if normal := addresses.normalise(envelope.mail_from or ""):
        return Address(normal)
    raise Unreadable(_("Nobody is named as its sender, neither in it nor around it."))


def _sender(
    writer: Address, headers: Headers, text: str, proof: str | None, trust: Trust
) -> Sender:
    # Without a From the address came from somewhere that DMARC says nothing about.
    proved = proof if addresses.read(headers.all("from")) else None
    if proved or not trust.authserv_ids:
        relays = (*trust.relays, *KNOWN_RELAYS)
        relayed = person_behind(writer, headers, text=text, relays=relays, is_ours=trust.owns)
        if relayed:
            person = relayed.person
            return Sender(kind="email", value=person.value, name=person.name, via=relayed.via)
    return Sender(kind="email", value=writer.value, name=writer.name, proof=proved)


def _automatic(sender: Sender, headers: Headers, envelope: Envelope, trust: Trust) -> str | None:
    if trust.owns(sender.value):
        return "own-mail"
    return automatic.reason(
        headers,
        content_type=headers.first("content-type"),
        mail_from=envelope.mail_from,
        own_addresses=trust.own_addresses,
    )


def _reached(headers: Headers, envelope: Envelope) -> list[str]:
    values = [value for name in _DELIVERED for value in headers.all(name)]
    return [address.value for address in addresses.read([*values, *envelope.recipients])]


def _sent_at(value: str) -> datetime | None:
    """By the sender's clock; None if it names no moment that can have been."""
    try:
        moment = parsedate_to_datetime(value[:200])
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if _OLDEST < moment < clock.now() + timedelta(days=1) else None
