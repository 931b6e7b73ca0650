"""Many rows at once: COPY instead of INSERT, and ids that carry the moment of a made-up past."""

import random
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connections, models


def id_at(moment: datetime, chance: random.Random) -> UUID:
    """A UUIDv7 of that moment; the rest of it by chance, so that the same seed gives the same."""
    stamp = int(moment.timestamp() * 1000)
    low = chance.getrandbits(62) | 0b10 << 62
    return UUID(int=stamp << 80 | 0x7 << 76 | chance.getrandbits(12) << 64 | low)


class Rows:
    """Unsaved rows of many tables, gathered and then written together."""

    def __init__(self) -> None:
        self.of: dict[type[models.Model], list[models.Model]] = {}

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.of.setdefault(type(row), []).append(row)

    def write(self) -> None:
        """Foreign keys are checked at the commit, so tables may come in any order."""
        for model, rows in self.of.items():
            _copy(model, rows)


def _copy(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    # looked up once: it is asked for every value
    connection = connections["default"]
    # what the database numbers itself is left out
    fields = [f for f in model._meta.concrete_fields if not isinstance(f, models.AutoField)]
    columns = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        copy = cursor.copy(f"COPY {table} ({columns}) FROM STDIN")
        with copy as written:
            for row in rows:
                written.write_row(_values(row, fields, connection))


def _values(row: models.Model, fields: Iterable[Any], connection: Any) -> list[Any]:
    return [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
