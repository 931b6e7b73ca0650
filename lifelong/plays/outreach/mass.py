"""When many parcels have one trouble at once, and how fast their buyers can be told. Arithmetic."""

from datetime import timedelta

#: who hears of them
LEADS = ("role:lead",)
#: how far back is looked, and with how much is compared
SPAN = timedelta(hours=4)
BEFORE = timedelta(days=28)
#: so many parcels at least, and so many times the usual
LEAST = 20
TIMES = 3.0
#: of a wave, and the smallest one
APART = timedelta(hours=1)
SMALLEST_WAVE = 10
#: of those who are told so many answer, until we know better; and how much that guess weighs
REPLY_SHARE, REPLY_WEIGHT = 0.1, 50
#: of one cause so many have to be told before its own share counts
LEAST_TOLD = 50


def usual(before: int) -> float:
    """Parcels in a span, by how many there were in the time before it."""
    return before / (BEFORE / SPAN)


def is_mass(parcels: int, before: int) -> bool:
    return parcels >= LEAST and parcels >= TIMES * usual(before)


def reply_share(told: int, replied: int) -> float:
    """Of the told who answer: what was seen, drawn towards the guess while little was seen."""
    return (replied + REPLY_SHARE * REPLY_WEIGHT) / (told + REPLY_WEIGHT)


def share_of_cause(told: int, replied: int, *, ordinary: float) -> float:
    """Of those who are told of one cause so many answer: replied / told, once `LEAST_TOLD` were
    told of it; with fewer the `ordinary` share, which is that of all outreach."""
    return replied / told if told >= LEAST_TOLD else ordinary


def expected_replies(customers: int, share: float) -> int:
    """customers x share, to the nearest whole: what comes of it when all of them are told."""
    return round(customers * share)


def wave_size(spare: int, share: float) -> int:
    """How many to tell at once, so that their answers find a hero. `spare`: places free now. Of a
    cause to which nobody ever answers one in a hundred is reckoned with."""
    return max(SMALLEST_WAVE, int(spare / max(share, 0.01)))
