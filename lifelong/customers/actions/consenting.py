"""Keeping what people say about being written to: STOP, START, and what a provider tells."""

from lifelong.channels.models import Channel
from lifelong.customers.events import ConsentGiven, ConsentWithdrawn
from lifelong.customers.models import Consent, Handle, How
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def stop(handle: Handle, *, channel: Channel, how: How) -> bool:
    """The holder wants no more messages on this channel. Whether that is news."""
    return _say(handle, channel, how, given=False)


def start(handle: Handle, *, channel: Channel, how: How) -> bool:
    """The holder may be written to again. Whether that is news."""
    return _say(handle, channel, how, given=True)


def _say(handle: Handle, channel: Channel, how: How, *, given: bool) -> bool:
    with transaction():
        # its own statement decides what is news, also when two say it at once
        _made, fresh = Consent.objects.get_or_create(
            handle=handle,
            channel=channel,
            defaults={
                "customer_id": handle.customer_id,
                "given": given,
                "how": how,
                "at": clock.now(),
            },
        )
        if not fresh:
            others = Consent.objects.filter(handle=handle, channel=channel, given=not given)
            fresh = bool(others.update(given=given, how=how, at=clock.now()))
        if fresh:
            kind = ConsentGiven if given else ConsentWithdrawn
            record(kind(customer_id=handle.customer_id, handle_id=handle.id, channel=channel))
        return fresh
