"""Scenes played: who answers, when each line falls, and how it ends."""

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel, Endpoint
from lifelong.conversations.models import Contact, Resolution
from lifelong.customers.models import Handle, HandleKind
from lifelong.simulation.buying import DAY, HOUR, MINUTE
from lifelong.simulation.catalogue import ARTICLES
from lifelong.simulation.diary import Diary
from lifelong.simulation.ground import Ground
from lifelong.simulation.people import first_of
from lifelong.simulation.scenes import Scene, filled
from lifelong.simulation.shop import ZONE

#: topics whose mail goes to returns@
AFTERWARDS = {"Damaged item", "Where is my refund", "How to return", "Wrong item", "Lost parcel"}
_HELD_BY = {
    Channel.EMAIL: HandleKind.EMAIL, Channel.CHAT: HandleKind.VISITOR,
    Channel.SMS: HandleKind.PHONE,
}  # fmt: skip
#: how long the customer and we take for a line, in minutes
_PACE = {
    Channel.EMAIL: ((120, 2400), (24, 460)), Channel.CHAT: ((0.2, 1.6), (0.2, 0.9)),
    Channel.SMS: ((1, 25), (1, 9)),
}  # fmt: skip


class Stage:
    """Where scenes are played; remembers whose turn it is."""

    def __init__(self, ground: Ground, *, now: datetime, chance: random.Random) -> None:
        self._ground, self._now, self._chance = ground, now, chance

    def play(self, scene: Scene, diary: Diary, handles: dict[str, Handle]) -> None:
        endpoint = self._endpoint(scene)
        hero = self._hero(endpoint, diary)
        scene = self._cast(scene, diary, hero)
        handle = handles[_HELD_BY[scene.channel]]
        at = self._by_day(scene.begins) if scene.channel is not Channel.EMAIL else scene.begins
        contact = diary.begin(at, endpoint, scene.subject)
        at = self._speak(scene, diary, contact, handle, hero, at)
        self._end(scene, diary, contact, hero, at)

    def _speak(
        self,
        scene: Scene,
        diary: Diary,
        contact: Contact,
        handle: Handle,
        hero: Agent,
        at: datetime,
    ) -> datetime:
        """All lines; the moment of the last."""
        lines = scene.lines if scene.ends == "closed" else scene.lines[:2]
        theirs, ours = _PACE[scene.channel]
        last_ref = ""
        for place, (is_ours, text) in enumerate(lines):
            if place:
                at = self._after(at, ours if is_ours else theirs)
            if is_ours:
                if scene.channel is Channel.EMAIL:
                    at = self._in_time(self._by_day(at), at)
                if diary.owner is None:
                    diary.hand_to(hero, at - (at - contact.opened_at) / 2)
                if place == 1 and scene.note and self._chance.random() < 0.7:
                    diary.note(contact, at - MINUTE / 2, scene.note, hero)
                diary.answer(contact, at, text, handle, hero, last_ref)
            else:
                last_ref = self._ref(scene.channel, handle)
                diary.hear(contact, at, text, handle, last_ref)
        return at

    def _end(self, scene: Scene, diary: Diary, contact: Contact, hero: Agent, at: datetime) -> None:
        topic = self._ground.topics[scene.topic]
        soon = self._in_time(at + MINUTE / 2, at)
        match scene.ends:
            case "closed":
                live = scene.channel is not Channel.EMAIL
                later = at + self._chance.uniform(2, 9) * (MINUTE if live else 5 * HOUR)
                closed_at = self._in_time(later if live else self._by_day(later), soon)
                if scene.promise:
                    made = diary.promise(contact, soon, scene.promise, at + 3 * DAY, hero)
                    diary.keep(made, closed_at - MINUTE / 20, hero)
                silent = scene.topic == "Which one suits me" and self._chance.random() < 0.3
                how = Resolution.ABANDONED if silent else Resolution.SOLVED
                if scene.lines[-1][0] is False:
                    how = Resolution.NO_REPLY_NEEDED
                diary.close(contact, closed_at, topic, how, hero)
            case "promise":
                diary.promise(contact, soon, scene.promise, self._now + 26 * HOUR, hero)
            case "answer":
                pass
            case on:
                contact.set_aside_until, contact.set_aside_on = self._now + 30 * HOUR, on
                until = contact.set_aside_until.isoformat()
                diary.happened("set-aside", soon, contact, hero, on=on, until=until)

    def _cast(self, scene: Scene, diary: Diary, hero: Agent) -> Scene:
        bought, buyer = scene.bought, diary.customer
        article = bought.lines[0].article if bought else self._chance.choice(ARTICLES)
        if bought and bought.refunded_line is not None:
            article = bought.lines[bought.refunded_line].article
        language = buyer.language if buyer.language == "de" else "en"
        tomorrow = (scene.begins + DAY).date()
        return filled(
            scene,
            first=first_of((bought.buyer if bought else buyer).name),
            product=article.called(language),
            order=bought.number if bought else "",
            hero=hero.name.split()[0],
            day=format_date(tomorrow, "EEEE", locale=language),
        )

    def _endpoint(self, scene: Scene) -> Endpoint:
        if scene.channel is Channel.EMAIL:
            after = scene.topic in AFTERWARDS
            return self._ground.returns if after else self._ground.support
        return self._ground.chat if scene.channel is Channel.CHAT else self._ground.number

    def _hero(self, endpoint: Endpoint, diary: Diary) -> Agent:
        """Somebody of that inbox; the one whom they know, as often as not."""
        there = self._ground.heroes_of[endpoint.inbox_id]
        if diary.last_owner in there and self._chance.random() < 0.6:
            assert diary.last_owner is not None
            return diary.last_owner
        return self._chance.choice(there)

    def _after(self, at: datetime, pace: tuple[float, float]) -> datetime:
        return self._in_time(at + self._chance.uniform(*pace) * MINUTE, at)

    def _in_time(self, at: datetime, before: datetime) -> datetime:
        """Not in the future, and after what was before."""
        latest = self._now - 4 * MINUTE
        if at > latest:
            at = before + (latest - before) / 2
        return max(at, before + timedelta(seconds=1))

    def _by_day(self, at: datetime) -> datetime:
        """The same moment, or the next morning if it is night at the shop."""
        local = at.astimezone(ZoneInfo(ZONE))
        if 8 <= local.hour < 20:
            return at
        morning = local.replace(hour=8, minute=self._chance.randrange(10, 59))
        if local.hour >= 20:
            morning += DAY
        return morning.astimezone(at.tzinfo)

    def _ref(self, channel: Channel, handle: Handle) -> str:
        made = f"{self._chance.getrandbits(128):032x}"
        if channel is Channel.EMAIL:
            return f"{made}@{handle.value.rpartition('@')[2]}"
        return f"SM{made}" if channel is Channel.SMS else made
