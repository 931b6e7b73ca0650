"""What screens ask of the demo shop. Light: a real shop's pages ask it too."""

from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.lib import clock
from lifelong.lib.errors import NotFound
from lifelong.simulation.models import Spell
from lifelong.simulation.shop import WIDGET


def is_here() -> bool:
    """Whether this installation is the demo shop."""
    return Endpoint.objects.filter(address=WIDGET).exists()


def must_be_here() -> None:
    """Raises `NotFound`."""
    if not is_here():
        raise NotFound(_("This is no demo shop: nobody is made up here."))


def spell() -> Spell | None:
    """The one in which the demo shop lives now."""
    return Spell.objects.filter(ends_at__gt=clock.now()).first()
