"""What people think of what they bought, as it went."""

import random
from collections.abc import Iterator, Sequence
from datetime import datetime

from lifelong.commerce.models import Product, Review
from lifelong.customers.models import Customer
from lifelong.simulation.bulk import id_at
from lifelong.simulation.buying import DAY, Fate, Purchase
from lifelong.simulation.catalogue import Article

#: of a hundred lines that arrived so many are reviewed
SHARE = 22
_USUAL, _TROUBLED = (1, 2, 6, 26, 65), (18, 24, 28, 20, 10)
_WORDS = {
    "en": {
        1: ("Broke in the second week.", "Not what the picture shows. Going back."),
        2: ("Too small for the price.", "Arrived late and scratched. Service was kind, though."),
        3: ("Does what it should, no more.", "Nice, but the delivery took ages."),
        4: ("Lovely thing, a little heavier than I thought.", "Good. Would buy it again."),
        5: (
            "Beautiful, and it feels as if it will outlive me 🌿", "A present that was cried over.",
            "Third one now: one for each daughter.", "Better than the one from the garden centre.",
        ),
    },
    "de": {
        1: ("Nach zwei Wochen kaputt.", "Sieht ganz anders aus als auf dem Bild."),
        2: ("Für den Preis zu klein.", "Kam spät und verkratzt an. Der Service war aber nett."),
        3: ("Tut, was es soll.", "Schön, aber die Lieferung hat ewig gedauert."),
        4: ("Sehr hübsch, etwas schwerer als gedacht.", "Gut, würde ich wieder kaufen."),
        5: (
            "Wunderschön und für die Ewigkeit gemacht 🌿", "Meine Mutter hat vor Freude geweint.",
            "Schon das dritte: für jede Tochter eins.", "Liegt perfekt in der Hand.",
        ),
    },
}  # fmt: skip


def reviews(
    customer: Customer,
    bought: Sequence[Purchase],
    products: dict[Article, Product],
    *,
    now: datetime,
    chance: random.Random,
) -> Iterator[Review]:
    """Of each product one at most, some days after it came."""
    said: set[Article] = set()
    #: nobody says the same of two things
    used: set[str] = set()
    for one in bought:
        for line in one.lines if one.arrived_at else ():
            wants = chance.random() * 100 < SHARE
            at = (one.arrived_at or now) + chance.uniform(3, 25) * DAY
            if wants and at < now and line.article not in said:
                said.add(line.article)
                stars = chance.choices(range(1, 6), _USUAL if one.fate is Fate.FINE else _TROUBLED)
                known = _WORDS["de" if customer.language == "de" else "en"][stars[0]]
                fresh = [one for one in known if one not in used]
                words = chance.choice(fresh) if fresh and chance.random() < 0.8 else ""
                used.add(words)
                yield Review(
                    id=id_at(at, chance),
                    customer=customer,
                    product=products[line.article],
                    stars=stars[0],
                    words=words,
                    at=at,
                )
