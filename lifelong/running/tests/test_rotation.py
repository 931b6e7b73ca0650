"""`lifelong keys rotate`: everything stays readable, under a new key."""

from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from lifelong.channels.models import Delivery, Endpoint
from lifelong.channels.tests.building import delivery, endpoint
from lifelong.lib.sealing import CannotUnseal, unseal
from lifelong.running import environment
from lifelong.running.rotation import rotate

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LIFELONG_HOME", str(tmp_path))
    monkeypatch.setenv("LIFELONG_KEYS", ",".join(settings.LIFELONG_KEYS))
    monkeypatch.setattr(settings, "LIFELONG_KEYS", list(settings.LIFELONG_KEYS))
    (tmp_path / environment.KEYS_FILE).write_text(
        f"LIFELONG_KEYS={settings.LIFELONG_KEYS[0]}\nLIFELONG_SECRET_KEY=kept\n"
    )
    return tmp_path


def raw(table: str, column: str) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        return bytes(cursor.fetchone()[0])


def test_twice_rotated_rows_open_under_the_newest_key_alone(own_home: Path) -> None:
    came, ours = delivery(), endpoint()
    Endpoint.objects.filter(pk=ours.pk).update(secrets={"relay": "smtp://u:p@relay.example"})
    body, first = bytes(Delivery.objects.get(pk=came.pk).body), settings.LIFELONG_KEYS[0]

    rotate()
    assert settings.LIFELONG_KEYS[1] == first
    rotate()
    assert first not in settings.LIFELONG_KEYS

    settings.LIFELONG_KEYS = settings.LIFELONG_KEYS[:1]
    assert bytes(Delivery.objects.get(pk=came.pk).body) == body
    assert Endpoint.objects.get(pk=ours.pk).secrets == {"relay": "smtp://u:p@relay.example"}
    settings.LIFELONG_KEYS = [first]
    with pytest.raises(CannotUnseal):
        unseal(raw("channels_delivery", "body"))
    kept = (own_home / environment.KEYS_FILE).read_text()
    assert first not in kept and "LIFELONG_SECRET_KEY=kept" in kept
