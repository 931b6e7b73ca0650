"""What makes a rule be looked at: a fact, a time that has gone by, the clock of a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from lifelong.channels.hours import minutes
from lifelong.commerce.events import (
    OrderCancelled,
    OrderPlaced,
    OrderRefunded,
    ShipmentDelayed,
    ShipmentDelivered,
    ShipmentFailed,
    ShipmentMoved,
    ShipmentSent,
)
from lifelong.conversations.events import (
    ContactBegun,
    ContactClosed,
    ContactReopened,
    ContactWoke,
    ConversationMoved,
    PromiseDue,
    ReplySent,
    SendingGaveUp,
)
from lifelong.events.log import Fact
from lifelong.plays.rules.unfit import RuleUnfit
from lifelong.triage.events import MessageTriaged


class On(models.TextChoices):
    MESSAGE = "message", gettext_lazy("A message came in and was read")
    OPENED = "opened", gettext_lazy("A matter begins")
    REOPENED = "reopened", gettext_lazy("A matter is open again")
    CLOSED = "closed", gettext_lazy("A matter is closed")
    REPLIED = "replied", gettext_lazy("We answered")
    GAVE_UP = "gave-up", gettext_lazy("An answer could not be sent")
    WOKE = "woke", gettext_lazy("A matter is no longer set aside")
    MOVED = "moved", gettext_lazy("A conversation was moved to another inbox")
    PROMISE_DUE = "promise-due", gettext_lazy("A promise falls due")
    ORDER_PLACED = "order-placed", gettext_lazy("An order was placed")
    ORDER_CANCELLED = "order-cancelled", gettext_lazy("An order was cancelled")
    ORDER_REFUNDED = "order-refunded", gettext_lazy("Money went back for an order")
    PARCEL_SENT = "parcel-sent", gettext_lazy("A parcel is on its way")
    PARCEL_MOVED = "parcel-moved", gettext_lazy("A parcel is elsewhere than before")
    PARCEL_DELAYED = "parcel-delayed", gettext_lazy("A parcel is delayed")
    PARCEL_FAILED = "parcel-failed", gettext_lazy("A delivery failed")
    PARCEL_DELIVERED = "parcel-delivered", gettext_lazy("A parcel was delivered")
    WAITING = "waiting", gettext_lazy("A customer has waited for")
    PENDING = "pending", gettext_lazy("After our answer the customer has been silent for")
    BEFORE_PROMISE = "before-promise", gettext_lazy("A promise falls due within")
    SCHEDULE = "schedule", gettext_lazy("By the clock, for every open matter")


FACTS: dict[On, type[Fact]] = {
    On.MESSAGE: MessageTriaged,
    On.OPENED: ContactBegun,
    On.REOPENED: ContactReopened,
    On.CLOSED: ContactClosed,
    On.REPLIED: ReplySent,
    On.GAVE_UP: SendingGaveUp,
    On.WOKE: ContactWoke,
    On.MOVED: ConversationMoved,
    On.PROMISE_DUE: PromiseDue,
    On.ORDER_PLACED: OrderPlaced,
    On.ORDER_CANCELLED: OrderCancelled,
    On.ORDER_REFUNDED: OrderRefunded,
    On.PARCEL_SENT: ShipmentSent,
    On.PARCEL_MOVED: ShipmentMoved,
    On.PARCEL_DELAYED: ShipmentDelayed,
    On.PARCEL_FAILED: ShipmentFailed,
    On.PARCEL_DELIVERED: ShipmentDelivered,
}
OF_FACT: dict[type[Fact], On] = {kind: on for on, kind in FACTS.items()}
#: those with a span of time
LASTING = (On.WAITING, On.PENDING, On.BEFORE_PROMISE)
LONGEST = timedelta(days=90)
EVERY_DAY = tuple(range(7))


@dataclass(frozen=True)
class Trigger:
    on: On
    #: of a time condition
    after: timedelta = timedelta(0)
    #: of a schedule: Monday is 0; minutes after midnight in the brand's zone
    days: tuple[int, ...] = ()
    at: int = 0

    @property
    def is_fact(self) -> bool:
        return self.on in FACTS

    def written(self) -> dict[str, Any]:
        if self.on in LASTING:
            return {"on": self.on.value, "minutes": int(self.after.total_seconds() // 60)}
        if self.on is On.SCHEDULE:
            return {"on": self.on.value, "days": list(self.days), "at": self.clock}
        return {"on": self.on.value}

    @property
    def clock(self) -> str:
        return f"{self.at // 60:02}:{self.at % 60:02}"

    @property
    def sentence(self) -> str:
        if self.on in LASTING:
            return f"{self.on.label} {span(self.after)}"
        if self.on is not On.SCHEDULE:
            return str(self.on.label)
        names = [str(_DAYS[day]) for day in self.days]
        return _("%(days)s at %(clock)s, for every open matter") % {
            "days": ", ".join(names),
            "clock": self.clock,
        }


_DAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
DAYS = tuple(enumerate(_DAYS))


def read(said: Mapping[str, Any]) -> Trigger:
    """From what `written` wrote, or a form said. Raises `RuleUnfit`."""
    try:
        on = On(said.get("on", ""))
    except ValueError as error:
        raise RuleUnfit(_("Choose what the rule waits for.")) from error
    if on in LASTING:
        return Trigger(on, after=_span(said.get("minutes")))
    if on is On.SCHEDULE:
        return Trigger(on, days=_days(said.get("days") or ()), at=_clock(said.get("at")))
    return Trigger(on)


def _span(said: Any) -> timedelta:
    try:
        after = timedelta(minutes=int(said))
    except (TypeError, ValueError, OverflowError) as error:
        raise RuleUnfit(_("Say for how long, in whole numbers.")) from error
    if not timedelta(minutes=1) <= after <= LONGEST:
        raise RuleUnfit(_("A rule waits for a minute at least and 90 days at most."))
    return after


def _days(said: Any) -> tuple[int, ...]:
    try:
        days = sorted({int(day) for day in said})
    except (TypeError, ValueError) as error:
        raise RuleUnfit(_("Choose the days of the week.")) from error
    if not days or not set(days) <= set(EVERY_DAY):
        raise RuleUnfit(_("Choose the days of the week."))
    return tuple(days)


def _clock(said: Any) -> int:
    try:
        at = minutes(str(said))
    except ValueError as error:
        raise RuleUnfit(_("Say at what time of the day, such as 09:00.")) from error
    if at >= 24 * 60:
        raise RuleUnfit(_("Say at what time of the day, such as 09:00."))
    return at


def span(of: timedelta) -> str:
    """As people say it: in days where they are whole, else hours, else minutes."""
    many = int(of.total_seconds() // 60)
    if many and many % 1440 == 0:
        return ngettext("%(n)s day", "%(n)s days", many // 1440) % {"n": many // 1440}
    if many and many % 60 == 0:
        return ngettext("%(n)s hour", "%(n)s hours", many // 60) % {"n": many // 60}
    return ngettext("%(n)s minute", "%(n)s minutes", many) % {"n": many}
