"""What triage read, as the head says it; and what a hero says about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.commerce.models import ShipmentState
from lifelong.conversations import queries
from lifelong.lib.money import Money
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.queries import StandingTag
from lifelong.triage.risk import Evidence, Risk
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import choice
from lifelong.web.console.hints import done
from lifelong.web.look.words import date_words, money


@dataclass(frozen=True)
class RiskRow:
    value: str
    words: str
    evidence: str
    #: it has a say in who answers
    decides: bool
    confirmed: bool


def risk_row(tag: StandingTag) -> RiskRow:
    return RiskRow(
        value=tag.risk.value,
        words=str(tag.risk.label),
        evidence=evidence_words(tag.risk, tag.evidence),
        decides=tag.decides,
        confirmed=tag.confirmed,
    )


def evidence_words(risk: Risk, evidence: Evidence) -> str:
    """A sentence, or the customer's own words in quotation marks; "" where a hero set the tag."""
    if evidence.words:
        return _("“%(words)s”") % {"words": evidence.words}
    return _by_facts(risk, evidence.facts) if evidence.facts else ""


def _by_facts(risk: Risk, facts: Mapping[str, str | int]) -> str:
    if risk is Risk.HIGH_VALUE:
        spent = Money(int(facts["amount"]), str(facts["currency"]))
        return _("Has paid and kept %(amount)s.") % {"amount": money(spent)}
    if risk is Risk.REPEAT_COMPLAINT:
        return _("Unhappy, with %(contacts)s other matters in %(days)s days.") % facts
    if "state" in facts:
        said = {"order": facts["order"], "state": ShipmentState(str(facts["state"])).label}
        return _("Parcel of %(order)s: %(state)s.") % said
    said = {"order": facts["order"], "day": date_words(date.fromisoformat(str(facts["day"])))}
    if risk is Risk.FIRST_ORDER:
        return _("%(order)s of %(day)s is their only one.") % said
    return _("%(order)s was to arrive on %(day)s.") % said


@door("POST", needs=Verb.ANSWER)
def corrections(request: ConsoleRequest, contact_id: UUID) -> HttpResponse:
    """`right` or `wrong`: the tag of which that is true."""
    contact = queries.contact(contact_id, visible_to=request.caller)
    holds = "right" in request.POST
    risk = choice(Risk, request.POST.get("right" if holds else "wrong", ""))
    judge_tag(contact, risk=risk, holds=holds, by=request.agent)
    return done(contact.conversation_id)
