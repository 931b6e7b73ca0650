"""Mail to our own people, from one of our addresses: so far the link for a new password."""

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from lifelong.accounts.actions.resetting import reset_for
from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel, Endpoint
from lifelong.connectors.email.composing import compose, message_id
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.relay import hand_over, host_of
from lifelong.lib import clock


def way_to_staff() -> Endpoint | None:
    """The oldest mail address that really sends; None where nothing would leave this machine."""
    rows = Endpoint.objects.filter(channel=Channel.EMAIL, is_active=True).order_by("id")
    return next((one for one in rows if host_of(secrets_of(one).relay)), None)


def send_reset(agent_id: UUID, *, mail_id: UUID) -> None:
    """Raises `DeliveryFailed`. Safe to repeat: every try carries the same Message-ID."""
    agent = Agent.objects.filter(pk=agent_id, is_active=True).first()
    endpoint = way_to_staff()
    if agent is None or endpoint is None:
        return
    with translation.override(agent.language):
        subject, text = _("A new password for Lifelong"), _words(agent)
    mail = compose(
        message_id=message_id(mail_id, endpoint.address),
        sent_at=clock.now(),
        sender=("Lifelong", endpoint.address),
        reply_to=endpoint.address,
        to=(agent.email,),
        subject=subject,
        text=text,
        automatic=True,
    )
    relay = secrets_of(endpoint).relay
    hand_over(mail, relay=relay, sender=endpoint.address, recipient=agent.email)


def _words(agent: Agent) -> str:
    # never the host that a request named: whoever asks for a mail may say any
    link = settings.PUBLIC_URL + reverse("reset", args=[reset_for(agent)])
    return _(
        "Hello %(name)s,\n\nchoose a new password here:\n\n%(link)s\n\n"
        "The link is good for an hour, and once. Did you not ask for it? Then leave it: "
        "nothing has changed."
    ) % {"name": agent.name, "link": link}
