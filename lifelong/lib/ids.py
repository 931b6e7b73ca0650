"""Ids that sort by the time they were made."""

import secrets
from uuid import UUID

import uuid_utils.compat
from django.db import models


def new_id() -> UUID:
    """A UUIDv7. Clients may make theirs the same way, so that a repeat is recognised."""
    return uuid_utils.compat.uuid7()


def new_key() -> str:
    """43 letters that nobody guesses: the last part of an address that only one caller knows."""
    return secrets.token_urlsafe(32)


def primary_key() -> "models.UUIDField[UUID, UUID]":
    return models.UUIDField(primary_key=True, default=new_id, editable=False)
