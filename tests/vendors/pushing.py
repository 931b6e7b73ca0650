"""A push service: it knows its browsers, checks who pushes to them (RFC 8292), and opens what they
are sent (RFC 8291) with the browsers' own keys. Nothing of ours is used to open it."""

import base64
import hashlib
import hmac
import json
import secrets
import time
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tests.vendors.server import Asked, Says, Vendor

LONGEST = 4096


@dataclass
class Heard:
    """A push that got through."""

    words: dict[str, Any]
    ttl: int
    urgency: str
    topic: str


@dataclass
class Subscribed:
    """A browser that lets the holder of `key` push to it."""

    path: str
    key: str
    private: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    gone: bool = False
    heard: list[Heard] = field(default_factory=list)

    @property
    def public(self) -> bytes:
        return self.private.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )


class PushService(Vendor):
    def __init__(self) -> None:
        super().__init__()
        self.browsers: dict[str, Subscribed] = {}
        #: why pushes were refused
        self.refused: list[str] = []

    def subscribe(self, key: str) -> Subscribed:
        made = Subscribed(f"/push/{secrets.token_urlsafe(24)}", key)
        self.browsers[made.path] = made
        return made

    def said_by(self, browser: Subscribed) -> dict[str, Any]:
        """What the page reads of its subscription."""
        keys = {"p256dh": _base64(browser.public), "auth": _base64(browser.secret)}
        return {"endpoint": self.url + browser.path, "expirationTime": None, "keys": keys}

    def answer(self, asked: Asked) -> Says:
        browser = self.browsers.get(asked.path)
        if browser is None:
            return Says(404)
        if browser.gone:
            return Says(410)
        if len(asked.body) > LONGEST:
            return Says(413)
        try:
            self._check(asked, browser)
            words = json.loads(_opened(asked, browser))
        except (ValueError, KeyError, AssertionError, jwt.PyJWTError) as error:
            self.refused.append(f"{type(error).__name__}: {error}")
            return Says(403)
        of = asked.headers
        browser.heard.append(Heard(words, int(of["ttl"]), of["urgency"], of["topic"]))
        return Says(201)

    def _check(self, asked: Asked, browser: Subscribed) -> None:
        scheme, _, said = asked.headers["authorization"].partition(" ")
        parts = dict(one.strip().split("=", 1) for one in said.split(","))
        assert scheme == "vapid" and parts["k"] == browser.key, "another installation"
        known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(parts["k"]))
        claims = jwt.decode(parts["t"], known, algorithms=["ES256"], audience=self.url)
        assert claims["exp"] - time.time() <= 86400, "believed for too long"
        assert int(asked.headers["ttl"]) >= 0 and len(asked.headers["topic"]) <= 32


def _opened(asked: Asked, browser: Subscribed) -> bytes:
    assert asked.headers["content-encoding"] == "aes128gcm"
    body = asked.body
    salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
    theirs, sealed = body[21 : 21 + length], body[21 + length :]
    assert len(sealed) <= size, "more than one record"
    known = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs)
    shared = browser.private.exchange(ec.ECDH(), known)
    about = b"WebPush: info\0" + browser.public + theirs
    known_to_both = _hmac(_hmac(browser.secret, shared), about + b"\x01")
    drawn = _hmac(salt, known_to_both)
    key = _hmac(drawn, b"Content-Encoding: aes128gcm\0\x01")[:16]
    nonce = _hmac(drawn, b"Content-Encoding: nonce\0\x01")[:12]
    words = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
    assert words.endswith(b"\x02"), "not the last record"
    return words[:-1]


def _hmac(key: bytes, of: bytes) -> bytes:
    return hmac.new(key, of, hashlib.sha256).digest()


def _base64(clear: bytes) -> str:
    return base64.urlsafe_b64encode(clear).rstrip(b"=").decode()


def _bytes(said: str) -> bytes:
    return base64.urlsafe_b64decode(said + "=" * (-len(said) % 4))
