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
#: who was told later may still answer, and tells nothing of how many do
ANSWERED_WITHIN = timedelta(hours=48)
#: of those who are told so many answer, until we know better; and how much a guess weighs
REPLY_SHARE, REPLY_WEIGHT = 0.1, 50


def usual(before: int) -> float:
    """Parcels in a span, by how many there were in the time before it."""
    return before / (BEFORE / SPAN)


def is_mass(parcels: int, before: int) -> bool:
    return parcels >= LEAST and parcels >= TIMES * usual(before)


def reply_share(told: int, replied: int, *, guess: float = REPLY_SHARE) -> float:
    """Of the told who answer: (replied + guess x 50) / (told + 50), which is what was seen, drawn
    towards the guess while little was seen. Of one cause the guess is the share of all outreach."""
    return (replied + guess * REPLY_WEIGHT) / (told + REPLY_WEIGHT)


def expected_replies(customers: int, share: float, *, replied: int = 0) -> int:
    """customers x share, to the nearest whole: what comes of it when all of them are told. Less
    those who `replied` already, and never fewer than none."""
    return max(0, round(customers * share) - replied)


def wave_size(spare: int, share: float) -> int:
    """How many to tell at once, so that their answers find a hero. `spare`: places free now. Of a
    cause to which nobody ever answers one in a hundred is reckoned with."""
    return max(SMALLEST_WAVE, int(spare / max(share, 0.01)))
