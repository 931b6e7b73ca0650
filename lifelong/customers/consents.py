"""What people have said about being written to."""

from collections.abc import Iterable
from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.customers.models import Consent, Handle, HandleKind, Purpose


def stop_of(handle: Handle, channel: str) -> Consent | None:
    """That the holder wants no more messages on this channel; None: they may be written to."""
    said = Consent.objects.filter(handle=handle, channel=channel, purpose=Purpose.ANSWERS)
    return said.filter(given=False).first()


class Consents:
    """What was said about some handles, asked once for all."""

    def __init__(self, handles: Iterable[Handle]) -> None:
        rows = Consent.objects.filter(handle__in=[one.id for one in handles])
        self._said: dict[tuple[UUID, str, str], bool] = {
            (handle_id, channel, purpose): given
            for handle_id, channel, purpose, given in rows.values_list(
                "handle_id", "channel", "purpose", "given"
            )
        }

    def allow(self, handle: Handle, channel: Channel, purpose: Purpose) -> bool:
        """Whether we may write by ourselves.

        News of their orders may go where nobody said no; as a text only to who texted us or
        said yes, since a number from a checkout is somebody's pocket. Offers only after a yes.
        """
        answers = self._about(handle, channel, Purpose.ANSWERS)
        said = self._about(handle, channel, purpose)
        if answers is False or said is False:
            return False
        if purpose is Purpose.OFFERS:
            return said is True
        is_text = handle.kind == HandleKind.PHONE
        return not is_text or True in (said, answers) or handle.is_proved

    def _about(self, handle: Handle, channel: Channel, purpose: Purpose) -> bool | None:
        return self._said.get((handle.id, channel, purpose))
