"""What the rules claim of cancellations and refunds among 28,000 sentences with known intents.

They were said to a bank and to an assistant, not to a shop: docs/decisions/triage.md says which
intents count as which, and why. Run with `-s` to see the figures.
"""

import csv
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from lifelong.triage.facts import Facts
from lifelong.triage.reading import Findings, read_text
from lifelong.triage.risk import Risk
from lifelong.triage.themes import Theme

TEXT = Path(__file__).resolve().parents[3] / "shared" / "data" / "text"
pytestmark = [
    pytest.mark.proof,
    pytest.mark.skipif(not TEXT.exists(), reason="the shared text is not there"),
]

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)

#: somebody calls off what they began: these have to be found
CANCELLING = {"terminate_account", "cancel_transfer", "cancel_reservation"}
#: these may say so as well: an order called off for its money back, an assistant told to stop
MAY_CANCEL = CANCELLING | {"request_refund", "cancel"}
REFUNDING = {"request_refund", "Refund_not_showing_up"}
REFUNDS = {Theme.REFUND_WANTED, Theme.REFUND_AWAITED}


@dataclass(frozen=True)
class Sentence:
    words: str
    intent: str
    found: Findings

    @property
    def cancels(self) -> bool:
        return any(tag.risk is Risk.CANCELLATION for tag in self.found.tags)

    @property
    def refunds(self) -> bool:
        return self.found.theme in REFUNDS


@cache
def sentences() -> list[Sentence]:
    with (TEXT / "banking77" / "train.csv").open(newline="") as file:
        rows = [(row["text"], row["category"]) for row in csv.DictReader(file)]
    parts = json.loads((TEXT / "clinc150" / "train_val.json").read_text())
    rows += [(words, intent) for part in parts.values() for words, intent in part]
    return [Sentence(words, intent, read_text(words, Facts(now=NOW))) for words, intent in rows]


def share(part: list[Sentence], whole: list[Sentence], name: str) -> float:
    found = len(part) / len(whole)
    print(f"{name}: {len(part)} of {len(whole)}, {found:.3f}")  # noqa: T201
    return found


def test_nine_of_ten_cancellations_that_are_claimed_are_meant() -> None:
    claimed = [one for one in sentences() if one.cancels]
    meant = [one for one in claimed if one.intent in MAY_CANCEL]
    assert share(meant, claimed, "cancellation, precision") >= 0.9


def test_most_cancellations_are_found() -> None:
    meant = [one for one in sentences() if one.intent in CANCELLING]
    for intent in sorted(CANCELLING):
        alike = [one for one in meant if one.intent == intent]
        share([one for one in alike if one.cancels], alike, f"recall of {intent}")
    assert share([one for one in meant if one.cancels], meant, "cancellation, recall") >= 0.65


def test_nine_of_ten_refunds_that_are_claimed_are_meant() -> None:
    claimed = [one for one in sentences() if one.refunds]
    meant = [one for one in claimed if one.intent in REFUNDING]
    assert share(meant, claimed, "refund, precision") >= 0.9


def test_most_refunds_are_found() -> None:
    meant = [one for one in sentences() if one.intent in REFUNDING]
    for intent in sorted(REFUNDING):
        alike = [one for one in meant if one.intent == intent]
        share([one for one in alike if one.refunds], alike, f"recall of {intent}")
    assert share([one for one in meant if one.refunds], meant, "refund, recall") >= 0.75


@pytest.mark.parametrize("risk", [Risk.LEGAL, Risk.ABUSE, Risk.SAFETY, Risk.REPEAT_COMPLAINT])
def test_ordinary_questions_are_hardly_ever_taken_for_a_grave_risk(risk: Risk) -> None:
    claimed = [one for one in sentences() if any(tag.risk is risk for tag in one.found.tags)]
    assert share(claimed, sentences(), f"{risk} among all") < 0.001


def test_these_are_read_as_english() -> None:
    long_enough = [one for one in sentences() if len(one.words.split()) >= 6]
    english = [one for one in long_enough if one.found.language == "en"]
    assert share(english, long_enough, "English") > 0.97
