"""Words that only one browser can open (RFC 8291), and by whom they are sent (RFC 8292).

`cryptography` and `pyjwt` are here for other reasons, and with them it is this one page:
docs/decisions/cues.md.
"""

import base64
import os
from datetime import datetime, timedelta

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

#: bytes that RFC 8291 lets a push server ask for; ours are a few hundred
MOST_BYTES = 3993
_RECORD = 4096
#: push servers believe a signature for a day at most
_BELIEVED = timedelta(hours=12)


def seal_for(
    browser: bytes,
    words: bytes,
    *,
    secret: bytes,
    salt: bytes | None = None,
    once: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """`words` for the browser with this public key and secret, as a body of `aes128gcm`.

    `salt` and `once`, a key for this one message, are drawn unless a test gives them.
    """
    if len(words) > MOST_BYTES:
        raise ValueError(f"{len(words)} bytes do not fit into a push")
    salt = salt or os.urandom(16)
    once = once or ec.generate_private_key(ec.SECP256R1())
    ours = point(once.public_key())
    shared = once.exchange(ec.ECDH(), public_key(browser))
    key, nonce = keys(shared, secret, salt, browser=browser, server=ours)
    # one record, and the last: 0x02
    sealed = AESGCM(key).encrypt(nonce, words + b"\x02", None)
    return salt + _RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours + sealed


def keys(
    shared: bytes, secret: bytes, salt: bytes, *, browser: bytes, server: bytes
) -> tuple[bytes, bytes]:
    """The key and the nonce of a push: RFC 8291, section 3.4."""
    known = _derive(shared, secret, b"WebPush: info\0" + browser + server, 32)
    key = _derive(known, salt, b"Content-Encoding: aes128gcm\0", 16)
    return key, _derive(known, salt, b"Content-Encoding: nonce\0", 12)


def _derive(known: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=salt, info=about).derive(known)


def signed_as_ours(private: bytes, public: str, *, origin: str, contact: str, now: datetime) -> str:
    """The value of Authorization for a push server at `origin`. `contact`: an address of https
    that tells who we are, or ""."""
    claims = {"aud": origin, "exp": int((now + _BELIEVED).timestamp())}
    if contact:
        claims["sub"] = contact
    key = serialization.load_der_private_key(private, password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return f"vapid t={jwt.encode(claims, key, algorithm='ES256')}, k={public}"


def new_key() -> tuple[bytes, str]:
    """Private, and public in base64url."""
    made = ec.generate_private_key(ec.SECP256R1())
    private = made.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return private, in_base64(point(made.public_key()))


def public_key(of: bytes) -> ec.EllipticCurvePublicKey:
    """Raises ValueError where it is no point of the curve."""
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), of)


def point(of: ec.EllipticCurvePublicKey) -> bytes:
    return of.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def in_base64(clear: bytes) -> str:
    return base64.urlsafe_b64encode(clear).rstrip(b"=").decode()


def from_base64(said: str) -> bytes:
    """Raises ValueError."""
    return base64.b64decode(said + "=" * (-len(said) % 4), altchars=b"-_", validate=True)
