"""Mail that speaks for somebody else: a contact form, a marketplace, a colleague's forward."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lifelong.connectors.email.addresses import Address, normalise, read
from lifelong.connectors.email.headers import Headers


@dataclass(frozen=True)
class Relay:
    """Who relays, and what: `via` is "contact-form", "marketplace" or "forward".

    `senders` are addresses ("mailer@shopify.com") or whole domains ("@shopify.com").
    """

    via: str
    senders: tuple[str, ...]

    def sent(self, sender: Address) -> bool:
        return sender.value in self.senders or f"@{sender.domain}" in self.senders


KNOWN_RELAYS = (
    Relay("contact-form", ("mailer@shopify.com", "no-reply@shopify.com", "noreply@shopify.com")),
    Relay("contact-form", ("mailer@shopifyemail.com", "wordpress@wordpress.com")),
    Relay(
        "marketplace",
        (
            "@marketplace.amazon.com",
            "@marketplace.amazon.co.uk",
            "@marketplace.amazon.de",
            "@members.ebay.com",
            "@members.ebay.de",
            "@members.ebay.co.uk",
            "noreply@etsy.com",
            "conversations@etsy.com",
        ),
    ),
)

_FIELD = re.compile(
    r"^[> \t*]*(?:e-?mail(?:[ -]?(?:address|adresse))?|adresse e-?mail|courriel|correo"
    r"(?: electrónico)?|reply[ -]to)[ \t*]*[:：][ \t*]*(\S.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_WRITTEN_BY = re.compile(
    r"^[> \t*]*(?:From|Von|De|Da|Van|Från|Fra|Od|От|Lähettäjä|差出人|发件人|寄件者|보낸 사람)"
    r"[ \t*]*[:：][ \t*]*(\S.*)$",
    re.MULTILINE,
)


@dataclass(frozen=True)
class Relayed:
    person: Address
    via: str


def person_behind(
    sender: Address,
    headers: Headers,
    *,
    text: str,
    relays: Sequence[Relay],
    is_ours: Callable[[str], bool],
) -> Relayed | None:
    """Whom `sender` speaks for; None if for nobody but themselves.

    Only a relay that we know, or an address of ours, may speak for somebody: anybody can call
    themselves noreply@ and name a customer in Reply-To.
    `text` is the whole body, quotes included: a forward names its writer there.
    """
    others = [
        address
        for address in read(headers.all("reply-to"))
        if address.value != sender.value and not is_ours(address.value)
    ]
    relay = next((relay for relay in relays if relay.sent(sender)), None)
    if relay:
        named = [] if relay.via == "forward" else others
        for address in (*named, *_in_body(text, relay.via)):
            if not is_ours(address.value) and not relay.sent(address):
                return Relayed(address, relay.via)
        # A marketplace gives each buyer an address of their own; a form without a name is itself.
        return Relayed(sender, relay.via) if relay.via == "marketplace" else None
    if is_ours(sender.value):
        for address in (*others, *read(headers.all("x-original-from"))):
            if not is_ours(address.value):
                return Relayed(address, "reply-to")
    return None


def _in_body(text: str, via: str) -> Iterator[Address]:
    for found in (_WRITTEN_BY if via == "forward" else _FIELD).finditer(text[:20_000]):
        line = found[1].replace("[mailto:", "<").replace("]", ">")
        if addresses := read([line]):
            yield addresses[0]
        elif normal := normalise(line):
            yield Address(normal)
