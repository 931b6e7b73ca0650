"""Which of our probes somebody means who brings one back, and how an endpoint's last one fares."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from lifelong.channels.actions.probing import digest_of
from lifelong.channels.models import Endpoint, Probe

#: what comes back later is no news
GOOD_FOR = timedelta(hours=1)
#: of an endpoint's probes the newest are known
MOST = 50


def bearer_of(tokens: Sequence[str], *, endpoint: Endpoint, at: datetime) -> UUID | None:
    """The probe that carries one of these tokens, if it may still come back at this moment."""
    if not tokens:
        return None
    digests = [digest_of(token) for token in tokens]
    # each is compared whole whatever matched, so that the time taken tells nothing
    found = [
        probe_id
        for probe_id, known in _good(endpoint, at).values_list("id", "digest")[:MOST]
        if any(hmac.compare_digest(digest, known) for digest in digests)
    ]
    return found[0] if found else None


def is_good(probe_id: UUID, *, endpoint: Endpoint, at: datetime) -> bool:
    """Whether this one may still come back."""
    return _good(endpoint, at).filter(pk=probe_id).exists()


def last_probe(endpoint: Endpoint) -> Probe | None:
    return Probe.objects.filter(endpoint=endpoint).order_by("-sent_at").first()


def _good(endpoint: Endpoint, at: datetime) -> QuerySet[Probe]:
    recent = Probe.objects.filter(endpoint=endpoint, sent_at__gt=at - GOOD_FOR)
    return recent.order_by("-sent_at")
