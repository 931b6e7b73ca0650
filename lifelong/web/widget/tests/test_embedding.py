"""The script that shops put into their pages, and the frame that it opens."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lifelong.channels.actions.branding import save_brand
from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.tests.building import widget
from lifelong.conversations.models import Topic
from lifelong.lib import clock
from lifelong.lib.tests.pictures import PNG

pytestmark = pytest.mark.django_db


def frame(at: Endpoint, query: str = "") -> Any:
    answer = Client().get(f"/widget/{at.address}/{query}")
    assert answer.status_code == 200
    return answer


def html(at: Endpoint, query: str = "") -> str:
    return str(frame(at, query).content.decode())


def test_the_loader_is_small_and_carries_the_brands_look() -> None:
    shop = widget(colour="#ffd000")
    answer = Client().get(f"/widget/{shop.address}.js")
    script = answer.content.decode()
    assert answer["Content-Type"].startswith("text/javascript")
    assert len(answer.content) < 5000
    assert '"colour": "#ffd000", "ink": "#000000"' in script
    assert "max-age" in answer["Cache-Control"] and not answer.cookies


def test_a_name_cannot_end_the_script() -> None:
    shop = widget()
    Endpoint.objects.update(name='</script><script>alert("x")')
    assert "</script>" not in Client().get(f"/widget/{shop.address}.js").content.decode()


def test_only_the_endpoints_pages_may_show_the_frame() -> None:
    shop = widget(origins=["https://shop.example", "https://*.shop.example"])
    answer = frame(shop)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self' https://shop.example https://*.shop.example" in policy
    assert "script-src 'self';" in policy and "unsafe" not in policy
    assert "X-Frame-Options" not in answer and not answer.cookies


def test_the_frame_asks_what_the_admin_wants_to_know() -> None:
    returns = Topic.objects.create(name="Returns")
    Topic.objects.create(name="Secret topic")
    asked = {"name": "no", "email": "must", "order": "may", "topic": "must"}
    form = {**asked, "topics": [str(returns.id)]}
    page = html(widget(form=form, greeting="Hello <you>"))
    fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="(\w+)"', page))
    assert fields == {"email", "order", "topic", "text"}
    assert f'<option value="{returns.id}">Returns<' in page and "Secret topic" not in page
    assert re.search(r'name="email"[^>]* required', page)
    assert not re.search(r'name="order"[^>]* required', page)
    assert "Hello &lt;you&gt;" in page


def test_out_of_hours_it_says_when_we_are_back() -> None:
    shop = widget()
    week = [[["09:00", "17:00"]]] * 5 + [[], []]
    shop.inbox.hours = {"week": week}
    shop.inbox.save()
    sunday = datetime(2026, 11, 22, 12, tzinfo=UTC)
    with clock.stopped_at(sunday):
        page = html(shop)
    assert "We are not here right now." in page
    assert 'datetime="2026-11-23T09:00:00+00:00"' in page
    with clock.stopped_at(datetime(2026, 11, 23, 12, tzinfo=UTC)):
        page = html(shop)
    assert "We are here." in page and "We are back" not in page


def test_it_stands_as_the_page_does() -> None:
    assert 'dir="rtl"' in html(widget(), "?dir=rtl")
    assert 'dir="ltr"' in html(widget(), "?dir=nonsense")


def test_the_brands_logo_stands_beside_the_name_and_nothing_waits_for_it() -> None:
    shop = widget()
    assert "<img" not in html(shop)
    brand = shop.brand
    save_brand(brand, name=brand.name, zone="UTC", currency="EUR", accent="#5b6b2f", logo=PNG)
    with CaptureQueriesContext(connection) as asked:
        page = html(shop)
    assert not [sql["sql"] for sql in asked if 'FROM "files_storedfile"' in sql["sql"]]
    shown = re.search(r'<img src="(/logos/[0-9a-f]{64})" alt="" [^>]*loading="lazy"', page)
    assert shown and Client().get(shown[1]).content == PNG
    assert 'data-colour="#5b6b2f"' in page
