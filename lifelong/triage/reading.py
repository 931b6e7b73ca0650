"""What the machine reads from a message's words and the facts around it. Touches no database."""

import re
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from lifelong.triage.cues import Cue, Said, said
from lifelong.triage.facts import Facts, noted, repeated
from lifelong.triage.language import language_of
from lifelong.triage.risk import Evidence, Risk, Tagged
from lifelong.triage.sentiment import Sentiment, sentiment_of
from lifelong.triage.themes import Theme, likeliest
from lifelong.triage.words.risks import BY_WORDS
from lifelong.triage.words.themes import THEMES

#: seconds that one reading may take: its customer waits meanwhile
TIME = 0.2

_ANSWER = re.compile(r"\s*(?:re|aw|antw|fwd?|wg)\s*(?:\[\d+\])?:", re.IGNORECASE)
_COMPLAINTS = (Sentiment.ANGRY, Sentiment.UNHAPPY)

log = structlog.get_logger()
_readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="triage")


@dataclass(frozen=True)
class Findings:
    #: BCP 47, "" when it could not be told
    language: str = ""
    sentiment: Sentiment = Sentiment.NEUTRAL
    #: the words that show the sentiment
    felt: str = ""
    theme: Theme | None = None
    #: the words that show the theme
    about: str = ""
    tags: tuple[Tagged, ...] = ()


def read_text(text: str, facts: Facts) -> Findings:
    """English and German are understood; of other languages the facts alone are left."""
    words = said(text)
    sentiment, felt = sentiment_of(words)
    theme, about = _theme(words)
    return Findings(
        language=language_of(words.small),
        sentiment=sentiment,
        felt=felt,
        theme=theme,
        about=about,
        tags=(*_said_tags(words, sentiment, facts), *noted(facts, small=words.small)),
    )


def _theme(words: Said) -> tuple[Theme | None, str]:
    scores: dict[Theme, int] = {}
    evidence: dict[Theme, str] = {}
    for theme, cues in THEMES.items():
        for cue, found in words.found(cues):
            scores[theme] = max(scores.get(theme, 0), cue.weight)
            evidence.setdefault(theme, found)
    best = likeliest(scores)
    return best, evidence[best] if best else ""


def says(text: str, cues: Mapping[str, Iterable[Cue]]) -> set[str]:
    """Those of whose cues there are any in it, whatever else it is about."""
    words = said(text)
    return {one for one in cues if words.first(cues[one])}


def with_subject(text: str, subject: str | None) -> str:
    """A message as it is read; an answer's subject says what an earlier message was about."""
    return f"{subject}\n{text}" if subject and not _ANSWER.match(subject) else text


def _said_tags(words: Said, sentiment: Sentiment, facts: Facts) -> list[Tagged]:
    found = {risk: words.first(cues) for risk, cues in BY_WORDS.items()}
    tags = [Tagged(risk, Evidence(words=shown)) for risk, shown in found.items() if shown]
    often = repeated(facts)
    if often and sentiment in _COMPLAINTS and not found[Risk.REPEAT_COMPLAINT]:
        tags.append(Tagged(Risk.REPEAT_COMPLAINT, often))
    return tags


def read_in_time(text: str, facts: Facts) -> Findings | None:
    """What is found within TIME seconds; None if it took longer or failed."""
    try:
        return _readers.submit(read_text, text, facts).result(TIME)
    except Exception as error:
        log.error("message not read", error=type(error).__name__)
        return None
