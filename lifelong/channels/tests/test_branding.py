"""A brand's name, colour and logo."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.channels.actions.branding import MOST_BYTES, NoColour, NoLogo, save_brand
from lifelong.channels.actions.opening import AlreadyThere, Misplaced
from lifelong.channels.models import Brand
from lifelong.files.models import StoredFile
from lifelong.files.storing import open_file
from lifelong.lib.tests.pictures import GIF, PNG

pytestmark = pytest.mark.django_db

LANTERN: Any = {"name": "Lantern", "zone": "Europe/Berlin", "currency": "EUR"}


def wide(pixels: int) -> bytes:
    return PNG[:16] + pixels.to_bytes(4, "big") + PNG[20:]


def test_a_brand_has_a_real_zone_and_currency() -> None:
    for wrong in ({"zone": "Europe/Atlantis"}, {"currency": "BTC?"}, {"name": ""}):
        with pytest.raises(Misplaced):
            save_brand(Brand(), **{**LANTERN, **wrong})
    save_brand(Brand(), **LANTERN)
    with pytest.raises(AlreadyThere):
        save_brand(Brand(), **{**LANTERN, "name": "lantern"})


def test_a_logo_is_kept_until_it_is_replaced_or_removed() -> None:
    brand = save_brand(Brand(), **LANTERN, accent="#5b6b2f", logo=PNG)
    save_brand(brand, **LANTERN)
    brand.refresh_from_db()
    assert brand.logo and open_file(brand.logo) == PNG and brand.accent == "#5b6b2f"
    save_brand(brand, **LANTERN, logo=GIF)
    assert brand.logo.content_type == "image/gif"
    assert StoredFile.objects.get() == brand.logo
    save_brand(brand, **LANTERN, logo=b"")
    brand.refresh_from_db()
    assert brand.logo is None and not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "none of them"),
        (b"<html><script>", "none of them"),
        (PNG + b"." * MOST_BYTES, "larger than 200 kB"),
        (PNG[:16], "is broken"),
        (PNG[:8] + b"pixels" * 9, "is broken"),
        (wide(0), "is broken"),
        (wide(2049), "is 2049 by 2 pixels"),
    ],
    ids=["SVG", "HTML", "heavy", "cut off", "not a header", "without width", "wide"],
)
def test_what_is_no_picture_or_too_large_becomes_no_logo(content: bytes, why: str) -> None:
    with pytest.raises(NoLogo, match=why):
        save_brand(Brand(), **LANTERN, logo=content)
    assert not Brand.objects.exists() and not StoredFile.objects.exists()


def test_a_logo_may_be_as_wide_as_a_good_screen() -> None:
    assert save_brand(Brand(), **LANTERN, logo=wide(2048)).logo


@pytest.mark.parametrize("wrong", ["", "red", "#5b6b2fcc", "#5B6B2F"])
def test_a_colour_is_written_in_six_digits(wrong: str) -> None:
    with pytest.raises(NoColour, match="#3d52c4"):
        save_brand(Brand(), **LANTERN, accent=wrong)
    assert not Brand.objects.exists()


def test_two_admins_at_once_leave_one_logo_and_what_was_saved_elsewhere() -> None:
    brand = save_brand(Brand(), **LANTERN)
    loaded_before = Brand.objects.select_related("logo").get()
    save_brand(brand, **LANTERN, logo=PNG)
    Brand.objects.update(hours={"week": {"mon": [["09:00", "17:00"]]}}, languages=["de"])
    with CaptureQueriesContext(connection) as asked:
        save_brand(loaded_before, **LANTERN, logo=GIF)
    assert any("FOR UPDATE" in one["sql"] for one in asked)
    brand.refresh_from_db()
    assert brand.logo == StoredFile.objects.get() and brand.logo.content_type == "image/gif"
    assert brand.hours and brand.languages == ["de"]


def test_who_changes_a_name_brings_no_logo_back_that_another_replaced() -> None:
    brand = save_brand(Brand(), **LANTERN, logo=PNG)
    loaded_before = Brand.objects.select_related("logo").get()
    save_brand(brand, **LANTERN, logo=GIF)
    save_brand(loaded_before, **{**LANTERN, "name": "Torch"})
    brand.refresh_from_db()
    assert brand.name == "Torch" and brand.logo == StoredFile.objects.get()
