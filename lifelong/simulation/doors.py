"""The shop's doors from outside, as customers' programs and vendors knock at them: SMTP, Twilio's
and Shopify's webhooks signed by us, the widget's own requests."""

import http.client
import json
import secrets
import smtplib
import time
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, make_msgid
from typing import Any, TypeVar
from urllib.parse import urlencode, urlsplit

import jwt
from django.conf import settings
from django.db.models import QuerySet

from lifelong.channels.models import Channel, Connection, Endpoint
from lifelong.connectors.chat.endpoints import secrets_of as chat_secrets_of
from lifelong.connectors.shopify.shops import secrets_of as shop_secrets_of
from lifelong.connectors.shopify.shops import settings_of as shop_settings_of
from lifelong.connectors.shopify.signature import sign
from lifelong.connectors.twilio.endpoints import secrets_of as text_secrets_of
from lifelong.connectors.twilio.endpoints import settings_of as text_settings_of
from lifelong.connectors.twilio.signature import signature
from lifelong.customers.phones import normalise
from lifelong.lib import clock, ids
from lifelong.simulation.present import form
from lifelong.simulation.shop import HOP

Door = TypeVar("Door", Endpoint, Connection)

PATIENCE = 10


class Shut(Exception):
    """A door did not open: nothing listens there, or it said no."""


class Doors:
    """Of the demo shop, as it runs on this machine. Raises `Shut` when one was taken away."""

    def __init__(self) -> None:
        endpoints = Endpoint.objects.filter(is_active=True)
        self._mailbox = _first(endpoints.filter(channel=Channel.EMAIL), "mail")
        self._number = _first(endpoints.filter(channel=Channel.SMS), "texts")
        self._widget = _first(endpoints.filter(channel=Channel.CHAT), "chat")
        self._shop = _first(Connection.objects.filter(connector="shopify"), "the store")

    def mail(
        self, *, name: str, email: str, subject: str, text: str, answers: str = "", to: str = ""
    ) -> None:
        """`answers`: the Message-ID of ours that it answers."""
        message = EmailMessage()
        host = email.rpartition("@")[2]
        message["Authentication-Results"] = f"{HOP}; dmarc=pass header.from={host}"
        message["From"] = formataddr((name, email))
        message["To"] = to or self._mailbox.address
        message["Date"] = format_datetime(clock.now())
        message["Subject"] = subject
        message["Message-ID"] = make_msgid(domain=host)
        if answers:
            message["In-Reply-To"] = f"<{answers}>"
        message.set_content(text)
        try:
            with smtplib.SMTP(settings.SMTP_HOST, settings.SMTP_PORT, timeout=PATIENCE) as server:
                server.send_message(message, from_addr=email, to_addrs=[message["To"]])
        except (OSError, smtplib.SMTPException) as error:
            raise Shut(f"mail: {error}") from error

    def text(self, *, phone: str, text: str) -> None:
        path = f"/hooks/twilio/{self._number.key}"
        fields = {
            "MessageSid": f"SM{secrets.token_hex(16)}",
            "AccountSid": text_settings_of(self._number).account,
            "From": phone,
            "To": self._number.address,
            "Body": text,
            "NumMedia": "0",
        }
        token = text_secrets_of(self._number).token
        signed = signature(f"{_here()}{path}", list(fields.items()), token)
        _post(
            path,
            urlencode(fields).encode(),
            {"X-Twilio-Signature": signed, "Content-Type": "application/x-www-form-urlencoded"},
        )

    def chat(self, *, text: str, store_id: str, name: str, email: str, phone: str) -> None:
        """By somebody who is signed in at the shop."""
        widget = f"/widget/{self._widget.address}"
        now = int(time.time())
        said: dict[str, object] = {
            "sub": store_id,
            "name": name,
            "email": email,
            "phone": normalise(phone) or "",
            "exp": now + 600,
            "jti": secrets.token_hex(8),
        }
        (secret, *_older) = chat_secrets_of(self._widget).valid(clock.now())
        identity = jwt.encode(said, secret, algorithm="HS256")
        met = _post_json(f"{widget}/sessions", {"identity": identity}, {})
        content_type, body = form(id=ids.new_id(), text=text)
        session = {"Authorization": f"Bearer {met['session']}", "Content-Type": content_type}
        _post(f"{widget}/messages", body, session)

    def tell(self, topic: str, body: dict[str, Any]) -> None:
        """What the store has to say, by its webhook."""
        raw = json.dumps(body).encode()
        headers = {
            "Content-Type": "application/json",
            "X-Shopify-Topic": topic,
            "X-Shopify-Shop-Domain": shop_settings_of(self._shop).domain,
            "X-Shopify-Webhook-Id": str(ids.new_id()),
            "X-Shopify-Triggered-At": clock.now().isoformat(),
            "X-Shopify-Hmac-Sha256": sign(raw, secret=shop_secrets_of(self._shop).secret),
        }
        _post(f"/hooks/shopify/{self._shop.key}", raw, headers)


def _first(doors: QuerySet[Door], what: str) -> Door:
    door = doors.order_by("id").first()
    if door is None:
        raise Shut(f"{what}: there is no such door any more")
    return door


def _here() -> str:
    return settings.PUBLIC_URL


def _post_json(path: str, said: dict[str, Any], headers: dict[str, str]) -> Any:
    body = json.dumps(said).encode()
    return json.loads(_post(path, body, {"Content-Type": "application/json", **headers}))


def _post(path: str, body: bytes, headers: dict[str, str]) -> bytes:
    """Raises `Shut`."""
    where = urlsplit(_here())
    made = http.client.HTTPSConnection if where.scheme == "https" else http.client.HTTPConnection
    line = made(where.hostname or "", where.port, timeout=PATIENCE)
    try:
        line.request("POST", path, body=body, headers=headers)
        answer = line.getresponse()
        said = answer.read()
    except OSError as error:
        raise Shut(f"{path}: {error}") from error
    finally:
        line.close()
    if answer.status >= 300:
        raise Shut(f"{path}: {answer.status} {said[:200].decode(errors='replace')}")
    return said
