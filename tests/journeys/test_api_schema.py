"""The API does what its OpenAPI says, whatever is thrown at it: schemathesis through WSGI."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from lifelong.accounts.actions.issuing import issue
from lifelong.accounts.models import Role
from lifelong.accounts.policy import EVERY_SCOPE
from lifelong.lib.rates import Limit
from lifelong.running.wsgi import application
from lifelong.web.api import doors
from lifelong.web.api.tests.shop import Shop
from tests.journeys.permissions import DOORS, Place
from tests.journeys.places import make_place

#: of what the schema allows, and of what it does not, for each operation
BOUNDS = settings(
    max_examples=4,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKED = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]


@pytest.fixture
def shop(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    monkeypatch.setattr(doors, "CALLS", Limit("100000/minute", "api under test"))
    # as Django's own test client does: the test's transaction outlives each request
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Shop()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.proof
@pytest.mark.timeout(300)
def test_the_api_keeps_its_promise(shop: Shop) -> None:
    place = make_place(shop, "own", to=shop.service)
    agent = shop.agent("all", Role.ADMIN, Role.HERO, Role.LEAD)
    _, key = issue(name="schema", scopes=EVERY_SCOPE, agent=agent)
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    operations = [found.ok() for found in schema.get_all_operations()]
    assert len(operations) > 20
    for operation in operations:
        for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
            throw(operation, mode, place, {"Authorization": f"Bearer {key}"})


def throw(operation: Any, mode: GenerationMode, place: Place, headers: dict[str, str]) -> None:
    """Every other time at things that are there."""
    turns = itertools.cycle([True, False])
    at = DOORS[f"{operation.method.upper()} {operation.path.translate(_ANGLES)}"].at

    @BOUNDS
    @given(case=operation.as_strategy(generation_mode=mode))
    def one(case: Any) -> None:
        if next(turns):
            for name in case.path_parameters or {}:
                case.path_parameters[name] = str(getattr(place, at.get(name, name)))
        with transaction.atomic():
            case.call_and_validate(headers=headers, checks=CHECKED)
            transaction.set_rollback(True)

    one()


_ANGLES = str.maketrans("{}", "<>")
