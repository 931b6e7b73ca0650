"""Permissions hold on every door: role x route x object, expected from policy and row scope."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from pytest_django.fixtures import Settings

from lifelong.accounts.policy import Verb
from lifelong.channels.models import Brand
from lifelong.conversations.actions.changing import audience_of
from lifelong.conversations.models import Conversation
from lifelong.lib import ids
from lifelong.lib.http import Fetched
from lifelong.lib.rates import Limit
from lifelong.lists.models import Bulk
from lifelong.live.tickets import read_token
from lifelong.web.api.tests.shop import Shop
from lifelong.web.console import mail
from lifelong.web.signin import views
from lifelong.web.taps import views as taps
from lifelong.web.widget import doors as widgets
from tests.journeys.callers import Knocker, everybody
from tests.journeys.doors import all_doors
from tests.journeys.permissions import DOORS, TABLES, Door, Place
from tests.journeys.places import make_place


class Outcome(Enum):
    OPEN = "open"
    UNKNOWN = "who are you?"
    FORBIDDEN = "not you"
    HIDDEN = "there is nothing"
    BROKEN = "broken"


@dataclass
class Town:
    shop: Shop
    own: Place
    foreign: Place
    #: in a foreign inbox, and owned by whoever knocks
    owned: Place
    knockers: list[Knocker]

    @property
    def places(self) -> list[Place]:
        return [self.own, self.foreign, self.owned]

    def sees_whole(self, knocker: Knocker, place: Place) -> bool:
        """domain.md: heroes see the conversations of their inboxes and their own."""
        return knocker.sees_all or place in (self.own, self.owned)

    def reads(self, knocker: Knocker, place: Place) -> bool:
        return {Verb.READ_TEXT, Verb.SEE_CUSTOMERS} <= knocker.verbs and self.sees_whole(
            knocker, place
        )


@pytest.fixture
def town(db: None, monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Town:
    picture = Fetched(b"png", "image/png", "https://pics.example/p.png")
    monkeypatch.setattr(mail, "fetch_image", lambda url: picture)
    settings.ACCOUNT_RATE_LIMITS = False
    monkeypatch.setattr(views, "PER_ADDRESS", Limit("100000/minute", "sign-in in a test"))
    monkeypatch.setattr(taps, "PER_ADDRESS", Limit("100000/minute", "taps in a test"))
    monkeypatch.setattr(widgets, "PER_ADDRESS", Limit("100000/minute", "widgets in a test"))
    shop = Shop()
    # none of them works for it
    Brand.objects.create(name="Elsewhere")
    own = make_place(shop, "own", to=shop.service)
    foreign = make_place(shop, "foreign", to=shop.repairs)
    owned = make_place(shop, "owned", to=shop.repairs)
    return Town(shop, own, foreign, owned, list(everybody(shop)))


def test_every_door_has_a_line() -> None:
    assert all_doors() - DOORS.keys() == set(), "say in permissions/ who may go through"
    assert DOORS.keys() - all_doors() == set(), "these doors are gone"


@pytest.mark.proof
@pytest.mark.timeout(300)
@pytest.mark.parametrize("doors", TABLES.values(), ids=TABLES.keys())
def test_every_door_opens_to_whom_it_should(town: Town, doors: dict[str, Door]) -> None:
    wrong = [
        f"{name} for {knocker.name} at {place.secret}: {said}"
        for name in doors
        for knocker in knockers_for(town, name)
        for place in places_to_try(town, knocker, name)
        for said in knock(town, knocker, name, place)
    ]
    assert not wrong, "\n".join(wrong)


def knockers_for(town: Town, name: str) -> list[Knocker]:
    """A screen does not ask whose token it is, nor the API whose session: who holds every scope
    tries at the screen's doors for all tokens, an admin at the API's for all sessions."""
    if " /api/" in name:
        return [
            one for one in town.knockers if not one.at_screen or one.name == "admin at a screen"
        ]
    return [one for one in town.knockers if not one.by_token or one.name == "service"]


def places_to_try(town: Town, knocker: Knocker, name: str) -> list[Place]:
    """To whom a door is closed as such, it is closed at the foreign place as at the others; and
    where it asks for nobody's conversation, it opens at the foreign place as at the others."""
    closed = expected(town, knocker, name, town.own) is not Outcome.OPEN
    same = closed or "<" not in name or not DOORS[name].whole
    return [town.foreign] if same else town.places


