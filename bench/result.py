"""What a benchmark found, and the spread of many measurements."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.dials import turned


@dataclass(frozen=True)
class Result:
    """`met`: whether every target holds, also those that stand in `extra`."""

    value: float
    unit: str
    target: float
    met: bool
    #: what the value is compared with, measured in the same run
    baseline: float | None = None
    #: whatever else helps to read it
    extra: dict[str, Any] = field(default_factory=dict)

    def line(self, name: str) -> str:
        """One line of JSON."""
        ratio = self.value / self.baseline if self.baseline else None
        said = {
            "bench": name,
            "value": _round(self.value),
            "unit": self.unit,
            "target": self.target,
            "baseline": _round(self.baseline),
            "ratio": _round(ratio),
            "met": self.met,
            **self.extra,
        }
        return json.dumps(said | ({"dials": turned()} if turned() else {}))


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def percentile(values: Sequence[float], part: int) -> float:
    """The smallest value that `part` per cent do not exceed. Raises ValueError without values."""
    if not values:
        raise ValueError("nothing was measured")
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * part // 100) - 1)]


def spread(values: Sequence[float]) -> dict[str, float]:
    """p50, p95, max and how many there were."""
    return {
        "p50": round(percentile(values, 50), 1),
        "p95": round(percentile(values, 95), 1),
        "max": round(max(values), 1),
        "count": len(values),
    }
