"""A probe as a mail: out by the relay of its endpoint, and known again when it comes back in.

It goes to `support+probe.TOKEN@brand`, so that it proves too that mail under a tag arrives, which
answers to what we send need.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.actions.delivering import Outcome
from lifelong.channels.actions.probing import begin_probe, come_back, refuse_probe
from lifelong.channels.models import DeliveryState, Endpoint
from lifelong.channels.probes import bearer_of, is_good
from lifelong.connectors.email.composing import compose, message_id
from lifelong.connectors.email.endpoints import secrets_of, without_tag
from lifelong.connectors.email.relay import NoRelay, hand_over, host_of
from lifelong.connectors.email.trying import PATIENCE
from lifelong.conversations.incoming import IncomingMessage, SendingReport
from lifelong.lib.errors import DeliveryFailed

#: further tokens in one mail are not looked at: ours have one
_MOST_TOKENS = 3
#: what a report says that explains why a probe is not back
_NOT_BACK = {"delayed", "bounced", "failed"}
_TOKEN = re.compile(r"\+probe\.([0-9a-f]{32})$")
_QUOTED = re.compile(r"(?<=\+probe\.)[0-9a-f]{32}", re.IGNORECASE)


@dataclass(frozen=True)
class ProbeNews:
    """What a delivery tells of a probe."""

    delivery_id: UUID
    endpoint: Endpoint
    probe_id: UUID
    at: datetime
    #: of the mail server that gave it back; None: it is back by itself
    refusal: str | None = None


def send_probe(endpoint: Endpoint, *, by: Agent | None) -> None:
    """Send one round, and write down what the relay says that does not take it.

    Raises `NoRelay` where nothing would leave this machine, and `NotInUse`.
    """
    relay = secrets_of(endpoint).relay
    if not host_of(relay):
        raise NoRelay(_("It has no relay: what is sent is kept on this machine."))
    probe, token = begin_probe(endpoint, by=by)
    to = _tagged(endpoint.address, token)
    mail = compose(
        message_id=message_id(probe.id, endpoint.address),
        sent_at=probe.sent_at,
        sender=(endpoint.name, endpoint.address),
        reply_to=endpoint.address,
        to=(to,),
        subject=_("A test message round by %(address)s") % {"address": endpoint.address},
        text=_("Lifelong sent this to itself, to see whether mail comes in. Nobody needs to "
               "answer it."),
        automatic=True,
    )  # fmt: skip
    try:
        hand_over(mail, relay=relay, sender=endpoint.address, recipient=to, patience=PATIENCE)
    except DeliveryFailed as failed:
        refuse_probe(probe.id, words=_without_token(str(failed)))


def news_of_probe(
    message: IncomingMessage | SendingReport,
    *,
    recipients: Iterable[str],
    endpoint: Endpoint,
    at: datetime,
    delivery_id: UUID,
) -> ProbeNews | None:
    """What it tells of a probe of ours; None for all other mail, which is nearly all.

    Only the token shows that one is back. Who gives one back names its Message-ID, which nobody
    knows who never had it; that says nothing but why it is not back.
    """
    refusal = None
    if isinstance(message, IncomingMessage):
        probe_id = _borne([*recipients, *message.recipients], endpoint, at)
    elif message.outcome in _NOT_BACK:
        probe_id = _named(message.external_id, endpoint, at)
        refusal = message.words or _("It was given back, without a word why.")
    else:
        return None
    return ProbeNews(delivery_id, endpoint, probe_id, at, refusal) if probe_id else None


def note(news: ProbeNews) -> Outcome:
    """Write it down; of the mail nothing is kept."""
    if news.refusal is not None:
        refuse_probe(news.probe_id, words=_without_token(news.refusal))
        why = _("A test message of ours that was given back: understood, and nothing of it kept.")
        return Outcome(news.delivery_id, DeliveryState.STORED, why, news.endpoint)
    if not come_back(news.probe_id, at=news.at):
        return Outcome(news.delivery_id, DeliveryState.DUPLICATE, endpoint=news.endpoint)
    why = _("A test message of ours is back: understood, and nothing of it kept.")
    return Outcome(news.delivery_id, DeliveryState.STORED, why, news.endpoint)


def _tagged(address: str, token: str) -> str:
    local, _at, domain = address.rpartition("@")
    return f"{local}+probe.{token}@{domain}"


def _without_token(words: str) -> str:
    """Servers like to name the address that they refuse."""
    return _QUOTED.sub("…", words)


def _borne(addresses: Iterable[str], endpoint: Endpoint, at: datetime) -> UUID | None:
    plain = (one.strip().lower() for one in addresses)
    ours = (one.rpartition("@")[0] for one in plain if without_tag(one) == endpoint.address)
    tokens = dict.fromkeys(match[1] for match in map(_TOKEN.search, ours) if match)
    return bearer_of([*tokens][:_MOST_TOKENS], endpoint=endpoint, at=at)


def _named(external_id: str | None, endpoint: Endpoint, at: datetime) -> UUID | None:
    try:
        probe_id = UUID((external_id or "").partition("@")[0])
    except ValueError:
        return None
    return probe_id if is_good(probe_id, endpoint=endpoint, at=at) else None
