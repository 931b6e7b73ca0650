"""What outreach told before somebody asked; and one trouble that many have now, which waits for a
lead."""

import random
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from lifelong.accounts.models import Agent
from lifelong.commerce.models import Cause, Incident
from lifelong.conversations.models import Contact, Resolution
from lifelong.customers.models import Handle, HandleKind, Purpose
from lifelong.knowledge import variables
from lifelong.knowledge.variables import Values, Variable
from lifelong.plays.assignment import Arm, assign, season_of
from lifelong.plays.events import CaseBegun, CaseReplied, CaseStopped, CustomerTouched
from lifelong.plays.models import Case, CaseState, Touch
from lifelong.plays.outreach.mass import SPAN
from lifelong.plays.outreach.models import MassIncident, Member
from lifelong.plays.waiting import Why
from lifelong.simulation.bulk import Rows, id_at
from lifelong.simulation.buying import CROWD, DAY, MINUTE
from lifelong.simulation.diary import Diary
from lifelong.simulation.ground import Ground
from lifelong.simulation.outreach_texts import OUTREACH_TEXTS, OutreachText
from lifelong.simulation.people import first_of
from lifelong.simulation.scenes import OUTREACH_FOR, QUIET
from lifelong.simulation.shop import BRAND, ZONE

#: of a hundred who were told so many answer
_REPLY = 30
#: whoever talks with us anyway is not told
_BUSY = 6 * DAY
_ASKS = {
    "de": ("Danke, dass Sie Bescheid geben! Kann es auch zu meiner Nachbarin?",
           "Oh, das ist schade. Kommt es denn sicher noch diese Woche?"),
    "en": ("Thanks for telling me! Could it go to my neighbour instead?",
           "Oh, that is a pity. Will it really come this week?"),
}  # fmt: skip
_SAYS = {
    "de": "Danke für Ihre Antwort! Ich habe es so weitergegeben und sehe morgen noch einmal nach.",
    "en": "Thank you for your answer! I have passed that on, and look again tomorrow.",
}


