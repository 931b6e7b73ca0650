"""The words of each theme."""

from dataclasses import replace

from lifelong.triage.cues import Cue
from lifelong.triage.themes import Theme
from lifelong.triage.words.goods import GOODS
from lifelong.triage.words.leaving import CANCELLATION
from lifelong.triage.words.money import MONEY
from lifelong.triage.words.parcels import PARCELS

#: said beside a refund, or that nothing has come, it is the wish that those follow from
_CANCEL = 6
THEMES: dict[Theme, list[Cue]] = {
    Theme.CANCEL: [replace(one, weight=_CANCEL) for one in CANCELLATION],
    **PARCELS,
    **GOODS,
    **MONEY,
}
