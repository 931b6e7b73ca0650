"""How long and how much: as the targets say, or less while one works on a benchmark."""

import os


def dial(name: str, otherwise: int) -> int:
    """LIFELONG_BENCH_SECONDS=5, for instance. What differs is told in the result."""
    return int(os.environ.get(f"LIFELONG_BENCH_{name.upper()}", otherwise))


def turned() -> dict[str, str]:
    """The dials that are set: a result made with them is no measurement."""
    prefix = "LIFELONG_BENCH_"
    return {
        name.removeprefix(prefix).lower(): value
        for name, value in os.environ.items()
        if name.startswith(prefix)
    }
