"""What a play changed for those it was drawn for, whether or not it reached them (intention to
treat), as expressions over facts.

A person counts once a season, with the first case of it, in the arm that the draw gave them, from
the moment that case was begun: before anybody knew what would come of it. Who is owed help is
compared with nobody. When the share that is held out is changed the comparison begins anew: arms
of two mixtures cannot be told from two kinds of people.
"""

import enum
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import ibis
from django.utils.translation import gettext_lazy as _
from ibis.expr.types import Table

from lifelong.outcomes.effects import ALPHA, Outcomes
from lifelong.outcomes.facts import Facts, number_of
from lifelong.outcomes.measures import REPURCHASE, SETTLED, bought, not_spam
from lifelong.outcomes.soon import followed
from lifelong.plays.assignment import Arm

#: stars from which a review speaks well
WELL = 4


class Outcome(enum.StrEnum):
    """What is looked at for each person. All but revenue are a yes or no."""

    REPURCHASE = "repurchase"
    REVENUE = "revenue"
    CONTACT_AGAIN = "contact-again"
    GOOD_REVIEW = "good-review"

    @property
    def window(self) -> timedelta:
        """After so long it is known."""
        return SETTLED if self is Outcome.CONTACT_AGAIN else REPURCHASE

    @property
    def more_is_better(self) -> bool:
        return self is not Outcome.CONTACT_AGAIN

    @property
    def name_said(self) -> str:
        return str(_NAMES[self])

    @property
    def definition(self) -> str:
        return str(_DEFINITIONS[self])


#: four outcomes share the one chance in twenty of calling something that is not there
EACH = ALPHA / len(Outcome)

_NAMES = {
    Outcome.REPURCHASE: _("Bought again"),
    Outcome.REVENUE: _("Revenue"),
    Outcome.CONTACT_AGAIN: _("Wrote to us again"),
    Outcome.GOOD_REVIEW: _("Good review"),
}
_DEFINITIONS = {
    Outcome.REPURCHASE: _(
        "Share of people with a paid order, not refunded whole, within 30 days of becoming one"
        " the play is for."
    ),
    Outcome.REVENUE: _(
        "What a person paid for orders, less what was refunded, within 30 days of becoming one"
        " the play is for; in the currency we report in."
    ),
    Outcome.CONTACT_AGAIN: _(
        "Share of people who begin a contact by themselves, or take up again what was settled,"
        " within 7 days of becoming one the play is for. Answers to what the play wrote count like"
        " all others: who is held out can only write anew."
    ),
    Outcome.GOOD_REVIEW: _(
        "Share of people who give 4 or 5 stars within 30 days of becoming one the play is for."
    ),
}


@dataclass(frozen=True, slots=True)
class Arms:
    """Both sides of a comparison."""

    treated: Outcomes
    held_out: Outcomes

    def __add__(self, other: "Arms") -> "Arms":
        return Arms(_both(self.treated, other.treated), _both(self.held_out, other.held_out))


NOBODY = Arms(Outcomes(0, 0.0, 0.0, 0.0), Outcomes(0, 0.0, 0.0, 0.0))


def people(facts: Facts, play_id: UUID, *, holdout: int) -> Table:
    """Who was drawn under this share: case_id, customer_id, arm, and `at`, when."""
    cases = facts.cases
    cases = cases.filter(
        cases.play_id == number_of(play_id), cases.holdout == holdout, cases.arm != Arm.OWED.value
    )
    order = ibis.row_number().over(
        ibis.window(
            group_by=[cases.customer_id, cases.season], order_by=[cases.begun_at, cases.case_id]
        )
    )
    first = cases.mutate(order=order).filter(ibis._.order == 0)
    return first.select("case_id", "customer_id", "arm", at="begun_at")


def shares(facts: Facts, play_id: UUID) -> list[int]:
    """Under which shares of a hundred people were drawn so far, with 0 where nobody was held
    out."""
    cases = facts.cases.filter(facts.cases.play_id == number_of(play_id))
    found: list[int] = cases.select("holdout").distinct().holdout.to_pyarrow().to_pylist()
    return sorted(found)


