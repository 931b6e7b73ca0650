"""Answers: written, changed in versions, retired. What was said of one stays traceable."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Kind
from lifelong.conversations.models import Topic
from lifelong.events.log import record
from lifelong.knowledge import variables
from lifelong.knowledge.events import AnswerRestored, AnswerRetired, AnswerWritten
from lifelong.knowledge.models import Answer, AnswerText, AnswerVersion
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

_SHORTCUT = re.compile(r"[^\W_]+(-[^\W_]+)*")


class ShortcutTaken(Refused):
    code = "shortcut-taken"


class UnfitAnswer(Refused):
    code = "unfit-answer"
    status = 422


class ChangedMeanwhile(Refused):
    code = "changed-meanwhile"


@dataclass(frozen=True)
class Words:
    """A text in one language."""

    body: str
    subject: str = ""


@dataclass(frozen=True)
class Fits:
    """Where an answer may be said: whose brand, about what, on which channels. Nothing: all."""

    brand: Brand | None = None
    topics: Collection[Topic] = field(default_factory=list)
    channel_kinds: Collection[Kind] = field(default_factory=list)


def write_answer(
    *, name: str, shortcut: str, texts: Mapping[str, Words], fits: Fits, by: Agent | None
) -> Answer:
    """A new reply text. `texts` by language."""
    texts = _fit_texts(texts)
    answer = Answer(version=1)
    with transaction():
        _describe(answer, name, shortcut, fits)
        answer.save(force_insert=True)
        answer.topics.set(fits.topics)
        _make_version(answer, texts, by)
        record(AnswerWritten(answer_id=answer.id, version=1, by_id=by.id if by else None))
        return answer


def change_answer(
    answer: Answer,
    *,
    name: str,
    shortcut: str,
    texts: Mapping[str, Words],
    fits: Fits,
    version: int,
    by: Agent,
) -> Answer:
    """Other words are a new version. `version`: the one that the writer had before their eyes."""
    texts = _fit_texts(texts)
    with transaction():
        answer = Answer.objects.select_for_update().get(pk=answer.pk)
        if answer.version != version:
            raise ChangedMeanwhile(_who_was_first(answer))
        _describe(answer, name, shortcut, fits)
        if texts != _texts_of(answer):
            answer.version += 1
            _make_version(answer, texts, by)
        answer.save()
        answer.topics.set(fits.topics)
        record(AnswerWritten(answer_id=answer.id, version=answer.version, by_id=by.id))
        return answer


def retire_answer(answer: Answer, *, by: Agent) -> None:
    """Nobody is offered it any more."""
    with transaction():
        if Answer.objects.filter(pk=answer.pk, is_active=True).update(is_active=False):
            record(AnswerRetired(answer_id=answer.id, by_id=by.id))


def restore_answer(answer: Answer, *, by: Agent) -> None:
    with transaction():
        if Answer.objects.filter(pk=answer.pk, is_active=False).update(is_active=True):
            record(AnswerRestored(answer_id=answer.id, by_id=by.id))


def _who_was_first(answer: Answer) -> str:
    newest = answer.versions.select_related("made_by").get(number=answer.version)
    name = newest.made_by.name if newest.made_by else _("Somebody")
    return _("%(name)s changed this text meanwhile. Copy yours, then open it again.") % {
        "name": name
    }


def _make_version(answer: Answer, texts: Mapping[str, Words], by: Agent | None) -> None:
    made = AnswerVersion.objects.create(
        answer=answer, number=answer.version, made_at=clock.now(), made_by=by
    )
    AnswerText.objects.bulk_create(
        AnswerText(version=made, language=language, subject=one.subject, body=one.body)
        for language, one in texts.items()
    )


def _texts_of(answer: Answer) -> dict[str, Words]:
    rows = AnswerText.objects.filter(version__answer=answer, version__number=answer.version)
    return {one.language: Words(one.body, one.subject) for one in rows}


def _describe(answer: Answer, name: str, shortcut: str, fits: Fits) -> None:
    answer.name = " ".join(name.split())[:120]
    if not answer.name:
        raise UnfitAnswer(_("An answer needs a name."))
    answer.shortcut = _free(shortcut.strip().lstrip("/").lower(), but=answer)
    answer.brand = fits.brand
    answer.channel_kinds = [kind.value for kind in Kind if kind in fits.channel_kinds]


def _free(shortcut: str, *, but: Answer) -> str:
    if not _SHORTCUT.fullmatch(shortcut) or len(shortcut) > 40:
        raise UnfitAnswer(_("A shortcut is one short word: letters, digits and hyphens."))
    others = Answer.objects.filter(shortcut=shortcut).exclude(pk=but.pk)
    if (taken := others.first()) is not None:
        said = {"shortcut": shortcut, "name": taken.name}
        raise ShortcutTaken(_("“/%(shortcut)s” is the shortcut of “%(name)s”.") % said)
    return shortcut


def _fit_texts(texts: Mapping[str, Words]) -> dict[str, Words]:
    """Tidied, those without words left out. Raises `UnfitAnswer` or `UnfitText`."""
    fit: dict[str, Words] = {}
    for language, one in texts.items():
        words = Words(_tidy(one.body), " ".join(one.subject.split())[:200])
        if words.body:
            fit[normal_language(language)] = words
        elif words.subject:
            raise UnfitAnswer(_("A subject alone says nothing: write the text below it, too."))
        variables.check(words.subject)
        variables.check(words.body)
    if not fit:
        raise UnfitAnswer(_("Write the text in one language at least."))
    return fit


def _tidy(body: str) -> str:
    return body.replace("\r\n", "\n").strip()


def normal_language(code: str) -> str:
    """ "de", "pt-BR". Raises `UnfitAnswer` for what is no language."""
    try:
        known = Locale.parse(code.strip().replace("_", "-"), sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise UnfitAnswer(_("“%(code)s” is no language that we know.") % {"code": code}) from error
    return str(known).replace("_", "-")
