"""Two years of mail with the made-up shop, written by the real actions with the clock stopped."""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F

from lifelong.accounts.models import Agent
from lifelong.channels.models import Endpoint
from lifelong.conversations.actions.closing import close
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.placing import Arrival
from lifelong.conversations.actions.promising import promise, settle_promise
from lifelong.conversations.actions.receiving import receive
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.setting_aside import set_aside
from lifelong.conversations.incoming import IncomingMessage, Sender
from lifelong.conversations.models import (
    Contact,
    Entry,
    Resolution,
    Sending,
    SendingState,
    SetAsideOn,
)
from lifelong.customers.models import Customer
from lifelong.lib import clock, ids
from lifelong.simulation.ground import Ground
from lifelong.simulation.letters import MATTERS, Matter, Words
from lifelong.simulation.people import BUYERS, Buyer
from lifelong.simulation.shop import PRODUCTS, ZONE

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: topics whose mail goes to returns@
AFTERWARDS = {"Damaged item", "Where is my refund", "How to return", "Wrong item"}


@dataclass(frozen=True)
class Scene:
    """One contact as it is to be: who, about what, when, and who serves them."""

    buyer: Buyer
    matter: Matter
    begins: datetime
    hero: Agent
    endpoint: Endpoint
    words: Words
    #: "closed", or what it waits for: "answer" (the customer's), "carrier", "promise"
    ends: str


def write(ground: Ground, *, now: datetime, chance: random.Random) -> None:
    """All contacts of the past, the oldest first."""
    for scene in sorted(_scenes(ground, now, chance), key=lambda scene: scene.begins):
        _play(scene, ground, now, chance)
    _send_all()
    for buyer in BUYERS:
        Customer.objects.filter(handles__value=buyer.email).update(
            language=buyer.language, zone=ZONE if buyer.language == "de" else ""
        )


def _scenes(ground: Ground, now: datetime, chance: random.Random) -> Iterator[Scene]:
    """Most people come once or twice in two years; a few are regulars."""
    for number, buyer in enumerate(BUYERS):
        matters = chance.sample(MATTERS, k=5 if number == 0 else chance.choice([1, 1, 2, 2, 3]))
        for place, matter in enumerate(matters):
            ago = chance.uniform(10, 700 if place else 200) * DAY
            yield _scene(ground, buyer, matter, now - ago, "closed", chance)
    unsettled = ["answer", "answer", "carrier", "promise", "answer"]
    for buyer, ends in zip(BUYERS[3::4], unsettled, strict=False):
        matter = chance.choice([one for one in MATTERS if ends != "promise" or one.promise])
        ago = chance.uniform(1, 3) * DAY
        yield _scene(ground, buyer, matter, now - ago, ends, chance)


def _scene(
    ground: Ground,
    buyer: Buyer,
    matter: Matter,
    begins: datetime,
    ends: str,
    chance: random.Random,
) -> Scene:
    hero = chance.choice(ground.heroes)
    product = chance.choice(PRODUCTS)[buyer.language == "de"]
    filled = {
        "first": buyer.first,
        "product": product,
        "order": f"HB-{chance.randrange(20_000, 99_999)}",
        "hero": hero.name.split()[0],
    }
    words = matter.words(buyer.language)
    return Scene(
        buyer=buyer,
        matter=matter,
        begins=begins,
        hero=hero,
        endpoint=ground.returns if matter.topic in AFTERWARDS else ground.support,
        words=replace(
            words,
            **{
                name: getattr(words, name).format(**filled)
                for name in ("subject", "asks", "answer", "more", "last")
            },
        ),
        ends=ends,
    )


def _play(scene: Scene, ground: Ground, now: datetime, chance: random.Random) -> None:
    words, at = scene.words, scene.begins
    contact = _ask(scene, words.asks, at).contact
    assert contact is not None
    if scene.matter.note and chance.random() < 0.7:
        with clock.stopped_at(at + 10 * MINUTE):
            note(contact.conversation, text=scene.matter.note, by=scene.hero, contact=contact)
    at += chance.uniform(0.4, 9) * HOUR
    answer = _answer(contact, words.answer, scene.hero, at)
    if words.more and scene.ends == "closed":
        at += chance.uniform(2, 40) * HOUR
        _ask(scene, words.more, at, answers=answer)
        at += chance.uniform(0.2, 4) * HOUR
        _answer(contact, words.last, scene.hero, at)
    _end(scene, contact, ground, at, now)


def _end(scene: Scene, contact: Contact, ground: Ground, at: datetime, now: datetime) -> None:
    hero, promised = scene.hero, scene.matter.promise
    with clock.stopped_at(at + MINUTE):
        if scene.ends == "carrier":
            set_aside(contact, until=now + 30 * HOUR, on=SetAsideOn.CARRIER, by=hero)
        if promised and scene.ends in ("closed", "promise"):
            due_at = now + 26 * HOUR if scene.ends == "promise" else at + 3 * DAY
            made = promise(contact, text=promised, due_at=due_at, by=hero)
    if scene.ends != "closed":
        return
    with clock.stopped_at(at + 2 * DAY):
        if promised:
            settle_promise(made, kept=True, by=hero)
        silent = scene.matter.topic == "Which one suits me" and not scene.words.more
        close(
            contact,
            topic=ground.topics[scene.matter.topic],
            by=hero,
            resolution=Resolution.ABANDONED if silent else Resolution.SOLVED,
        )


def _ask(scene: Scene, text: str, at: datetime, *, answers: Entry | None = None) -> Entry:
    buyer, message_id = scene.buyer, f"{ids.new_id().hex}@{scene.buyer.host}"
    subject = scene.words.subject
    message = IncomingMessage(
        identity=hashlib.sha256(message_id.encode()).hexdigest(),
        channel="email",
        sender=Sender(kind="email", value=buyer.email, name=buyer.name, proof="dmarc"),
        recipients=(scene.endpoint.address,),
        copied=(),
        subject=f"Re: {subject}" if answers else subject,
        text=text,
        quoted="",
        html=None,
        sent_at=at,
        external_id=message_id,
        answers=(answers.message.external_id,) if answers else (),
        reply_tokens=(),
        automatic=None,
        suspicion=None,
        files=(),
    )
    with clock.stopped_at(at):
        settled = receive(
            message,
            arrival=Arrival(delivery_id=ids.new_id(), received_at=at, endpoint=scene.endpoint),
        )
    assert settled.entry_id is not None, settled
    return Entry.objects.select_related("contact__conversation").get(pk=settled.entry_id)


def _answer(contact: Contact, text: str, hero: Agent, at: datetime) -> Entry:
    with clock.stopped_at(at):
        return reply(contact, text=text, by=hero, seen_position=None)


def _send_all() -> None:
    """The past's mails have long arrived: none of them goes out now."""
    Sending.objects.update(
        state=SendingState.ACCEPTED, accepted_at=F("send_at"), next_try_at=None, tries=1
    )
