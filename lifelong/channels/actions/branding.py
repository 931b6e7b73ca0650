"""What customers know a brand by: its name, its colour and its logo."""

from zoneinfo import available_timezones

from babel.numbers import list_currencies
from django.utils.translation import gettext as _

from lifelong.channels.actions.opening import AlreadyThere, Misplaced, named
from lifelong.channels.models import PLAIN, Brand
from lifelong.files.models import StoredFile
from lifelong.files.storing import store
from lifelong.lib.colours import is_colour
from lifelong.lib.errors import Refused
from lifelong.lib.http import picture_size, picture_type
from lifelong.lib.transactions import transaction

#: of a logo: every customer's browser loads it
MOST_BYTES = 200_000
#: a side: few bytes can be a picture that fills a telephone's memory
MOST_PIXELS = 2048
#: what is saved of a brand that is there: opening hours are saved elsewhere
_SAID = ["name", "zone", "currency", "accent", "logo"]


class NoColour(Refused):
    code = "no-colour"
    status = 422


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
    if accent is not None:
        must_be_a_colour(accent)
    name, kind = named(name, 80), kind_of_logo(logo) if logo else ""
    with transaction():
        if Brand.objects.exclude(pk=brand.pk).filter(name__iexact=name).exists():
            raise AlreadyThere(_("There is a brand of that name already."))
        is_new = brand._state.adding
        if not is_new:
            # another admin may be at it
            brand.refresh_from_db(from_queryset=Brand.objects.select_for_update())
        before = brand.logo
        brand.name, brand.zone, brand.currency = name, zone, currency
        brand.accent = accent or brand.accent
        if logo is not None:
            brand.logo = _stored(logo, kind)
        brand.save(update_fields=None if is_new else _SAID)
        if before is not None and before != brand.logo:
            before.delete()
    return brand


def must_be_a_colour(said: str) -> None:
    """Raises `NoColour`."""
    if not is_colour(said):
        raise NoColour(_("Write the colour as %(colour)s.") % {"colour": PLAIN})


def kind_of_logo(content: bytes) -> str:
    """By what the bytes are, whatever the file is called. Raises `NoLogo`."""
    kind = picture_type(content)
    if kind is None:
        raise NoLogo(_("A logo is a PNG, JPEG, WebP or GIF picture. This file is none of them."))
    if len(content) > MOST_BYTES:
        raise NoLogo(_("This picture is larger than 200 kB. It is shown small: make it smaller."))
    size = picture_size(content)
    if size is None or 0 in size:
        raise NoLogo(_("This picture is broken. Save it anew, or choose another."))
    if max(size) > MOST_PIXELS:
        words = _("This picture is %(width)s by %(height)s pixels. 2048 a side are enough.")
        raise NoLogo(words % {"width": size[0], "height": size[1]})
    return kind


def _stored(logo: bytes, kind: str) -> StoredFile | None:
    if not logo:
        return None
    name = f"logo.{kind.partition('/')[2]}"
    file = store(logo, name=name, content_type=kind, customer_id=None)
    file.save(force_insert=True)
    return file
