"""What every connector holds, whatever its vendor: over bodies as that vendor sends them.

A connector of the registry without recorded bodies fails here.
"""

from importlib import import_module
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client

from lifelong.channels.actions.delivering import digest_of, keep, replay
from lifelong.channels.models import Block, Delivery
from lifelong.connectors.intake import settle_batch
from lifelong.connectors.registry import CONNECTORS
from lifelong.connectors.tests.recording import AnyDoor, Recorded, Said
from lifelong.conversations.models import Entry
from lifelong.lib import clock

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.parametrize("name", sorted(CONNECTORS)),
]


def recorded(name: str) -> Recorded:
    found: Recorded = import_module(f"lifelong.connectors.{name}.tests.recorded").RECORDED
    return found


def hand_in(name: str, said: Said, door: AnyDoor, *, altered: bool = False) -> int:
    """As the vendor does; the status of the answer."""
    ours = recorded(name)
    if ours.sign is None:
        keep(name, body=said.body, envelope=said.beside, at=door)
        return 200
    url = f"{settings.PUBLIC_URL}/hooks/{name}/{door.key}"
    signed, token = ours.sign(url, said.body, door), ours.token
    if altered:
        signed = {key: "AAAA" + value[4:] for key, value in signed.items()}
        token = token and token[:-4] + "AAAA"
    answer = Client().post(
        urlsplit(url).path + (token and f"?{token}"),
        data=said.body,
        content_type=ours.content_type,
        headers={**said.beside, **signed},
    )
    return answer.status_code


def states() -> list[str]:
    while settle_batch():
        pass
    return list(Delivery.objects.order_by("received_at", "id").values_list("state", flat=True))


def test_what_was_recorded_is_stored(name: str) -> None:
    ours = recorded(name)
    door = ours.door()
    assert len(ours.bodies) >= 3 and len(ours.garbage) >= 2
    assert [hand_in(name, one, door) for one in ours.bodies] == [200] * len(ours.bodies)
    assert states() == ["stored"] * len(ours.bodies)


def test_what_comes_twice_is_there_once(name: str) -> None:
    ours = recorded(name)
    door = ours.door()
    for one in ours.bodies:
        hand_in(name, one, door)
    states()
    entries = Entry.objects.count()
    for one in ours.bodies:
        assert hand_in(name, one, door) == 200
    assert states() == ["stored"] * len(ours.bodies) + ["duplicate"] * len(ours.bodies)
    assert Entry.objects.count() == entries


def test_a_forgery_is_refused_counted_and_not_stored(name: str) -> None:
    ours = recorded(name)
    assert (ours.sign is None) == (CONNECTORS[name].hook is None)
    if ours.sign is None:
        return  # it has a door of its own
    door = ours.door()
    assert hand_in(name, ours.bodies[0], door, altered=True) == 403
    door.refresh_from_db()
    assert door.refused == 1 and door.refused_why.endswith(".")
    assert not Delivery.objects.exists()


def test_what_cannot_be_read_is_parked_with_a_sentence_and_can_be_replayed(name: str) -> None:
    ours = recorded(name)
    door = ours.door()
    for one in ours.garbage:
        assert hand_in(name, one, door) == 200
    assert states() == ["parked"] * len(ours.garbage)
    for delivery in Delivery.objects.all():
        assert delivery.reason.endswith(".") and "could not be stored" not in delivery.reason
        replay(delivery)
    assert states() == ["parked"] * len(ours.garbage)
    assert not Entry.objects.exists()


def test_who_is_blocked_gets_no_place(name: str) -> None:
    ours = recorded(name)
    if not ours.sender:
        return  # a system told it: there is nobody to block
    Block.objects.create(connector=name, digest=digest_of(ours.sender), made_at=clock.now())
    hand_in(name, ours.bodies[0], ours.door())
    assert states() == ["blocked"]
    assert not Entry.objects.exists()