def knock(town: Town, knocker: Knocker, name: str, place: Place) -> list[str]:
    """What was wrong with the answer; everything that it did is undone."""
    door = DOORS[name]
    with transaction.atomic():
        if knocker.agent is not None:
            owned = Conversation.objects.filter(pk=town.owned.conversation_id)
            owned.update(owner=knocker.agent, status="open")
            Bulk.objects.update(agent=knocker.agent)
        answer = send(knocker, name, door, place)
        transaction.set_rollback(True)
    outcome, wanted = outcome_of(answer, door), expected(town, knocker, name, place)
    wrong = list(leaks(town, knocker, door, place, answer))
    if outcome is not wanted:
        wrong.append(f"{outcome} ({answer.status_code}) instead of {wanted}")
    if outcome is Outcome.OPEN and door.lists:
        wrong += lacks(town, knocker, answer)
    return wrong


def send(knocker: Knocker, name: str, door: Door, place: Place) -> Any:
    method, route = name.split(" ", 1)
    agent_id = knocker.agent.id if knocker.agent else place.agent_id
    place = Place(**{**place.__dict__, "agent_id": agent_id})
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: _at(door, place, found[1]), route)
    method = "GET" if method == "ANY" else method
    if door.json is not None:
        body, kind = json.dumps(door.json(place)), "application/json"
        key = {"Idempotency-Key": str(ids.new_id())}
        return knocker.client.generic(method, path, body, content_type=kind, headers=key)
    if method == "POST":
        return knocker.client.post(path, door.form(place))
    return knocker.client.generic(method, path)


def _at(door: Door, place: Place, parameter: str) -> str:
    return str(getattr(place, door.at.get(parameter, parameter), "elsewhere"))


def outcome_of(answer: HttpResponseBase, door: Door) -> Outcome:
    if answer.status_code in door.answers:
        return Outcome.OPEN
    if answer.status_code == 302 and answer["Location"].startswith("/sign-in/"):
        return Outcome.UNKNOWN
    by_status = {401: Outcome.UNKNOWN, 403: Outcome.FORBIDDEN, 404: Outcome.HIDDEN}
    return by_status.get(answer.status_code, Outcome.BROKEN)


def expected(town: Town, knocker: Knocker, name: str, place: Place) -> Outcome:
    door = DOORS[name]
    if door.needs is None:
        return Outcome.OPEN
    if not (knocker.by_token if " /api/" in name else knocker.at_screen):
        return Outcome.UNKNOWN
    beyond = door.service_needs if knocker.agent is None else ()
    if not knocker.verbs.issuperset({*door.needs, *beyond}):
        return Outcome.FORBIDDEN
    if door.acts and knocker.agent is None:
        return Outcome.FORBIDDEN
    if door.whole and not town.sees_whole(knocker, place):
        return Outcome.HIDDEN
    return Outcome.OPEN


def leaks(
    town: Town, knocker: Knocker, door: Door, asked: Place, answer: HttpResponseBase
) -> Iterator[str]:
    """Words that this caller may not read, and conversations that they should not be shown."""
    told = _body(answer)
    if door.quotes:
        for place in town.places:
            told = told.replace(place.refusal, "")
    for place in town.places:
        if place.secret in told and not town.reads(knocker, place):
            yield f"the words of {place.secret} were told"
        known = town.sees_whole(knocker, place) or place is asked or door.tells_of_others
        if str(place.conversation_id) in told and not known:
            yield f"the conversation of {place.secret} was shown"


def lacks(town: Town, knocker: Knocker, answer: HttpResponseBase) -> Iterator[str]:
    for place in town.places:
        if town.sees_whole(knocker, place) and str(place.conversation_id) not in _body(answer):
            yield f"{place.secret} is missing"


def _body(answer: Any) -> str:
    content: bytes = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def test_live_signals_reach_those_who_see_the_conversation(town: Town) -> None:
    for knocker in town.knockers:
        if not (knocker.at_screen and Verb.SEE_CUSTOMERS in knocker.verbs):
            continue
        with transaction.atomic():
            owned = Conversation.objects.filter(pk=town.owned.conversation_id)
            owned.update(owner=knocker.agent)
            token = knocker.client.post("/stream/token").json()["token"]
            heard = read_token(token).audiences
            for place in town.places:
                conversation = Conversation.objects.get(pk=place.conversation_id)
                hears = bool(heard & audience_of(conversation))
                assert hears is town.sees_whole(knocker, place), (knocker.name, place.secret)
            transaction.set_rollback(True)
