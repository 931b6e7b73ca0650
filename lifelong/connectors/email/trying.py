"""A test mail, so that an admin sees whether a relay takes what we hand it."""

from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint
from lifelong.connectors.email.composing import compose, message_id
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.relay import hand_over
from lifelong.lib import clock
from lifelong.lib.ids import new_id

#: seconds for each step: somebody looks at the screen meanwhile
PATIENCE = 8


def send_test_mail(endpoint: Endpoint, *, recipient: str) -> None:
    """Returns once the endpoint's relay has taken it. Raises `DeliveryFailed` with its words."""
    mail = compose(
        message_id=message_id(new_id(), endpoint.address),
        sent_at=clock.now(),
        sender=(endpoint.name, endpoint.address),
        reply_to=endpoint.address,
        to=(recipient,),
        subject=_("A test from %(address)s") % {"address": endpoint.address},
        text=_("This mail was sent to try the way out. Nobody needs to answer it."),
        automatic=True,
    )
    hand_over(
        mail,
        relay=secrets_of(endpoint).relay,
        sender=endpoint.address,
        recipient=recipient,
        patience=PATIENCE,
    )
