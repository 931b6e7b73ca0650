"""What is noted about an agent beside their rights: who they are, and the terms of their work."""

from datetime import date
from zoneinfo import available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from lifelong.accounts.actions.hiring import AddressTaken
from lifelong.accounts.events import TermsChanged
from lifelong.accounts.models import Agent
from lifelong.events.log import record
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.live import end_streams

#: nobody holds more people at a time, whatever was typed
MOST_AT_A_TIME = 200
MOST_SLOTS = 20


class Misdescribed(Refused):
    code = "misdescribed"
    status = 422


def introduce(agent: Agent, *, name: str, zone: str, language: str) -> None:
    """Who they are and where: their own to change."""
    if not name.strip():
        raise Misdescribed(_("A name is needed: colleagues and customers see it."))
    if zone not in available_timezones():
        raise Misdescribed(_("There is no time zone called %(zone)s.") % {"zone": zone})
    if language not in dict(settings.LANGUAGES):
        raise Misdescribed(_("Lifelong does not speak that language yet."))
    with transaction():
        agent.name, agent.zone, agent.language = name.strip()[:120], zone, language
        agent.save(update_fields=["name", "zone", "language"])


def set_terms(
    agent: Agent,
    *,
    email: str,
    capacity: int,
    slots: int,
    ends_on: date | None,
    by: Agent | None,
) -> None:
    """Address to sign in with, people at a time by mail and live, and the last day if any."""
    address = _address(email)
    if not 0 <= capacity <= MOST_AT_A_TIME:
        raise Misdescribed(_("Between 0 and %(most)s people at a time.") % {"most": MOST_AT_A_TIME})
    if not 0 <= slots <= MOST_SLOTS:
        raise Misdescribed(_("Between 0 and %(most)s live at a time.") % {"most": MOST_SLOTS})
    with transaction():
        if Agent.objects.filter(email__iexact=address).exclude(pk=agent.pk).exists():
            raise AddressTaken(_("Somebody here already has this address."))
        agent.email, agent.ends_on = address, ends_on
        agent.capacity, agent.slots = capacity, slots
        agent.save(update_fields=["email", "capacity", "slots", "ends_on"])
        record(TermsChanged(agent_id=agent.id, by_id=by.id if by else None))
        end_streams(agent.id)


def _address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise Misdescribed(_("That is not an e-mail address.")) from error
    return address