class Telling:
    """Writes the cases of one shop."""

    def __init__(self, ground: Ground, rows: Rows, *, now: datetime, chance: random.Random) -> None:
        self._ground, self._rows, self._now, self._chance = ground, rows, now, chance

    def tell(self, incident: Incident, diary: Diary, handles: dict[str, Handle]) -> None:
        """What came of an incident, if it is long enough ago and we say anything of it."""
        at, text = incident.opened_at, _text_for(incident)
        if text is None or not self._now - OUTREACH_FOR < at < self._now - QUIET - 2 * DAY:
            return
        case = self._case(incident)
        known = {
            "customer_id": case.customer_id, "case_id": case.id, "play_id": case.play_id,
        }  # fmt: skip
        diary.facts.append((at, CaseBegun(**known, arm=Arm(case.arm))))
        self._rows.add(case)
        if case.arm == Arm.HOLDOUT:
            return
        told_at = self._by_day(at + 11 * MINUTE)
        case.state, case.due_at, case.why = CaseState.STOPPED, None, Why.SETTLED
        if any(abs(one.opened_at - at) < _BUSY for one in diary.contacts):
            case.why = Why.WROTE
        else:
            self._say(case, incident, text, diary, handles[HandleKind.EMAIL], told_at, known)
        stopped = CaseStopped(**known, why=Why(case.why))
        diary.facts.append((case.replied_at or told_at + DAY, stopped))

    def _say(
        self,
        case: Case,
        incident: Incident,
        text: OutreachText,
        diary: Diary,
        handle: Handle,
        at: datetime,
        known: dict[str, UUID],
    ) -> None:
        language = "de" if diary.customer.language == "de" else "en"
        values, words = _values(incident, diary), text.texts[language]
        details = {
            "play": case.play.kind,
            "case": str(case.id),
            "incident": str(incident.id),
            "order": str(incident.order_id),
            "cause": incident.cause,
        }
        entry = diary.approach(
            at,
            self._ground.support,
            (
                variables.fill(words.subject, values, language=language),
                variables.fill(words.body, values, language=language),
            ),
            handle,
            details,
        )
        touch = Touch(
            entry=entry, case=case, step=0, customer=case.customer, purpose=Purpose.UPDATES, at=at
        )
        self._rows.add(touch)
        case.step = 1
        touched = CustomerTouched(**known, entry_id=entry.id, step=0, purpose=Purpose.UPDATES)
        diary.facts.append((at, touched))
        if entry.contact is not None and self._chance.random() * 100 < _REPLY:
            case.replied_at = self._by_day(at + self._chance.uniform(9, 300) * MINUTE)
            case.why = Why.WROTE
            diary.facts.append((case.replied_at, CaseReplied(**known)))
            self._talk(entry.contact, diary, handle, case.replied_at, language)

    def _talk(
        self, contact: Contact, diary: Diary, handle: Handle, at: datetime, language: str
    ) -> None:
        hero: Agent = self._chance.choice(self._ground.heroes_of[self._ground.support.inbox_id])
        ref = f"{self._chance.getrandbits(128):032x}@{handle.value.rpartition('@')[2]}"
        contact.closed_at, contact.resolution = None, ""
        diary.happened("reopened", at, contact, None)
        diary.hear(contact, at + MINUTE / 60, self._chance.choice(_ASKS[language]), handle, ref)
        answered = self._by_day(at + self._chance.uniform(12, 200) * MINUTE)
        diary.hand_to(hero, answered - MINUTE)
        diary.answer(contact, answered, _SAYS[language], handle, hero, ref)
        topic = self._ground.topics["Where is my order"]
        diary.close(contact, answered + 2 * MINUTE, topic, Resolution.SOLVED, hero)

    def find_mass(self) -> None:
        """The crowd of `buying.CROWD`, once its incidents are written."""
        play = self._ground.outreach
        recent = Incident.objects.filter(
            carrier=CROWD.carrier.lower(), cause=Cause.DELAY, opened_at__gt=self._now - SPAN
        )
        found = list(recent.select_related("order__customer").order_by("opened_at", "id"))
        mass = MassIncident.objects.create(
            play=play,
            carrier=CROWD.carrier.lower(),
            cause=Cause.DELAY,
            found_at=max(one.opened_at for one in found),
            parcels=len(found),
            usual=0.1,
        )
        cases = [self._case(one) for one in found if one.order.customer_id]
        Case.objects.bulk_create(cases)
        Member.objects.bulk_create([Member(case=one, mass=mass) for one in cases])

    def _case(self, incident: Incident) -> Case:
        """As it is when it begins."""
        at, customer, play = incident.opened_at, incident.order.customer, self._ground.outreach
        assert customer is not None
        season, causes = season_of(at), [str(incident.cause)]
        arm = assign(customer.person_id, play.id, season, share=play.holdout / 100, causes=causes)
        held = arm is Arm.HOLDOUT
        return Case(
            id=id_at(at, self._chance),
            play=play,
            customer=customer,
            subject=incident.id,
            order=incident.order,
            causes=causes,
            begun_at=at,
            season=season,
            holdout=play.holdout,
            arm=arm,
            state=CaseState.HELD if held else CaseState.PLANNED,
            due_at=None if held else at + 10 * MINUTE,
            why="" if held else Why.MASS,
        )

    def _by_day(self, at: datetime) -> datetime:
        """The same moment, or the morning after it."""
        local = at.astimezone(ZoneInfo(ZONE))
        if 9 <= local.hour < 20:
            return at
        morning = local.replace(hour=9, minute=self._chance.randrange(1, 20))
        return (morning + DAY if local.hour >= 20 else morning).astimezone(at.tzinfo)


def _text_for(incident: Incident) -> OutreachText | None:
    fit = [one for one in OUTREACH_TEXTS if incident.cause in one.causes]
    dated = [one for one in fit if one.is_dated and _new_day(incident)]
    return next(iter([*dated, *(one for one in fit if not one.is_dated)]), None)


def _new_day(incident: Incident) -> bool:
    return incident.expected_on is not None and incident.expected_on > incident.opened_at.date()


def _values(incident: Incident, diary: Diary) -> Values:
    day = {Variable.EXPECTED_DAY: incident.expected_on} if incident.expected_on else {}
    return {
        Variable.FIRST_NAME: first_of(diary.customer.name),
        Variable.ORDER_NUMBER: incident.order.number,
        Variable.CARRIER: incident.shipment.carrier,
        Variable.BRAND: BRAND,
        **day,
    }
