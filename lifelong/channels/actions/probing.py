"""A message sent round, so that an admin sees whether mail finds its way out and back in."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.actions.delivering import KEEPERS
from lifelong.channels.models import Endpoint, Probe
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish


class NotInUse(Refused):
    code = "endpoint-not-in-use"


def begin_probe(endpoint: Endpoint, *, by: Agent | None) -> tuple[Probe, str]:
    """The probe, and the token that it is to carry: nobody is told it again.

    Committed before anything is sent, so that it cannot come back before it is known.
    """
    if not endpoint.is_active:
        raise NotInUse(_("This address is not in use: nothing that is sent to it is taken."))
    # in hexadecimal, because mail systems lower-case addresses on the way
    token = secrets.token_hex(16)
    with transaction():
        probe = Probe.objects.create(
            endpoint=endpoint, digest=digest_of(token), sent_at=clock.now(), sent_by=by
        )
        _say(endpoint.id)
    return probe, token


def come_back(probe_id: UUID, *, at: datetime) -> bool:
    """It came in at this moment. False for a copy of one that was back already."""
    with transaction():
        probe = Probe.objects.select_for_update().get(pk=probe_id)
        if probe.returned_at is not None:
            return False
        probe.returned_at = at
        probe.save(update_fields=["returned_at"])
        _say(probe.endpoint_id)
        return True


def refuse_probe(probe_id: UUID, *, words: str) -> None:
    """A mail server did not take it, or gave it back, with these words."""
    with transaction():
        probe = Probe.objects.select_for_update().get(pk=probe_id)
        probe.refusal = words[:300]
        probe.save(update_fields=["refusal"])
        _say(probe.endpoint_id)


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _say(endpoint_id: UUID) -> None:
    publish(f"probe/{endpoint_id}", audience=KEEPERS)