def drawn(facts: Facts, play_id: UUID, *, holdout: int) -> tuple[int, int]:
    """How many people are in each arm: treated, held out."""
    arms = people(facts, play_id, holdout=holdout).group_by("arm").aggregate(n=ibis._.count())
    found = {row["arm"]: row["n"] for row in arms.to_pyarrow().to_pylist()}
    return found.get(Arm.TREATMENT.value, 0), found.get(Arm.HOLDOUT.value, 0)


def by_day(
    facts: Facts, play_id: UUID, outcome: Outcome, *, holdout: int, currency: str
) -> list[tuple[date, Arms]]:
    """Of each day (in UTC) the people whose outcome became known on it, in order."""
    asked = people(facts, play_id, holdout=holdout)
    window = ibis.interval(days=outcome.window.days)
    known = asked.filter(asked.at + window <= facts.seen_until)
    each = _value_of_each(facts, known, outcome, currency)
    each = each.mutate(day=(each.at + window).date(), y=each.y.cast("float64"))
    sums = each.group_by("day", "arm").aggregate(
        n=each.count(), y1=each.y.sum(), y2=(each.y * each.y).sum(),
        y3=(each.y * each.y * each.y).sum(),
    )  # fmt: skip
    days: dict[date, dict[str, Outcomes]] = {}
    for row in sums.to_pyarrow().to_pylist():
        seen = Outcomes(row["n"], row["y1"], row["y2"], row["y3"])
        days.setdefault(row["day"], {})[row["arm"]] = seen
    return [
        (
            day,
            Arms(
                arms.get(Arm.TREATMENT.value, NOBODY.treated),
                arms.get(Arm.HOLDOUT.value, NOBODY.held_out),
            ),
        )
        for day, arms in sorted(days.items())
    ]


def _value_of_each(facts: Facts, known: Table, outcome: Outcome, currency: str) -> Table:
    """`known` with y: what came of each."""
    if outcome is Outcome.REVENUE:
        return _revenue_of_each(facts, known, currency)
    if outcome is Outcome.REPURCHASE:
        events = bought(facts.orders).select("customer_id", at="placed_at")
    elif outcome is Outcome.CONTACT_AGAIN:
        contacts = not_spam(facts.contacts)
        begun = contacts.filter(contacts.begun_by == "customer")
        again = facts.reopenings.semi_join(contacts, "contact_id")
        events = ibis.union(
            begun.select("customer_id", at="opened_at"),
            again.select("customer_id", at="reopened_at"),
        )
    else:
        good = facts.reviews.filter(facts.reviews.stars >= WELL)
        events = good.select("customer_id", at="reviewed_at")
    yes = followed(known, events, ["customer_id"], within=outcome.window)
    parts = ibis.union(known.mutate(y=0), yes.mutate(y=1))
    return parts.group_by("case_id", "arm", "at").aggregate(y=parts.y.max())


def _revenue_of_each(facts: Facts, known: Table, currency: str) -> Table:
    orders = bought(facts.orders).filter(ibis._.currency == currency)
    paid = orders.select("customer_id", "placed_at", paid=orders.total - orders.refunded)
    until = known.at + ibis.interval(days=Outcome.REVENUE.window.days)
    near = known.inner_join(
        paid,
        [
            known.customer_id == paid.customer_id,
            paid.placed_at > known.at,
            paid.placed_at <= until,
        ],
    )
    parts = ibis.union(
        known.select("case_id", "arm", "at", y=ibis.literal(0, "int64")),
        near.select("case_id", "arm", "at", y=near.paid.cast("int64")),
    )
    return parts.group_by("case_id", "arm", "at").aggregate(y=parts.y.sum())


def _both(one: Outcomes, other: Outcomes) -> Outcomes:
    return Outcomes(
        one.number + other.number,
        one.total + other.total,
        one.squares + other.squares,
        one.cubes + other.cubes,
    )
