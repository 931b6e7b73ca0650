"""The words of each route tag."""

from dataclasses import replace

from lifelong.triage.cues import Cue
from lifelong.triage.risk import Risk
from lifelong.triage.words.complaints import REPEAT_COMPLAINT
from lifelong.triage.words.harm import SAFETY
from lifelong.triage.words.leaving import CANCELLATION
from lifelong.triage.words.threats import ABUSE, CHARGEBACK, LEGAL

BY_WORDS: dict[Risk, list[Cue]] = {
    Risk.CANCELLATION: CANCELLATION,
    Risk.LEGAL: LEGAL,
    # whoever was harmed, and whoever it is said of
    Risk.SAFETY: [replace(one, of_anybody=True) for one in SAFETY],
    Risk.CHARGEBACK: CHARGEBACK,
    Risk.REPEAT_COMPLAINT: REPEAT_COMPLAINT,
    Risk.ABUSE: [replace(one, of_anybody=True) for one in ABUSE],
}
