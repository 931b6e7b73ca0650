"""Do the arms have the sizes that were drawn? If not, something other than chance sorted them."""

from math import erfc, exp, lgamma, log, sqrt

from django.utils.translation import gettext as _

from lifelong.lib.errors import Refused

#: below this a report is blocked
TOO_RARE = 0.001
#: from so many expected in the smaller arm on, the normal curve is near enough so far out
MANY = 1000


class Unbalanced(Refused):
    """The report says nothing: the arms are not what was drawn."""

    code = "unbalanced"


def ratio_p(*, treated: int, held_out: int, share: float) -> float:
    """How probable arms at least so far from the drawn sizes are by chance (two-sided).

    Binomial with `share` to be held out: both tails exactly, as twice the smaller, while an arm is
    small; else Pearson's chi-square with one degree of freedom. Raises ValueError for a share
    that leaves an arm empty, and for negative counts.
    """
    if not 0 < share < 1:
        raise ValueError(f"{share} leaves an arm empty")
    if min(treated, held_out) < 0:
        raise ValueError("fewer than none")
    number = treated + held_out
    if number * min(share, 1 - share) >= MANY:
        away = held_out - number * share
        return erfc(abs(away) / sqrt(2 * number * share * (1 - share)))
    fewer = _up_to(held_out, number, share)
    more = _up_to(treated, number, 1 - share)
    return min(1.0, 2 * min(fewer, more))


def require_balance(*, treated: int, held_out: int, share: float) -> None:
    """Raises `Unbalanced` when the sizes of the arms are too rare (p < 0.001)."""
    if ratio_p(treated=treated, held_out=held_out, share=share) < TOO_RARE:
        raise Unbalanced(
            _(
                "The two groups do not have the sizes that were drawn, so this report would"
                " mislead. Find out what sorts people before the draw or after it."
            )
        )


def _up_to(most: int, number: int, share: float) -> float:
    """The binomial probability of `most` or fewer."""
    return sum(
        exp(
            lgamma(number + 1) - lgamma(k + 1) - lgamma(number - k + 1)
            + k * log(share) + (number - k) * log(1 - share)
        )
        for k in range(most + 1)
    )  # fmt: skip
