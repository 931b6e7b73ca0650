"""Holding back who belongs to a mass incident: until a lead decides, then until their wave."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from lifelong.lib import clock
from lifelong.plays.models import Case, Touch
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.mass import APART
from lifelong.plays.outreach.models import MassState
from lifelong.plays.waiting import PutOff, Why

#: whoever is held back is looked at again
ASK_AGAIN = timedelta(minutes=10)


class Waves:
    """What the mass incidents of many cases let through now."""

    def __init__(self, cases: Sequence[Case]) -> None:
        self._masses = queries.masses_of(cases)
        self._left: Counter[UUID] = Counter()
        for mass in {mass.id: mass for mass in self._masses.values()}.values():
            told = Touch.objects.filter(
                case__in=mass.members.values("case"), at__gt=clock.now() - APART
            )
            self._left[mass.id] = mass.wave - told.count()

    def hold(self, case: Case) -> PutOff | Why | None:
        """None: it may be told."""
        mass = self._masses.get(case.id)
        if mass is None:
            return None
        if mass.state == MassState.DECLINED:
            return Why.OFF
        self._left[mass.id] -= 1
        if mass.state == MassState.APPROVED and self._left[mass.id] >= 0:
            return None
        return PutOff(clock.now() + ASK_AGAIN, Why.MASS)
