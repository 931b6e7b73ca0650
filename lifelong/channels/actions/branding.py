"""What customers know a brand by: its name, its colour and its logo."""

from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django.utils.translation import gettext as _

from lifelong.channels.actions.opening import AlreadyThere, Misplaced, named
from lifelong.channels.models import Brand
from lifelong.files.models import StoredFile
from lifelong.files.storing import store
from lifelong.lib.errors import Refused
from lifelong.lib.http import picture_type
from lifelong.lib.transactions import transaction

#: of a logo: every customer's browser loads it
MOST_BYTES = 200_000


class NoLogo(Refused):
    code = "no-logo"
    status = 422


def save_brand(
    brand: Brand,
    *,
    name: str,
    zone: str,
    currency: str,
    accent: str | None = None,
    logo: bytes | None = None,
) -> Brand:
    """Make a new brand, or change one.

    `accent`: "#rrggbb". `logo`: a picture, or b"" for none any more. None leaves what there is.
    """
    if zone not in available_timezones():
        raise Misplaced(_("There is no time zone called %(zone)s.") % {"zone": zone})
    if currency not in list_currencies():
        raise Misplaced(_("Write the currency as a code, such as EUR."))
    kind = kind_of_logo(logo) if logo else ""
    brand.name, brand.zone, brand.currency = named(name, 80), zone, currency
    brand.accent = accent or brand.accent
    with transaction():
        if Brand.objects.exclude(pk=brand.pk).filter(name__iexact=brand.name).exists():
            raise AlreadyThere(_("There is a brand of that name already."))
        before = brand.logo
        if logo is not None:
            brand.logo = _stored(logo, kind)
        brand.save()
        if before is not None and before != brand.logo:
            before.delete()
    return brand


def kind_of_logo(content: bytes) -> str:
    """By what the bytes are, whatever the file is called. Raises `NoLogo`."""
    kind = picture_type(content)
    if kind is None:
        raise NoLogo(_("A logo is a PNG, JPEG, WebP or GIF picture. This file is none of them."))
    if len(content) > MOST_BYTES:
        raise NoLogo(_("This picture is larger than 200 kB. It is shown small: make it smaller."))
    return kind


def _stored(logo: bytes, kind: str) -> StoredFile | None:
    if not logo:
        return None
    name = f"logo.{kind.partition('/')[2]}"
    file = store(logo, name=name, content_type=kind, customer_id=None)
    file.save(force_insert=True)
    return file
