"""A brand's logo goes to everybody, and nothing else does under its address."""

import pytest
from django.test import Client

from lifelong.channels.actions.branding import save_brand
from lifelong.channels.models import Brand
from lifelong.channels.tests.building import inbox
from lifelong.files.storing import store
from lifelong.lib.tests.pictures import GIF, PNG
from lifelong.web.look.brands import look_of

pytestmark = pytest.mark.django_db


def with_logo(brand: Brand, logo: bytes) -> Brand:
    return save_brand(brand, name=brand.name, zone="UTC", currency="EUR", logo=logo)


def test_a_logo_is_kept_by_browsers_and_cannot_act() -> None:
    shown = look_of(with_logo(inbox().brand, PNG)).logo
    answer = Client().get(shown)
    assert (answer.content, answer["Content-Type"]) == (PNG, "image/png")
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert not answer.cookies


def test_what_looks_different_has_another_address_and_what_is_gone_has_none() -> None:
    brand = with_logo(inbox().brand, PNG)
    before = look_of(brand).logo
    after = look_of(with_logo(brand, GIF)).logo
    assert after != before
    assert Client().get(before).status_code == 404
    with_logo(brand, b"")
    assert look_of(brand).logo == ""
    assert Client().get(after).status_code == 404


def test_two_brands_may_have_one_logo() -> None:
    one, other = with_logo(inbox().brand, PNG), with_logo(inbox().brand, PNG)
    with_logo(one, b"")
    assert Client().get(look_of(other).logo).content == PNG


def test_no_other_file_is_opened_by_its_content() -> None:
    file = store(PNG, name="A customer's", content_type="image/png", customer_id=None)
    file.save()
    assert Client().get(f"/logos/{file.digest}").status_code == 404


@pytest.mark.parametrize("accent", ["#5b6b2f", "#5b6b2fcc", "nonsense"])
def test_a_brands_colour_is_used_where_it_is_one(accent: str) -> None:
    brand = Brand(name="Lantern", accent=accent)
    look = look_of(brand)
    assert (look.colour == "#5b6b2f") == (accent == "#5b6b2f")
    assert look.ink == "#ffffff" and look_of(brand, colour="#ffd000").ink == "#000000"
