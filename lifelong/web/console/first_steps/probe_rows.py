"""How the last probe of an address fares, in words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from lifelong.channels.models import Endpoint, Probe
from lifelong.channels.probes import last_probe
from lifelong.connectors.email.endpoints import secrets_of
from lifelong.connectors.email.relay import host_of
from lifelong.lib import clock

#: after so long without it something is likely wrong; it may still come
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class ProbeRow:
    sent_at: datetime
    is_back: bool
    #: "3.2 s", where it is back
    took: str
    #: a mail server's, where it is not
    refusal: str
    is_missing: bool

    @property
    def is_under_way(self) -> bool:
        return not (self.is_back or self.refusal or self.is_missing)


def probe_context(endpoint: Endpoint | None) -> dict[str, Any]:
    """Variables of first_steps/probe.html."""
    if endpoint is None:
        return {"endpoint": None}
    last = last_probe(endpoint)
    local, _at, domain = endpoint.address.rpartition("@")
    return {
        "endpoint": endpoint,
        "probe": _row(last) if last else None,
        "relay_host": host_of(secrets_of(endpoint).relay),
        "tagged": f"{local}+anything@{domain}",
        "smtp_port": settings.SMTP_PORT,
        "hears_only_itself": settings.SMTP_HOST in ("127.0.0.1", "localhost", "::1"),
    }


def _row(probe: Probe) -> ProbeRow:
    back = probe.returned_at
    return ProbeRow(
        sent_at=probe.sent_at,
        is_back=back is not None,
        took=_took(back - probe.sent_at) if back else "",
        refusal="" if back else probe.refusal,
        is_missing=back is None and not probe.refusal and probe.sent_at < clock.now() - PATIENCE,
    )


def _took(time: timedelta) -> str:
    seconds = max(time.total_seconds(), 0)
    if seconds < 60:
        return _("%(n)s s") % {"n": number_format(round(seconds, 1), 1)}
    return _("%(n)s min") % {"n": number_format(round(seconds / 60, 1), 1)}
