"""How a brand looks to its customers: its colour, what can be read on it, and its logo."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lifelong.channels.models import PLAIN, Brand
from lifelong.files.storing import open_file
from lifelong.lib.colours import is_colour, readable_on
from lifelong.lib.errors import NotFound
from lifelong.lib.rates import Limit, caller

#: behind one address may be many people
PER_ADDRESS = Limit("600/minute", "logo")
METHODS = ["GET", "HEAD"]


@dataclass(frozen=True)
class BrandLook:
    name: str
    #: "#rrggbb", and black or white on it
    colour: str
    ink: str
    #: its address; "" where there is none
    logo: str


def look_of(brand: Brand, *, name: str = "", colour: str = "") -> BrandLook:
    """`name`, `colour`: of what stands for the brand under a name and a colour of its own."""
    colour = colour or colour_of(brand)
    return BrandLook(name or brand.name, colour, readable_on(colour), logo_of(brand))


def colour_of(brand: Brand) -> str:
    return brand.accent if is_colour(brand.accent) else PLAIN


def logo_of(brand: Brand) -> str:
    """By its content: what is under it never changes."""
    return f"/logos/{brand.logo.digest}" if brand.logo else ""


@require_http_methods(METHODS)
def logo(request: HttpRequest, digest: str) -> HttpResponse:
    """A brand's logo, for everybody. 404 for any other file, and for a logo of the past."""
    PER_ADDRESS.hit(caller(request))
    brand = Brand.objects.select_related("logo").filter(logo__digest=digest).first()
    if brand is None or brand.logo is None:
        raise NotFound(_("There is no such picture."))
    answer = HttpResponse(open_file(brand.logo), content_type=brand.logo.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


logo.methods = METHODS[:1]  # type: ignore[attr-defined]
