"""Twilio: messages made, listed and read; texts and news of them sent to us, signed."""

import base64
import hashlib
import hmac
import re
import secrets
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlencode

from tests.vendors.server import Asked, Says, Vendor

_BASE = re.compile(r"/2010-04-01/Accounts/(?P<account>[^/]+)/Messages(?:/(?P<sid>[^/.]+))?\.json")
_MEDIA = re.compile(r"/2010-04-01/Accounts/[^/]+/Messages/[^/]+/Media/(?P<media>\w+)")
Fields = Sequence[tuple[str, str]]


def new_sid(kind: str = "SM") -> str:
    return kind + secrets.token_hex(16)


def sign(url: str, fields: Fields, token: str) -> str:
    """X-Twilio-Signature, as Twilio's documentation says."""
    words = url
    for name in sorted({name for name, _value in fields}):
        for value in sorted({value for other, value in fields if other == name}):
            words += name + value
    mac = hmac.new(token.encode(), words.encode(), hashlib.sha1).digest()
    return base64.b64encode(mac).decode()


@dataclass
class Made:
    """A message that somebody handed over."""

    sid: str
    fields: Fields
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: str = "queued"

    def get(self, name: str) -> str:
        return next((value for other, value in self.fields if other == name), "")

    @property
    def media(self) -> list[str]:
        return [value for name, value in self.fields if name == "MediaUrl"]


class Twilio(Vendor):
    """An account. `made` are the messages that it has taken, oldest first."""

    def __init__(self, port: int = 0, *, account: str = "", token: str = "") -> None:
        super().__init__(port)
        self.account = account or new_sid("AC")
        self.token = token or secrets.token_hex(16)
        self.made: list[Made] = []
        #: numbers that have texted STOP, and those that nobody has
        self.stopped: set[str] = set()
        self.unknown: set[str] = set()
        self._media: dict[str, tuple[str, bytes]] = {}

    # what we ask of it

    def answer(self, asked: Asked) -> Says:
        if found := _MEDIA.fullmatch(asked.path):
            return self._medium(asked, found["media"])
        found = _BASE.fullmatch(asked.path)
        if found is None:
            return _no(404, 20404, f"The requested resource {asked.path} was not found")
        if not self._known(asked) or found["account"] != self.account:
            return _no(401, 20003, "Authenticate")
        if asked.method == "POST":
            return self._create(asked)
        if found["sid"]:
            return self._one(found["sid"])
        return self._list(asked)

    def _known(self, asked: Asked) -> bool:
        ours = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        return asked.headers.get("authorization") == f"Basic {ours}"

    def _create(self, asked: Asked) -> Says:
        made = Made(new_sid("MM" if "MediaUrl" in dict(asked.form) else "SM"), asked.form)
        to, body = made.get("To"), made.get("Body")
        if not re.fullmatch(r"\+[1-9]\d{5,14}", to) or to in self.unknown:
            return _no(400, 21211, f"Invalid 'To' Phone Number: {to}")
        if to in self.stopped:
            return _no(400, 21610, "Attempt to send to unsubscribed recipient")
        if len(body) > 1600:
            return _no(400, 21617, "The concatenated message body exceeds the 1600 character limit")
        if not body and not made.media:
            return _no(400, 21619, "A text message body or media urls must be specified.")
        self.made.append(made)
        return Says(201, self._shown(made))

    def _one(self, sid: str) -> Says:
        for made in self.made:
            if made.sid == sid:
                return Says(200, self._shown(made))
        return _no(404, 20404, "The requested resource was not found")

    def _list(self, asked: Asked) -> Says:
        size = int(asked.query.get("PageSize", 50))
        wanted = [
            one
            for one in reversed(self.made)
            if asked.query.get("To") in (None, one.get("To"))
            and asked.query.get("From") in (None, one.get("From"))
        ]
        messages = [self._shown(one) for one in wanted[:size]]
        return Says(200, {"messages": messages, "page": 0, "page_size": size})

    def _shown(self, made: Made) -> dict[str, Any]:
        at = format_datetime(made.made_at)
        return {
            "sid": made.sid,
            "account_sid": self.account,
            "body": made.get("Body"),
            "from": made.get("From"),
            "to": made.get("To"),
            "status": made.status,
            "direction": "outbound-api",
            "num_media": str(len(made.media)),
            "num_segments": "1",
            "date_created": at,
            "date_updated": at,
            "date_sent": None,
            "error_code": None,
            "error_message": None,
            "uri": f"/2010-04-01/Accounts/{self.account}/Messages/{made.sid}.json",
        }

    def _medium(self, asked: Asked, media: str) -> Says:
        if not self._known(asked):
            return _no(401, 20003, "Authenticate")
        if media not in self._media:
            return _no(404, 20404, "The requested resource was not found")
        kind, content = self._media[media]
        return Says(200, content, {"Content-Type": kind})

    # what it tells us

    def text(
        self,
        webhook: str,
        *,
        sender: str,
        to: str,
        body: str,
        media: Sequence[tuple[str, bytes]] = (),
        sid: str = "",
        **more: str,
    ) -> int:
        """Somebody texts `to`: the webhook hears it. The status of its answer."""
        return self.tell(webhook, self.text_fields(sender, to, body, media, sid=sid, **more))

    def text_fields(
        self,
        sender: str,
        to: str,
        body: str,
        media: Sequence[tuple[str, bytes]] = (),
        *,
        sid: str = "",
        **more: str,
    ) -> list[tuple[str, str]]:
        sid = sid or new_sid("MM" if media else "SM")
        fields = {
            "ToCountry": "DE",
            "SmsMessageSid": sid,
            "NumMedia": str(len(media)),
            "SmsSid": sid,
            "SmsStatus": "received",
            "Body": body,
            "To": to,
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": self.account,
            "From": sender,
            "ApiVersion": "2010-04-01",
        }
        for place, (kind, content) in enumerate(media):
            name = new_sid("ME")
            self._media[name] = kind, content
            fields[f"MediaContentType{place}"] = kind
            fields[f"MediaUrl{place}"] = (
                f"{self.url}/2010-04-01/Accounts/{self.account}/Messages/{sid}/Media/{name}"
            )
        return list((fields | more).items())

    def report(self, made: Made, status: str, *, error: int = 0) -> int:
        """Tell how a message fares, where its sender asked to be told. The answer's status."""
        made.status = status
        fields = {
            "SmsSid": made.sid,
            "SmsStatus": status,
            "MessageStatus": status,
            "To": made.get("To"),
            "MessageSid": made.sid,
            "AccountSid": self.account,
            "From": made.get("From"),
            "ApiVersion": "2010-04-01",
        }
        if error:
            fields["ErrorCode"] = str(error)
        return self.tell(made.get("StatusCallback"), list(fields.items()))

    def tell(self, webhook: str, fields: Fields, *, signature: str | None = None) -> int:
        """POST a signed form to the webhook."""
        request = urllib.request.Request(
            webhook,
            data=urlencode(fields).encode(),
            headers={
                "X-Twilio-Signature": signature or sign(webhook, fields, self.token),
                "User-Agent": "TwilioProxy/1.1",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=15) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refused:
            with refused:
                return refused.code


def _no(status: int, code: int, message: str) -> Says:
    more = f"https://www.twilio.com/docs/errors/{code}"
    return Says(status, {"code": code, "message": message, "more_info": more, "status": status})
