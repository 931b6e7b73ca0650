import pytest
from django.conf import settings
from django.db import connection

from lifelong.channels.models import Delivery
from lifelong.channels.tests.building import delivery
from lifelong.lib.sealing import CannotUnseal, new_key, seal, unseal


def test_what_was_sealed_opens_and_never_looks_the_same() -> None:
    assert unseal(seal(b"secret")) == b"secret"
    assert seal(b"secret") != seal(b"secret")
    assert b"secret" not in seal(b"secret")


def test_keys_rotate_with_two_valid_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = new_key(), new_key()
    monkeypatch.setattr(settings, "LIFELONG_KEYS", [old])
    sealed = seal(b"secret")
    monkeypatch.setattr(settings, "LIFELONG_KEYS", [new, old])
    assert unseal(sealed) == b"secret"
    resealed = seal(unseal(sealed))
    monkeypatch.setattr(settings, "LIFELONG_KEYS", [new])
    assert unseal(resealed) == b"secret"
    with pytest.raises(CannotUnseal):
        unseal(sealed)


def test_what_was_changed_does_not_open() -> None:
    sealed = bytearray(seal(b"secret"))
    sealed[-1] ^= 1
    with pytest.raises(CannotUnseal):
        unseal(bytes(sealed))


@pytest.mark.django_db
def test_a_row_holds_no_word_in_the_clear() -> None:
    kept = delivery(b"Where is my parcel?", sender="ana@example.com")
    with connection.cursor() as cursor:
        cursor.execute("SELECT body, envelope FROM channels_delivery")
        raw = b"".join(bytes(column) for column in cursor.fetchone())
    assert b"parcel" not in raw
    assert b"ana@" not in raw
    read = Delivery.objects.get(pk=kept.pk)
    assert (read.body, read.envelope["sender"]) == (b"Where is my parcel?", "ana@example.com")
