"""What routing asks of the plays, which stand above it. Filled in by `running`."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from lifelong.conversations.models import Conversation
from lifelong.triage.risk import Risk

#: the leading conversation of a person, locked, and of their open matters the route tags that
#: stand; those of the matters that are served as if nothing were at stake
HoldingOut = Callable[[Conversation, Mapping[UUID, Collection[Risk]]], Collection[UUID]]


def _nobody(
    conversation: Conversation, at_risk: Mapping[UUID, Collection[Risk]]
) -> Collection[UUID]:
    return ()


hold_out: HoldingOut = _nobody
