"""What people have said about being written to."""

from lifelong.customers.models import Consent, Handle


def stop_of(handle: Handle, channel: str) -> Consent | None:
    """That the holder wants no more messages on this channel; None: they may be written to."""
    return Consent.objects.filter(handle=handle, channel=channel, given=False).first()
