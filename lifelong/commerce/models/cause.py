"""What can go wrong with a parcel."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Cause(models.TextChoices):
    """Carriers say most of these; the watch finds what nobody says."""

    AT_RISK = "at_risk", _("due today, and not out for delivery")
    OVERDUE = "overdue", _("its day is over")
    STALLED = "stalled", _("has not moved")
    DELAY = "delay", _("delayed")
    WEATHER = "weather", _("held up by the weather")
    CUSTOMS = "customs", _("held by customs")
    PAYMENT = "payment", _("held until something is paid")
    DOCUMENTS = "documents", _("held for want of documents")
    ATTEMPT_FAILED = "attempt_failed", _("delivery was tried in vain")
    NOT_PICKED_UP = "not_picked_up", _("waits to be picked up")
    ADDRESS = "address", _("the address is wrong")
    REFUSED = "refused", _("was refused")
    EXCEPTION = "exception", _("something is wrong")
    LOST = "lost", _("lost")
    DAMAGED = "damaged", _("damaged")
    RETURNED = "returned", _("goes back to the sender")


class Family(models.TextChoices):
    """Causes that are one trouble: a parcel has at most one open incident of each."""

    LATE = "late", _("late")
    HELD = "held", _("held")
    UNDELIVERED = "undelivered", _("could not be handed over")
    EXCEPTION = "exception", _("something is wrong")
    GONE = "gone", _("will not come")


_FAMILIES = {
    Family.LATE: (Cause.AT_RISK, Cause.OVERDUE, Cause.STALLED, Cause.DELAY, Cause.WEATHER),
    Family.HELD: (Cause.CUSTOMS, Cause.PAYMENT, Cause.DOCUMENTS),
    Family.UNDELIVERED: (
        Cause.ATTEMPT_FAILED, Cause.NOT_PICKED_UP, Cause.ADDRESS, Cause.REFUSED,
    ),
    Family.EXCEPTION: (Cause.EXCEPTION,),
    Family.GONE: (Cause.LOST, Cause.DAMAGED, Cause.RETURNED),
}  # fmt: skip
FAMILY = {cause: family for family, causes in _FAMILIES.items() for cause in causes}
