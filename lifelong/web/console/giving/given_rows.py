"""What was given or asked for, as the screens say it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.models import Approval, Concession, State
from lifelong.connectors.giving import can_be_asked
from lifelong.lib.money import Money


@dataclass(frozen=True)
class GivenRow:
    id: UUID
    order_id: UUID | None
    what: str
    money: Money
    reason: str
    due: bool
    #: how far it has come, in words
    stands: str
    #: "", "soon", "late" or "good"
    tone: str
    by: str
    at: datetime
    #: until when somebody may decide it
    until: datetime | None


def given_rows(concessions: Iterable[Concession]) -> list[GivenRow]:
    return [given_row(one) for one in concessions]


def given_row(one: Concession) -> GivenRow:
    """`one`: as `queries.concessions` loads it."""
    approval: Approval | None = getattr(one, "approval", None)
    waits = one.state == State.ASKED and approval is not None
    return GivenRow(
        id=one.id,
        order_id=one.order_id,
        what=str(Kind(one.kind).label),
        money=one.money,
        reason=str(Reason(one.reason).label),
        due=one.due,
        stands=_stands(one, approval),
        tone=_TONES.get(State(one.state), ""),
        by=one.agent.name if one.agent else _("by itself"),
        at=one.made_at,
        until=approval.until if waits and approval else None,
    )


_TONES = {
    State.ASKED: "soon",
    State.LAPSED: "late",
    State.DONE: "good",
    State.FAILED: "late",
    State.UNKNOWN: "soon",
}


def _stands(one: Concession, approval: Approval | None) -> str:
    if one.state == State.ASKED:
        return _("waits for %(level)s") % {"level": approval.level.name if approval else "?"}
    if one.state == State.DECLINED and approval and approval.decided_by:
        return _said(_("%(name)s said no"), approval)
    if one.state == State.LAPSED:
        return _("nobody decided in time; it can be asked again")
    if one.state == State.FAILED:
        return _("not done, so it does not count: %(words)s") % {"words": one.words}
    if one.state == State.UNKNOWN:
        if can_be_asked(one):
            return _("perhaps done: the shop does not say, and is asked every hour")
        return _("perhaps done: the shop cannot be asked, so somebody has to look there")
    if one.state == State.DONE:
        return _("done")
    if one.words:
        return _("granted; not done yet, and tried again: %(words)s") % {"words": one.words}
    return _said(_("%(name)s said yes"), approval) if approval else _("granted, on its way")


def _said(sentence: str, approval: Approval) -> str:
    name = approval.decided_by.name if approval.decided_by else "?"
    said = sentence % {"name": name}
    return f"{said}: {approval.words}" if approval.words else said
