"""A test text, so that an admin sees whether Twilio takes what we hand it."""

from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.twilio.interface import create


def send_test_text(endpoint: Endpoint, *, recipient: str) -> None:
    """Returns once Twilio has taken it. Raises `DeliveryFailed` with its words."""
    words = _("A test from %(name)s. Nobody needs to answer it.") % {"name": endpoint.name}
    create(endpoint, [("To", recipient), ("From", endpoint.address), ("Body", words)])
