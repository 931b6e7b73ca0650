"""How long one message takes to be read, of all kinds that customers write.

Of the processor, without a database: words and made-up facts of a customer with a past. Short
messages as in chats, mails of some pages, and words that make the rules work hardest.
"""

import random
import time
from datetime import date, timedelta

from bench.dials import dial
from bench.result import Result, percentile, spread
from bench.shop import shop

TARGET_MS = 5
MESSAGES = 3000

_SHORT = (
    "Hi! where is my parcel?",
    "Please cancel my order, I found it cheaper.",
    "Wo bleibt mein Paket? Ich warte seit zwei Wochen und niemand antwortet.",
    "This is the third time I write. I will dispute the charge with my bank!",
    "Die Lampe ist leider am Rand angeschlagen, ich hätte gern mein Geld zurück.",
    "I do not want to cancel, I only want to change the delivery address.",
    "Thanks, that works. You are a star!",
)
_HARD = (
    "I want to cancel my order but not the subscription of my friend. ",
    "refund never not yet still no reply where is my money charged twice ",
    "meine bestellung ist noch immer nicht angekommen, ich möchte kündigen, bitte nicht ",
)


def measure() -> Result:
    """The rules ask nothing of an installation, but their words come with its packages."""
    with shop("web") as measured:
        found = measured.within("from bench.triage import read; read()")
    worst = percentile(found["all"], 99)
    return Result(
        value=worst,
        unit="ms",
        target=TARGET_MS,
        met=worst <= TARGET_MS,
        extra={
            "messages": len(found["all"]),
            "detail": {name: _fine(took) for name, took in found.items()},
        },
    )


def _fine(took: list[float]) -> dict[str, float]:
    return {**spread(took), "p99": round(percentile(took, 99), 2)}


def messages(count: int) -> list[tuple[str, str]]:
    """(kind, words): eight of ten short, one a long mail, one as hard as can be."""
    made = random.Random(4)
    kinds = made.choices(["short", "long", "hard"], weights=[8, 1, 1], k=count)
    return [(kind, _words(kind, made)) for kind in kinds]


def _words(kind: str, made: random.Random) -> str:
    if kind == "short":
        return " ".join(made.sample(_SHORT, made.randrange(1, 4)))
    if kind == "long":
        return "\n".join(made.choice(_SHORT) for _line in range(60))
    return made.choice(_HARD) * 120


def read() -> None:
    """Within the installation: prints milliseconds of each kind."""
    import json

    from lifelong.lib import clock
    from lifelong.lib.money import Money
    from lifelong.triage.facts import Bought, Facts, Parcel
    from lifelong.triage.reading import read_text

    now = clock.now()
    past = [now - timedelta(days=9 * n) for n in range(20)]
    facts = Facts(
        now=now,
        orders=tuple(Bought(f"#{n}", at, Money(4900, "EUR")) for n, at in enumerate(past)),
        parcels=(Parcel("#1", "in_transit", date(2026, 1, 1)),),
        contacts=tuple(past),
    )
    took: dict[str, list[float]] = {"all": [], "short": [], "long": [], "hard": []}
    for kind, words in messages(dial("messages", MESSAGES)):
        begun = time.process_time()
        read_text(words, facts)
        passed = (time.process_time() - begun) * 1000
        took["all"].append(passed)
        took[kind].append(passed)
    print(json.dumps(took))
