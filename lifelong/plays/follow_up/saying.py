"""The words of a step: a reply text's, or our own."""

from collections.abc import Sequence as Many
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from lifelong.channels.models import Brand, Channel
from lifelong.commerce.models import Order
from lifelong.concessions.authority import Kind
from lifelong.concessions.codes import VALID_FOR, DiscountCode
from lifelong.conversations.models import Contact
from lifelong.customers.models import Customer
from lifelong.knowledge import variables
from lifelong.knowledge.choosing import Fit, in_language
from lifelong.knowledge.models import AnswerText
from lifelong.knowledge.queries import filled, fitting, languages, texts_of
from lifelong.knowledge.values import About, values_of
from lifelong.knowledge.variables import Value, Variable
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.plays.follow_up.models import Step, StepKind
from lifelong.plays.follow_up.own import Own, own_words
from lifelong.plays.playing import Words
from lifelong.plays.taps import Tap, link

Found = dict[Variable, Value]
#: a code like those that are made
SAMPLE_CODE = "K7MQ-2XRA-9TBD"


@dataclass(frozen=True)
class Gift:
    """What somebody is thanked with."""

    money: Money
    #: None: it is no code
    code: DiscountCode | None

    @classmethod
    def like(cls, money: Money, kind: str) -> Self:
        """Like those that are given, though nobody was given it."""
        code = DiscountCode(SAMPLE_CODE, money, clock.now() + VALID_FOR)
        return cls(money, code if kind == Kind.DISCOUNT else None)


@dataclass(frozen=True, kw_only=True)
class To:
    """Of whom and to whom a step speaks, on which channel and in which language."""

    case_id: UUID
    brand: Brand
    customer: Customer
    contact: Contact
    channel: Channel
    language: str
    order: Order | None = None
    gift: Gift | None = None

    @property
    def languages(self) -> list[str]:
        return languages(self.language, self.brand)

    @property
    def by_mail(self) -> bool:
        return self.channel is Channel.EMAIL

    def day(self, moment: datetime) -> date:
        return moment.astimezone(ZoneInfo(self.brand.zone)).date()


class Texts:
    """The words of many cases: what is the same for several is asked once."""

    def __init__(self, steps: Many[Step]) -> None:
        answers = {one.answer.id: one.answer for one in steps if one.answer is not None}
        self._texts = texts_of(list(answers.values()))
        self._near: dict[tuple[UUID, UUID | None, str, str], AnswerText | None] = {}

    def words(self, step: Step, to: To) -> Words | None:
        """None where something that belongs into it is not known."""
        if step.kind == StepKind.THANK and to.gift is None:
            return None
        text = self._text(step, to)
        if text is None and (step.kind == StepKind.TEXT or step.answer is not None):
            return None
        values = _values(step, to, of_order=text is not None)
        own, matter = own_words(to.languages), _answering(to.contact.subject)
        if text is None:
            subject, body = _own(step, to, own, values)
            subject = matter or subject
        else:
            said = filled(text, values)
            if said.missing:
                return None
            subject, body = said.subject or matter, said.body
        if step.kind == StepKind.ASK:
            body = f"{body}\n\n{_links(to, own)}"
        return Words(
            subject=subject,
            text=body,
            contact=to.contact,
            details={"text": str(text.id)} if text else {},
        )

    def _text(self, step: Step, to: To) -> AnswerText | None:
        """In their language or the brand's first: another would be a guess. What was retired
        nobody says any more."""
        if step.answer is not None and not step.answer.is_active:
            return None
        if step.answer is not None:
            rank, text = in_language(self._texts[step.answer.id], to.languages)
            return text if rank <= 1 else None
        return self._fitting(to) if step.kind == StepKind.TEXT else None

    def _fitting(self, to: To) -> AnswerText | None:
        """Made for their topic, or one above it, and to be said by nobody in particular."""
        topic = to.contact.topic
        key = (to.brand.id, topic.id if topic else None, to.channel.value, to.language)
        if key not in self._near:
            fit = fitting(topic=topic, channel=to.channel, language=to.language, brand=to.brand)
            near = (one.text for one in fit if one.fit <= Fit.ABOVE and one.language_rank <= 1)
            impersonal = (one for one in near if Variable.HERO not in variables.used(one.body))
            self._near[key] = next(impersonal, None)
        return self._near[key]


def _values(step: Step, to: To, *, of_order: bool) -> Found:
    about = About(to.brand, to.customer, to.order if of_order else None)
    values: Found = dict(values_of(about))
    if step.kind == StepKind.ASK:
        values[Variable.DAY] = to.day(to.contact.opened_at)
    if step.kind == StepKind.THANK and to.gift is not None:
        values[Variable.AMOUNT] = to.gift.money
        if to.gift.code is not None:
            values[Variable.CODE] = to.gift.code.code
            values[Variable.DAY] = to.day(to.gift.code.expires_at)
    return values


def _own(step: Step, to: To, own: Own, values: Found) -> tuple[str, str]:
    """Subject and body. A text message spares greeting and name."""
    if step.kind == StepKind.ASK:
        subject, said = own.asked_subject, own.asked if to.by_mail else own.asked_short
    else:
        subject, said = own.thanks_subject, own.code if Variable.CODE in values else own.credit
    if to.by_mail:
        greeting = own.greeting if Variable.FIRST_NAME in values else own.plain_greeting
        said = f"{greeting}\n\n{said}"
    if to.by_mail and step.kind != StepKind.ASK:
        said += "\n\n{{brand.name}}"
    return subject, variables.fill(said, values, language=own.language)


def _links(to: To, own: Own) -> str:
    taps = {"yes": link(Tap.SETTLED, to.case_id), "no": link(Tap.NOT_SETTLED, to.case_id)}
    return f"{own.links % taps}\n\n{to.brand.name}" if to.by_mail else own.links_short % taps


def _answering(subject: str) -> str:
    """As a mail program answers; "" for nothing."""
    if not subject or subject.lower().startswith(("re:", "aw:")):
        return subject
    return f"Re: {subject}"
