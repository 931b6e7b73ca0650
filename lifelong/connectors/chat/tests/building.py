"""A widget, what visitors send through it, and what a shop's server signs, for tests."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import jwt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Delivery, Endpoint, Inbox
from lifelong.channels.tests.building import inbox
from lifelong.connectors.chat.actions.rotating import rotate
from lifelong.connectors.chat.endpoints import ChatSettings, new_key
from lifelong.lib import clock, ids


def widget(*, into: Inbox | None = None, **settings: Any) -> Endpoint:
    target = into or inbox()
    said = ChatSettings(**{"origins": ["https://shop.example"], **settings})
    return Endpoint.objects.create(
        brand=target.brand,
        inbox=target,
        connector="chat",
        channel="chat",
        address=new_key(),
        name="Shop",
        settings=said.model_dump(mode="json"),
    )


def posted(text: str = "Hello", *, id: UUID | None = None, **fields: Any) -> bytes:
    """The body that a widget posts. `files`: (name, content type, content)."""
    files = [
        SimpleUploadedFile(name, content, kind) for name, kind, content in fields.pop("files", [])
    ]
    said = {"id": str(id or ids.new_id()), "text": text, "files": files, **fields}
    return encode_multipart(BOUNDARY, said)


def arrived(
    at: Endpoint, text: str = "Hello", *, visitor: str = "0" * 32, signed: bool = False, **said: Any
) -> Delivery:
    """A raw delivery of chat, committed and unread."""
    envelope = {"visitor": visitor, "signed": signed, "content_type": MULTIPART_CONTENT}
    return keep("chat", body=posted(text, **said), envelope=envelope, at=at)


class Server:
    """The shop's own, which knows who is signed in there."""

    def __init__(self, at: Endpoint) -> None:
        self.secret = rotate(at, by=None)

    def signs(self, *, secret: str = "", **claims: Any) -> str:
        """A token for one exchange. A claim that is None is left out."""
        said = {
            "sub": "c-1001",
            "exp": (clock.now() + timedelta(minutes=5)).timestamp(),
            "jti": ids.new_id().hex,
            **claims,
        }
        known = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(known, secret or self.secret, algorithm="HS256")
