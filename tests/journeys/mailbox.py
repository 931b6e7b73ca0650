"""What our own people are sent: a relay that takes it, and the jobs that hand it over."""

import json
import re
from typing import Any

from django.db import connection

from lifelong.channels.models import Endpoint
from lifelong.channels.tests.building import endpoint
from lifelong.connectors.email.jobs import mail_reset
from lifelong.connectors.email.tests.relays import Relay


def mail_leaves_by(relay: Relay) -> Endpoint:
    """One of our addresses, whose mail this relay takes."""
    ours = endpoint("hello@shop.example")
    ours.secrets = {"relay": relay.url}
    ours.save(update_fields=["secrets"])
    return ours


def queued_resets() -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT args::text FROM procrastinate_jobs WHERE task_name = %s ORDER BY id",
            [mail_reset.name],
        )
        return [json.loads(args) for (args,) in cursor.fetchall()]


def link_in(mail: Any) -> str:
    """The path that a mail's plain text leads to."""
    text = mail.get_body(("plain",)).get_content()
    found = re.search(r"http://\S+?(/resets/\S+)", text)
    assert found, text
    return found[1]
