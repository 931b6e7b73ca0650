from uuid import UUID

import structlog

from lifelong.connectors.email.staff import send_reset
from lifelong.lib.errors import DeliveryFailed
from lifelong.lib.jobs import job

log = structlog.get_logger()


# whoever waits for it asks again: an hour later the link would be over
@job(tries=8)
def mail_reset(agent_id: str, mail_id: str) -> None:
    """Also queued for an id that nobody has, so that asking takes the same time."""
    try:
        send_reset(UUID(agent_id), mail_id=UUID(mail_id))
    except DeliveryFailed as failed:
        log.info("reset not taken", agent_id=agent_id, permanent=failed.permanent)
        if not failed.permanent:
            raise
