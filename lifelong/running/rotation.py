"""A new key for what is sealed in rows."""

from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.db import models

from lifelong.accounts import second_factors
from lifelong.lib.sealing import SealedField, new_key
from lifelong.running import environment

CHUNK = 200
#: the newest seals, both open
VALID = 2


def rotate() -> dict[str, int]:
    """Make a new key the first, keep the one before it, and seal every row under the new one.

    Returns how many rows of which table. Raises `CannotUnseal` when a row opens under no valid
    key; what was sealed anew until then stays valid.
    """
    keys = [new_key(), *settings.LIFELONG_KEYS][: VALID + 1]
    # the oldest must still open what is being sealed anew
    settings.LIFELONG_KEYS = keys
    environment.write_keys(keys)
    rows = {model._meta.db_table: _seal_anew(model, names) for model, names in _sealed()}
    rows["second factors"] = second_factors.seal_anew()
    settings.LIFELONG_KEYS = keys[:VALID]
    environment.write_keys(keys[:VALID])
    return rows


def _sealed() -> Iterator[tuple[type[models.Model], list[str]]]:
    for model in apps.get_models():
        names = [one.name for one in model._meta.fields if isinstance(one, SealedField)]
        if names:
            yield model, names


def _seal_anew(model: type[models.Model], names: list[str]) -> int:
    rows = model._default_manager.only("pk", *names).order_by("pk")
    done, last = 0, None
    while chunk := list((rows.filter(pk__gt=last) if last else rows)[:CHUNK]):
        for row in chunk:
            # saving seals under the first key
            row.save(update_fields=names)
        done, last = done + len(chunk), chunk[-1].pk
    return done
