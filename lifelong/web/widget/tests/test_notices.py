"""What a shop says openly in the chat: trouble that many have, once a lead lets it be told."""

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand, Endpoint
from lifelong.channels.tests.building import inbox
from lifelong.connectors.chat.tests.building import widget
from lifelong.lib import clock
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.outreach.actions.deciding import decide
from lifelong.plays.outreach.models import MassIncident
from lifelong.web.widget.tests.visiting import Widget

pytestmark = pytest.mark.django_db


def mass(brand: Brand, **fields: object) -> MassIncident:
    play, _made = Play.objects.get_or_create(brand=brand, kind=PlayKind.OUTREACH, name="Parcels")
    fields = {"carrier": "dhl", "cause": "weather", **fields}
    return MassIncident.objects.create(
        play=play, found_at=clock.now(), parcels=24, usual=0.4, **fields
    )


def told(at: Endpoint) -> list[dict[str, str]]:
    answer = Widget(at).ask("GET", "notices").json()
    assert answer.keys() == {"notices"}
    assert all(one.keys() == {"id", "words"} for one in answer["notices"])
    found: list[dict[str, str]] = answer["notices"]
    return found


def test_it_is_said_from_a_leads_word_until_it_is_over() -> None:
    shop = widget(into=inbox())
    found = mass(shop.brand)
    assert told(shop) == []
    decide(found, approved=True, by=agent())
    (one,) = told(shop)
    assert one["words"] == (
        "Many parcels with DHL have trouble just now: held up by the weather. If yours is among "
        "them, we write to you."
    )
    MassIncident.objects.update(over_at=clock.now())
    assert told(shop) == []


def test_what_a_lead_declined_and_what_another_brand_has_is_not_said() -> None:
    shop = widget(into=inbox())
    decide(mass(shop.brand), approved=False, by=agent())
    decide(mass(Brand.objects.create(name="Another")), approved=True, by=agent())
    assert told(shop) == []


def test_nobody_has_to_be_known_for_it_and_nothing_is_kept() -> None:
    shop = widget(into=inbox())
    decide(mass(shop.brand, carrier="postnord"), approved=True, by=agent())
    visitor = Widget(shop)
    assert visitor.session is None
    assert "PostNord" in visitor.ask("GET", "notices").json()["notices"][0]["words"]
    page = visitor.ask("GET", "").content.decode()
    # a place that is read out when something comes into it
    assert 'role="status" aria-label="What is new"><ul class="news" id="news" hidden>' in page
