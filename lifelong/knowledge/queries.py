"""Reads for screens, API and plays."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Caller, Verb
from lifelong.channels.models import Brand, kind_of
from lifelong.conversations.models import Topic
from lifelong.knowledge import variables
from lifelong.knowledge.choosing import Fit, fit_of, in_language
from lifelong.knowledge.models import Answer, AnswerText, AnswerVersion, Saying
from lifelong.knowledge.variables import Values, Variable
from lifelong.lib.errors import NotFound

#: nobody writes more, and each look reads them all
MOST = 500
VERSIONS_SHOWN = 30


def answers(*, visible_to: Caller) -> QuerySet[Answer]:
    """All of them by name, with their topics. Their words are told by `texts_of`."""
    visible_to.must(Verb.SEE_CUSTOMERS)
    rows = Answer.objects.select_related("brand").prefetch_related("topics__parent__parent")
    return rows.order_by("name", "id")


def answer(answer_id: UUID, *, visible_to: Caller) -> Answer:
    found = answers(visible_to=visible_to).filter(pk=answer_id).first()
    if found is None:
        raise NotFound(_("There is no such answer for you."))
    return found


def versions(of: Answer) -> Sequence[AnswerVersion]:
    """The newest first, with their texts and who wrote them."""
    texts = Prefetch("texts", queryset=AnswerText.objects.order_by("language"))
    rows = of.versions.select_related("made_by").prefetch_related(texts).order_by("-number")
    return list(rows[:VERSIONS_SHOWN])


def texts_of(found: Sequence[Answer]) -> dict[UUID, list[AnswerText]]:
    """The texts that count, by answer, in one query."""
    rows = AnswerText.objects.filter(
        version__answer__in=found, version__number=F("version__answer__version")
    )
    by_answer: dict[UUID, list[AnswerText]] = {one.id: [] for one in found}
    for one in rows.select_related("version").order_by("language"):
        by_answer[one.version.answer_id].append(one)
    return by_answer


@dataclass(frozen=True)
class Fitting:
    """An answer that may be said here, how well it fits, and the text in the best language."""

    answer: Answer
    fit: Fit
    text: AnswerText
    #: 0: in the customer's language; more: fallen back
    language_rank: int


def fitting(*, topic: Topic | None, channel: str, language: str, brand: Brand) -> list[Fitting]:
    """What may be said on this channel by this brand, the best first.

    `language`: the customer's, "" when nobody knows; the brand's follow, its first before others.
    """
    rows = Answer.objects.filter(Q(brand=None) | Q(brand=brand), is_active=True)
    rows = rows.filter(Q(channel_kinds=[]) | Q(channel_kinds__contains=[kind_of(channel).value]))
    found = list(rows.prefetch_related("topics").order_by("name", "id")[:MOST])
    texts, line = texts_of(found), _line(topic)
    fits = [
        Fitting(one, fit_of([each.id for each in one.topics.all()], line), text, rank)
        for one in found
        for rank, text in [in_language(texts[one.id], languages(language, brand))]
    ]
    return sorted(fits, key=lambda one: (one.fit, one.language_rank))


def languages(language: str, brand: Brand) -> list[str]:
    """In which languages to say it, the best first."""
    return [one for one in (language, *brand.languages) if one]


def _line(topic: Topic | None) -> list[UUID]:
    line: list[UUID] = []
    while topic is not None:
        line.append(topic.id)
        topic = topic.parent
    return line


@dataclass(frozen=True)
class Filled:
    """A text with the values in it. What is `missing` still stands in braces."""

    text_id: UUID
    language: str
    subject: str
    body: str
    missing: list[Variable]


def text_for(answer: Answer, *, language: str, values: Values, brand: Brand) -> Filled:
    """What to say: in `language`, else as the brand speaks. Who sends it by machine looks at
    `missing` and `language` first."""
    _rank, text = in_language(texts_of([answer])[answer.id], languages(language, brand))
    return filled(text, values)


def filled(text: AnswerText, values: Values) -> Filled:
    whole = f"{text.subject}\n{text.body}"
    return Filled(
        text_id=text.id,
        language=text.language,
        subject=variables.fill(text.subject, values, language=text.language),
        body=variables.fill(text.body, values, language=text.language),
        missing=variables.missing(whole, values),
    )


def said_from(entry_id: UUID) -> list[AnswerVersion]:
    """The versions from which an entry's words came."""
    rows = Saying.objects.filter(entry=entry_id).select_related("text__version__answer")
    return [one.text.version for one in rows.order_by("id")]
