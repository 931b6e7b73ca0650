"""The words of outreach: what happened, the new day, what we do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.commerce.models import Incident
from lifelong.knowledge.queries import Filled, text_for
from lifelong.knowledge.values import About, values_of
from lifelong.knowledge.variables import Values, Variable
from lifelong.lib import clock
from lifelong.plays.models import Case
from lifelong.plays.outreach.models import Template
from lifelong.plays.playing import Way, Words


@dataclass(frozen=True)
class Tried:
    """A text on its way to being said."""

    template: Template
    filled: Filled

    @property
    def is_sayable(self) -> bool:
        """Everything in it is known."""
        return not self.filled.missing


class Texts:
    """The templates and incidents of many cases, asked at once."""

    def __init__(self, cases: Sequence[Case]) -> None:
        rows = Incident.objects.select_related("shipment", "order")
        self._incidents = rows.in_bulk({case.subject for case in cases})
        self._templates: dict[tuple[UUID, str], list[Template]] = {}
        plays = {case.play_id for case in cases}
        templates = Template.objects.filter(play__in=plays, answer__is_active=True)
        for one in templates.select_related("answer").order_by("place"):
            self._templates.setdefault((one.play_id, one.cause), []).append(one)

    def words(self, case: Case, way: Way) -> Words | None:
        """The first text for which everything is known; None where there is none."""
        incident = self._incidents.get(case.subject)
        if incident is None:
            return None
        said = self._text(case, incident, way)
        if said is None:
            return None
        details = {"incident": str(incident.id), "order": str(incident.order_id)}
        return Words(
            subject=said.subject,
            text=said.body,
            details={**details, "cause": incident.cause, "text": str(said.text_id)},
        )

    def values(self, case: Case, *, hero: Agent) -> Values:
        """What a hero knows of a case who writes about it."""
        brand, incident = case.play.brand, self._incidents.get(case.subject)
        about = About(brand, case.customer, case.order, hero)
        return values_of(about) if incident is None else values_in(incident, about)

    def _text(self, case: Case, incident: Incident, way: Way) -> Filled | None:
        about = About(case.play.brand, case.customer, incident.order)
        templates = self._templates.get((case.play_id, incident.cause), [])
        every = tried(templates, incident, about, channel=way.channel, language=way.language)
        return next((one.filled for one in every if one.is_sayable), None)


def tried(
    templates: Sequence[Template],
    incident: Incident,
    about: About,
    *,
    channel: Channel,
    language: str,
) -> Iterator[Tried]:
    """The texts for this cause and channel, in the order in which they are tried: one made for
    the channel goes before one for any. `templates`: by their places."""
    values = values_in(incident, about)
    for one in sorted(templates, key=lambda one: one.channel != channel):
        if one.channel in ("", channel):
            yield Tried(
                one, text_for(one.answer, language=language, values=values, brand=about.brand)
            )


def values_in(incident: Incident, about: About) -> Values:
    """Of the parcel that is in trouble, whichever others the order has. A day that is over is no
    day to expect it on."""
    shipment = incident.shipment
    expected = incident.expected_on or shipment.expected_on
    own = {
        Variable.CARRIER: shipment.carrier,
        Variable.TRACKING_LINK: shipment.tracking_url,
        Variable.EXPECTED_DAY: expected if expected and expected >= clock.now().date() else None,
    }
    others = {name: value for name, value in values_of(about).items() if name not in own}
    return others | {name: value for name, value in own.items() if value}
