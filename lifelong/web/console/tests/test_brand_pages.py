"""An admin gives a brand its look."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.actions.branding import MOST_BYTES
from lifelong.channels.models import PLAIN, Brand
from lifelong.channels.tests.building import inbox
from lifelong.files.storing import open_file
from lifelong.lib.tests.pictures import PNG, WEBP
from lifelong.web.console.tests.knocking import Knocking
from lifelong.web.look.brands import logo_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Iterator[Knocking]:
    yield Knocking(agent(Role.ADMIN))


@pytest.fixture
def brand() -> Brand:
    return inbox().brand


def said(**changes: Any) -> dict[str, Any]:
    return {"name": "Lantern", "zone": "UTC", "currency": "EUR", "accent": "#5B6B2F", **changes}


def file(content: bytes, name: str = "logo.svg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/svg+xml")


def test_colour_and_logo_are_set_and_shown_as_customers_see_them(
    admin: Knocking, brand: Brand
) -> None:
    # whatever its name and whoever sends it say: it is a picture
    page = admin.do(f"/settings/brands/{brand.id}", **said(logo=file(WEBP)))
    brand.refresh_from_db()
    assert brand.logo and open_file(brand.logo) == WEBP
    assert (brand.accent, brand.logo.content_type) == ("#5b6b2f", "image/webp")
    assert f'<img src="{logo_of(brand)}"' in page and 'fill="#5b6b2f"' in page
    assert "Lantern is saved." in page


def test_a_logo_stays_until_somebody_removes_it(admin: Knocking, brand: Brand) -> None:
    path = f"/settings/brands/{brand.id}"
    assert "Remove the logo" not in admin.see(path)
    assert "Remove the logo" in admin.do(path, **said(logo=file(WEBP)))
    admin.do(path, **said())
    brand.refresh_from_db()
    assert brand.logo
    assert "<img" not in admin.do(path, **said(without_logo="on"))
    brand.refresh_from_db()
    assert brand.logo is None


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"accent": "red"}, "Write the colour"),
        ({"logo": file(b"<svg onload='x()'/>", "logo.png")}, "none of them"),
        ({"logo": file(b"", "logo.png")}, "none of them"),
        ({"logo": file(WEBP + b"." * MOST_BYTES)}, "larger than 200 kB"),
        ({"logo": file(PNG[:16])}, "This picture is broken"),
    ],
)
def test_what_cannot_be_a_look_stands_beside_its_field(
    admin: Knocking, brand: Brand, wrong: dict[str, Any], why: str
) -> None:
    assert why in admin.do(f"/settings/brands/{brand.id}", 422, **said(**wrong))
    brand.refresh_from_db()
    assert brand.logo is None and brand.accent == PLAIN


def test_a_new_brand_may_bring_its_logo(admin: Knocking) -> None:
    admin.do("/settings/brands/new", **said(logo=file(WEBP)))
    made = Brand.objects.get(name="Lantern")
    assert made.logo and made.accent == "#5b6b2f"


def test_a_chosen_logo_is_asked_for_again_where_another_field_is_wrong(
    admin: Knocking, brand: Brand
) -> None:
    path, again = f"/settings/brands/{brand.id}", "Choose the logo again."
    assert again in admin.do(path, 422, **said(name="", logo=file(WEBP)))
    assert again not in admin.do(path, 422, **said(name=""))
    broken = admin.do(path, 422, **said(name="", logo=file(PNG[:16])))
    assert again not in broken and "This picture is broken" in broken
