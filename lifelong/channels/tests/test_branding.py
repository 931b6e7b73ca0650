"""A brand's name, colour and logo."""

from typing import Any

import pytest

from lifelong.channels.actions.branding import MOST_BYTES, NoLogo, save_brand
from lifelong.channels.actions.opening import AlreadyThere, Misplaced
from lifelong.channels.models import Brand
from lifelong.files.models import StoredFile
from lifelong.files.storing import open_file

pytestmark = pytest.mark.django_db

LANTERN: Any = {"name": "Lantern", "zone": "Europe/Berlin", "currency": "EUR"}
PNG = b"\x89PNG\r\n\x1a\npixels"
GIF = b"GIF89a pixels"


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
    ],
)
def test_what_is_no_picture_or_too_large_becomes_no_logo(content: bytes, why: str) -> None:
    with pytest.raises(NoLogo, match=why):
        save_brand(Brand(), **LANTERN, logo=content)
    assert not Brand.objects.exists() and not StoredFile.objects.exists()
