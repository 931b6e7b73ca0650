"""Secrets in rows: sealed with the installation's key, which lives outside the database.

Keys rotate: LIFELONG_KEYS names up to two, newest first; the first seals, both open.
"""

import base64
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class CannotUnseal(Exception):
    """The key that sealed this is no longer among LIFELONG_KEYS."""


@cache
def _keys(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def new_key() -> str:
    return Fernet.generate_key().decode()


def seal(clear: bytes) -> bytes:
    # Fernet speaks base64; a row holds bytes, so a third of the room is saved.
    return base64.urlsafe_b64decode(_keys(tuple(settings.LIFELONG_KEYS)).encrypt(clear))


def unseal(sealed: bytes) -> bytes:
    try:
        token = base64.urlsafe_b64encode(sealed)
        return _keys(tuple(settings.LIFELONG_KEYS)).decrypt(token)
    except InvalidToken as error:
        raise CannotUnseal("No key in LIFELONG_KEYS opens this row.") from error


def seal_json(value: Any) -> bytes:
    return seal(json.dumps(value).encode())


class SealedField(models.BinaryField):  # type: ignore[type-arg]
    """Bytes that are sealed on the way to the database and opened on the way back."""

    def from_db_value(self, value: Any, *_: Any) -> bytes | None:
        return None if value is None else unseal(bytes(value))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        sealed = None if value is None else seal(bytes(value))
        return super().get_db_prep_value(sealed, connection, prepared)


class SealedJSONField(SealedField):
    """A JSON value, sealed: for the secrets of an endpoint or a connection."""

    def from_db_value(self, value: Any, *rest: Any) -> Any:
        clear = super().from_db_value(value, *rest)
        return None if clear is None else json.loads(clear)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        clear = None if value is None else json.dumps(value).encode()
        return super().get_db_prep_value(clear, connection, prepared)
