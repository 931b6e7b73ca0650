"""A company's own sign-in: OpenID Connect by code and PKCE, with real signatures; and what a
provider, or whoever stands between, may get wrong."""

import base64
import hashlib
import secrets
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

from tests.vendors.server import Asked, Says, Vendor

CLIENT, SECRET = "lifelong", "between us"


@dataclass
class Person:
    sub: str
    email: str
    email_verified: Any = True
    name: str = "Mia Brandt"


def _new_key() -> RSAPrivateKey:
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class _Begun:
    challenge: str
    nonce: str
    redirect_uri: str
    person: Person


@dataclass
class Wrong:
    """What is wrong with the next id tokens: other claims, another key, no signature at all."""

    claims: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    key: Any = None
    algorithm: str = "RS256"
    no_token: bool = False


class Identity(Vendor):
    def __init__(self, port: int = 0) -> None:
        super().__init__(port)
        self.key = _new_key()
        self.wrong = Wrong()
        #: it names itself so
        self.issuer = self.url
        self.somebody_else = _new_key()
        self._begun: dict[str, _Begun] = {}

    def answer(self, asked: Asked) -> Says:
        if asked.path == "/.well-known/openid-configuration":
            return Says(200, self._configuration())
        if asked.path == "/keys":
            public = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
            return Says(200, {"keys": [{**public, "kid": "one", "alg": "RS256", "use": "sig"}]})
        if asked.path == "/token" and asked.method == "POST":
            return self._token(dict(asked.form))
        return Says(404)

    def lets_in(self, person: Person, asked: str) -> str:
        """They sign in there, sent to the address `asked`; the address that they come back to."""
        said = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        assert asked.startswith(f"{self.url}/authorize?")
        assert (said["client_id"], said["response_type"]) == (CLIENT, "code")
        assert said["code_challenge_method"] == "S256"
        assert "openid" in said["scope"].split()
        code = secrets.token_urlsafe()
        begun = _Begun(said["code_challenge"], said["nonce"], said["redirect_uri"], person)
        self._begun[code] = begun
        back = {"code": code, "state": said["state"]}
        return f"{urlsplit(said['redirect_uri']).path}?{urlencode(back)}"

    def _configuration(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def _token(self, said: dict[str, str]) -> Says:
        begun = self._begun.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if (
            begun is None
            or challenge != begun.challenge
            or said.get("redirect_uri") != begun.redirect_uri
            or (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET)
        ):
            return Says(400, {"error": "invalid_grant"})
        answer = {"access_token": secrets.token_urlsafe(), "token_type": "Bearer"}
        if not self.wrong.no_token:
            answer["id_token"] = self._id_token(begun)
        return Says(200, answer)

    def _id_token(self, begun: _Begun) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300,
            "nonce": begun.nonce, **begun.person.__dict__, **self.wrong.claims,
        }  # fmt: skip
        for name in self.wrong.left_out:
            del claims[name]
        key = self.wrong.key or self.key
        if self.wrong.algorithm == "none":
            key = None
        return jwt.encode(claims, key, algorithm=self.wrong.algorithm, headers={"kid": "one"})
