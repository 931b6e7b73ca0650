"""A new secret for the shop's server; the one before counts for a day more."""

import secrets
from datetime import timedelta

from lifelong.accounts.models import Agent
from lifelong.channels.actions.opening import change_endpoint
from lifelong.channels.models import Endpoint
from lifelong.connectors.chat.endpoints import ChatSecrets, IdentitySecret, secrets_of
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

OVERLAP = timedelta(days=1)


def rotate(endpoint: Endpoint, *, by: Agent | None) -> str:
    """The new secret, shown this once. The last one counts for OVERLAP, older ones no more."""
    fresh = secrets.token_urlsafe(32)
    with transaction():
        endpoint = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
        known = secrets_of(endpoint).identity[:1]
        for one in known:
            one.until = clock.now() + OVERLAP
        change_endpoint(
            endpoint,
            inbox=endpoint.inbox,
            name=endpoint.name,
            settings=endpoint.settings,
            secrets=ChatSecrets(identity=[IdentitySecret(secret=fresh), *known]).model_dump(
                mode="json"
            ),
            is_active=endpoint.is_active,
            by=by,
        )
    return fresh
