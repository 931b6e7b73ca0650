"""A lead's word on a mass incident, and one answer to all who reply."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact
from lifelong.events.log import record
from lifelong.knowledge import variables
from lifelong.knowledge.variables import Values
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.plays.actions.stopping import stop
from lifelong.plays.models import Case, CaseState
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.events import MassIncidentDecided
from lifelong.plays.outreach.foretelling import pace
from lifelong.plays.outreach.mass import LEADS
from lifelong.plays.outreach.models import MassIncident, MassState
from lifelong.plays.outreach.saying import Texts
from lifelong.plays.waiting import Why


class Decided(Refused):
    """A colleague was faster, or it is over."""

    code = "decided"


def decide(mass: MassIncident, *, approved: bool, by: Agent) -> MassIncident:
    """Tell those who have it, in waves whose answers find heroes; or tell nobody. `Decided`."""
    with transaction():
        rows = MassIncident.objects.select_for_update(of=("self",)).select_related("play__brand")
        mass = rows.get(pk=mass.pk)
        if mass.state != MassState.FOUND or mass.over_at is not None:
            raise Decided(_("This is decided already, or over."))
        mass.state = MassState.APPROVED if approved else MassState.DECLINED
        mass.decided_at, mass.decided_by = clock.now(), by
        mass.wave = pace(mass).wave if approved else 0
        mass.save()
        held = queries.members(mass).filter(state=CaseState.PLANNED, step=0)
        cases = held.select_for_update(of=("self",)).order_by("id")
        if approved:
            Case.objects.filter(pk__in=[one.id for one in cases]).update(due_at=clock.now())
        else:
            stop(cases, why=Why.OFF)
        record(MassIncidentDecided(mass_id=mass.id, approved=approved, agent_id=by.id))
        publish(f"mass-incidents/{mass.id}", audience=LEADS)
        return mass


class Unknown(Refused):
    """What the text names is not known of one customer."""

    code = "unknown-of-them"
    status = 422


@dataclass(frozen=True)
class Answered:
    """How many got the answer, and by contact why others did not, as a sentence."""

    count: int
    refused: Mapping[UUID, str]


def answer_all(contacts: Mapping[Contact, int], *, text: str, language: str, by: Agent) -> Answered:
    """One text to many who replied, filled with what is known of each. `contacts`: each with the
    last position that was on screen; who has written since is left for a person to read.
    `language`: how days and sums are written.

    Raises `UnfitText` for a text that names what there is not.
    """
    variables.check(text)
    cases = queries.cases_behind(list(contacts))
    texts = Texts(list(cases.values()))
    count, refused = 0, {}
    for contact, seen in contacts.items():
        case = cases.get(contact.id)
        values = texts.values(case, hero=by) if case else {}
        try:
            said = _filled(text, values, language)
            reply(
                contact,
                text=said,
                by=by,
                seen_position=seen,
                # the same said twice is said once
                entry_id=uuid5(contact.id, f"{seen} {text}"),
            )
            count += 1
        except Refused as why:
            refused[contact.id] = str(why)
    return Answered(count, refused)


def _filled(text: str, values: Values, language: str) -> str:
    if lacking := variables.missing(text, values):
        named = ", ".join(one.words for one in lacking)
        raise Unknown(_("Not known of them: %(named)s. Write to them yourself.") % {"named": named})
    return variables.fill(text, values, language=language)
