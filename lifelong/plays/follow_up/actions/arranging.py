"""Writing sequences: after which closings, and what is said when."""

from collections.abc import Collection
from collections.abc import Sequence as Many
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Channel
from lifelong.concessions import queries as concessions
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import AuthorityLevel
from lifelong.conversations.models import Resolution, Topic
from lifelong.events.log import record
from lifelong.knowledge import variables
from lifelong.knowledge.models import Answer
from lifelong.knowledge.queries import texts_of
from lifelong.knowledge.variables import Variable
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money
from lifelong.lib.transactions import transaction
from lifelong.plays.actions.switching import adjust
from lifelong.plays.follow_up.events import SequenceWritten
from lifelong.plays.follow_up.models import FOLLOWED, Sequence, Step, StepKind
from lifelong.plays.models import Play, PlayKind

MOST_STEPS = 6
#: a thousand opening hours, in minutes
LONGEST = 1000 * 60
THANKS = (Kind.DISCOUNT, Kind.CREDIT)


class UnfitSequence(Refused):
    code = "unfit-sequence"
    status = 422


class SequenceChanged(Refused):
    code = "sequence-changed"


@dataclass(frozen=True)
class Doing:
    """One step. `amount` in minor units, or `percent` of the order: what is given as thanks."""

    kind: StepKind
    delay_minutes: int
    answer: Answer | None = None
    gives: Kind | None = None
    amount: int | None = None
    percent: int | None = None


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All that there is to say of a sequence."""

    name: str
    steps: Many[Doing]
    topics: Collection[Topic] = ()
    resolutions: Collection[str] = (Resolution.SOLVED,)
    channels: Collection[str] = field(default_factory=tuple)
    holdout: int = 10
    from_minute: int = 9 * 60
    to_minute: int = 20 * 60
    level: AuthorityLevel | None = None


def write_sequence(brand: Brand, terms: Terms, *, by: Agent | None) -> Sequence:
    """A new one, off for now. Raises `UnfitSequence`, `NotLikeThat`."""
    with transaction():
        name = _free_name(brand, terms.name, but=None)
        play = Play.objects.create(brand=brand, kind=PlayKind.FOLLOW_UP, name=name)
        sequence = Sequence.objects.create(play=play, resolutions=[])
        return _arrange(sequence, terms, by=by)


def change_sequence(
    sequence: Sequence, terms: Terms, *, version: int, by: Agent | None
) -> Sequence:
    """From now on so; who is under way goes on with the step at their place. `version`: the one
    that the writer had before their eyes.

    Raises `UnfitSequence`, `NotLikeThat`, `SequenceChanged`.
    """
    with transaction():
        play = Play.objects.select_for_update(of=("self",)).get(pk=sequence.pk)
        sequence = Sequence.objects.get(pk=play.pk)
        if sequence.version != version:
            raise SequenceChanged(
                _("Somebody changed this follow-up meanwhile. Note yours, then open it again.")
            )
        sequence.version += 1
        play.name = _free_name(play.brand, terms.name, but=play)
        play.save(update_fields=["name"])
        return _arrange(sequence, terms, by=by)


def _arrange(sequence: Sequence, terms: Terms, *, by: Agent | None) -> Sequence:
    check(terms)
    _check_texts(terms, sequence.play.brand)
    sequence.play = adjust(
        sequence.play,
        holdout=terms.holdout,
        from_minute=terms.from_minute,
        to_minute=terms.to_minute,
        level=terms.level,
    )
    sequence.resolutions = [one.value for one in FOLLOWED if one in terms.resolutions]
    sequence.channels = [one.value for one in Channel if one in terms.channels]
    sequence.save()
    sequence.topics.set(terms.topics)
    sequence.steps.all().delete()
    Step.objects.bulk_create(
        Step(
            sequence=sequence,
            place=place,
            kind=one.kind,
            delay_minutes=one.delay_minutes,
            answer=one.answer,
            gives=one.gives or "",
            amount=one.amount,
            percent=one.percent,
        )
        for place, one in enumerate(terms.steps)
    )
    record(SequenceWritten(play_id=sequence.pk, by_id=by.id if by else None))
    return sequence


def _free_name(brand: Brand, name: str, *, but: Play | None) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise UnfitSequence(_("A sequence needs a name."))
    others = Play.objects.filter(brand=brand, kind=PlayKind.FOLLOW_UP, name=name)
    if (others.exclude(pk=but.pk) if but else others).exists():
        raise UnfitSequence(_("“%(name)s” is there already. Choose another name.") % {"name": name})
    return name


def check(terms: Terms) -> None:
    """Raises `UnfitSequence` with what cannot be meant."""
    if not set(terms.resolutions) & set(FOLLOWED):
        raise UnfitSequence(_("Choose after which closings it follows."))
    if not 0 < len(terms.steps) <= MOST_STEPS:
        raise UnfitSequence(_("A sequence has between one and six steps."))
    if any(not 0 <= one.delay_minutes <= LONGEST for one in terms.steps):
        raise UnfitSequence(_("Wait at most 1,000 opening hours."))
    for place, one in enumerate(terms.steps):
        if one.kind == StepKind.THANK:
            _check_thanks(terms, one, place)


def _check_texts(terms: Terms, brand: Brand) -> None:
    """Raises `UnfitSequence` for a text that no play of this brand can say."""
    answers = [one.answer for one in terms.steps if one.answer is not None]
    texts = texts_of(answers)
    for answer in answers:
        if answer.brand_id not in (None, brand.id):
            raise UnfitSequence(_("“%(text)s” is a text of another brand.") % {"text": answer.name})
        said = [f"{one.subject} {one.body}" for one in texts[answer.id]]
        if any(Variable.HERO in variables.used(one) for one in said):
            raise UnfitSequence(
                _("“%(text)s” names a hero, and nobody writes this.") % {"text": answer.name}
            )


def _check_thanks(terms: Terms, step: Doing, place: int) -> None:
    asked = any(one.kind == StepKind.ASK for one in terms.steps[:place])
    if place != len(terms.steps) - 1 or not asked:
        raise UnfitSequence(_("Thanks come last, after asking: only who says yes is thanked."))
    if step.gives not in THANKS or (not step.amount) == (not step.percent):
        raise UnfitSequence(
            _("Say what is given as thanks: a code or credit, an amount or a share.")
        )
    if (step.amount or 0) < 0 or not 0 <= (step.percent or 0) <= 100:
        raise UnfitSequence(_("An amount is above zero, a share at most 100%."))
    if terms.level is None:
        raise UnfitSequence(_("Choose the authority level under which it gives thanks."))
    _check_authority(terms.level, step)


def _check_authority(level: AuthorityLevel, step: Doing) -> None:
    now = next(
        (one for one in concessions.levels(level.currency, now=clock.now()) if one.id == level.id),
        None,
    )
    limit = now.limits.get(step.gives) if now and step.gives else None
    if limit is None:
        raise UnfitSequence(_("%(level)s may not give that.") % {"level": level.name})
    if step.amount and step.amount > limit.most:
        most = Money(limit.most, level.currency).format()
        raise UnfitSequence(
            _("%(level)s may give %(most)s at most.") % {"level": level.name, "most": most}
        )
    if step.percent and limit.percent is not None and step.percent > limit.percent:
        raise UnfitSequence(
            _("%(level)s may give %(most)s%% of an order at most.")
            % {"level": level.name, "most": limit.percent}
        )
