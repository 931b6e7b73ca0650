"""Ids that sort by the time they were made."""

from uuid import UUID

import uuid_utils.compat
from django.db import models


def new_id() -> UUID:
    """A UUIDv7. Clients may make theirs the same way, so that a repeat is recognised."""
    return uuid_utils.compat.uuid7()


def primary_key() -> "models.UUIDField[UUID, UUID]":
    return models.UUIDField(primary_key=True, default=new_id, editable=False)
