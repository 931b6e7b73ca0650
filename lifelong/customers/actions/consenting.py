"""Keeping what people say about being written to: STOP, START, and what a provider tells."""

from datetime import datetime

from lifelong.channels.models import Channel
from lifelong.customers.events import ConsentGiven, ConsentWithdrawn
from lifelong.customers.models import Consent, Handle, How, Purpose
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def stop(handle: Handle, *, channel: Channel, how: How, purpose: Purpose = Purpose.ANSWERS) -> bool:
    """The holder wants no more messages on this channel. Whether that is news."""
    return _say(handle, channel, purpose, how, given=False)


def start(
    handle: Handle, *, channel: Channel, how: How, purpose: Purpose = Purpose.ANSWERS
) -> bool:
    """The holder may be written to again. Whether that is news."""
    return _say(handle, channel, purpose, how, given=True)


def take_over(handle: Handle, *, channel: Channel, given: bool, at: datetime | None) -> bool:
    """What the store knows of offers, said at `at`. What was said here later stands; where the
    store does not know when, so does all that was said here. Whether it is news."""
    with transaction():
        said = Consent.objects.filter(handle=handle, channel=channel, purpose=Purpose.OFFERS)
        known = said.select_for_update().first()
        if known is not None and (at is None or known.at >= at):
            return False
        moment = min(at or clock.now(), clock.now())
        return _say(handle, channel, Purpose.OFFERS, How.STORE, given=given, at=moment)


def _say(
    handle: Handle,
    channel: Channel,
    purpose: Purpose,
    how: How,
    *,
    given: bool,
    at: datetime | None = None,
) -> bool:
    with transaction():
        moment = at or clock.now()
        # its own statement decides what is news, also when two say it at once
        _made, fresh = Consent.objects.get_or_create(
            handle=handle,
            channel=channel,
            purpose=purpose,
            defaults={
                "customer_id": handle.customer_id,
                "given": given,
                "how": how,
                "at": moment,
            },
        )
        if not fresh:
            said = Consent.objects.filter(handle=handle, channel=channel, purpose=purpose)
            fresh = bool(said.filter(given=not given).update(given=given, how=how, at=moment))
        if fresh:
            kind = ConsentGiven if given else ConsentWithdrawn
            record(
                kind(
                    customer_id=handle.customer_id,
                    handle_id=handle.id,
                    channel=channel,
                    purpose=purpose,
                )
            )
        return fresh
