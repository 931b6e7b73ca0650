import fcntl
import os
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from hypothesis import HealthCheck, settings

from lifelong.running.testing import LAID
from tests import prepared

pytest_plugins = ["tests.guards"]

if "CI" not in os.environ:
    # as Hypothesis has it there by itself: how busy a machine is says nothing of what is tested
    busy = [HealthCheck.too_slow]
    settings.register_profile("on a busy machine", deadline=None, suppress_health_check=busy)
    settings.load_profile("on a busy machine")


def pytest_configure() -> None:
    # what a run left that was killed, and whose number this one has by chance
    if "PYTEST_XDIST_WORKER" not in os.environ:
        prepared.forget()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a browser come evenly between the others, which wait for nothing: two browsers
    at once starve each other. Workers take whole files, so what a file sets up is set up once."""
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    slow = [some for some in files.values() if some[0].get_closest_marker("browser")]
    quick = [some for some in files.values() if not some[0].get_closest_marker("browser")]
    between = max(1, -(-len(quick) // max(1, len(slow))))
    runs = [quick[at : at + between] for at in range(0, len(quick), between)]
    ordered = [file for one, run in zip_longest(slow, runs) for file in [one or [], *(run or [])]]
    items[:] = [item for file in ordered for item in file]


@pytest.fixture(scope="session", autouse=True)
def nobody_asks_for_djangos_own_permissions() -> None:
    """Made anew whenever a test leaves an empty database behind, they took most of that time."""
    from django.contrib.contenttypes.management import create_contenttypes
    from django.db.models.signals import post_migrate

    post_migrate.disconnect(create_contenttypes)
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session", autouse=True)
def jobs_are_swept_away_with_the_rest() -> Iterator[None]:
    """Their table is not Django's, so what a test has committed there outlived it: each empties
    it where Django empties its own, after a test whose writes are real."""
    from django.db import connection
    from django.db.models.signals import post_migrate

    def sweep(**_: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE procrastinate_jobs CASCADE")

    post_migrate.connect(sweep, sender=apps.get_app_config("procrastinate"))
    yield
    post_migrate.disconnect(sweep, sender=apps.get_app_config("procrastinate"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings: None, django_db_blocker: Any
) -> None:
    """The first worker lays a database, and each takes a copy: migrations are long. There are
    lines for a test of many threads, whatever the loop beside a browser keeps of them."""
    from django.db import connection

    theirs = connection.settings_dict
    theirs["OPTIONS"]["pool"] = theirs["OPTIONS"]["pool"] | {"max_size": 30}
    if (name := os.environ.get(LAID)) is None:
        return
    laid = Path(os.environ["LIFELONG_HOME"]) / name
    with laid.with_suffix(".lock").open("wb") as lock, django_db_blocker.unblock():
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not laid.exists():
            own, test_name = theirs["NAME"], theirs["TEST"].get("NAME")
            theirs["TEST"]["NAME"] = name
            try:
                connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
            finally:
                # nobody may be connected to what is copied
                connection.close()
                connection.close_pool()
                django_settings.DATABASES["default"]["NAME"] = theirs["NAME"] = own
                theirs["TEST"]["NAME"] = test_name
            laid.touch()
    theirs["TEST"]["TEMPLATE"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A thread of a test may still be saying goodbye when the last one has ended; the database
    cannot be dropped while it does."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def pytest_unconfigure() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        prepared.forget()
