from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import models

from tests.architecture.tree import floor_of, floors


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("lifelong.")]


def references() -> Iterator[tuple["models.Field[Any, Any]", type[models.Model]]]:
    """Every field of ours that points to a model of ours, and that model."""
    for model in our_models():
        for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
            to = field.related_model
            if isinstance(to, type) and to.__module__.startswith("lifelong."):
                yield field, to


def test_there_are_references_to_hold() -> None:
    assert len(list(references())) > 10


def test_foreign_keys_point_down_the_floors() -> None:
    upward = [
        f"{field} -> {to.__name__}"
        for field, to in references()
        if floor_of(to.__module__) > floor_of(field.model.__module__)
    ]
    assert upward == []


def test_no_model_grows_an_attribute_from_another_package() -> None:
    """`customer.conversation_set` would be a way up."""
    named = [
        f"{field} -> {to.__name__}"
        for field, to in references()
        if floor_of(to.__module__) != floor_of(field.model.__module__)
        and not (field.remote_field and field.remote_field.hidden)
    ]
    assert named == []


def test_reactions_run_in_the_order_of_the_floors() -> None:
    heights = [floor_of(name) for name in settings.FLOORS]
    assert heights == sorted(heights), f"FLOORS in the settings, lowest first: {floors()}"


@pytest.mark.django_db
def test_migrations_are_up_to_date() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
