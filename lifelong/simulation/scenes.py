"""What people came to us about in two years: each contact as it is to be played, no rows."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from lifelong.channels.models import Channel
from lifelong.conversations.models import SetAsideOn
from lifelong.simulation.abroad import ABROAD
from lifelong.simulation.buying import DAY, HOUR, MINUTE, Fate, Purchase
from lifelong.simulation.dialogues import DIALOGUES, Dialogue
from lifelong.simulation.letters import MATTERS, Matter, Words
from lifelong.simulation.people import CAST, Buyer

#: of a hundred orders so many lead to a contact
_WORRIES = {
    Fate.FINE: 24, Fate.LATE: 80, Fate.LOST: 100, Fate.RETURNED: 75, Fate.DAMAGED: 100,
    Fate.CANCELLED: 90,
}  # fmt: skip
#: outreach has been on for so long; of a hundred whose parcel was late since, so many still ask
OUTREACH_FOR = 365 * DAY
_STILL_WORRIED = 40
#: of a hundred people so many ask before they have ordered anything
_CURIOUS = 18
#: nobody has been writing for so long: those who do now come by the doors
QUIET = 14 * HOUR
#: what is younger may not be settled yet
UNSETTLED = 12 * DAY
_IDLE = ["Care and use", "Invoice", "Discount code", "Change of address", "Delivery date",
         "Missing part", "Wrong item", "Where is my order", "Care and use"]  # fmt: skip


@dataclass(frozen=True)
class Scene:
    """One contact: who says what, one after the other, and how it ends."""

    topic: str
    channel: Channel
    subject: str
    #: whether we say it, and the words with names in braces
    lines: tuple[tuple[bool, str], ...]
    begins: datetime
    bought: Purchase | None
    note: str = ""
    promise: str = ""
    #: "closed", or what it waits for
    ends: str = "closed"


def scenes(
    buyer: Buyer, bought: Sequence[Purchase], *, now: datetime, chance: random.Random
) -> list[Scene]:
    """All contacts of somebody, the oldest first, never two at once."""
    found = [*_before_buying(buyer, bought, chance)]
    found += [_about(one, chance) for one in bought if chance.random() * 100 < _worry(one, now)]
    found = sorted((one for one in found if one.begins < now - QUIET), key=lambda one: one.begins)
    apart = [one for place, one in enumerate(found) if not place or _later(one, found[place - 1])]
    # who writes now has nothing else that is open
    waits = buyer.name not in CAST
    return [_unsettled(one, chance) if waits and one.begins > now - UNSETTLED else one
            for one in apart if waits or one.begins < now - 2 * UNSETTLED]  # fmt: skip


def _worry(one: Purchase, now: datetime) -> float:
    """How likely it is, in a hundred, that they come to us about an order."""
    told = one.fate is Fate.LATE and one.placed_at > now - OUTREACH_FOR
    return _STILL_WORRIED if told else _WORRIES[one.fate]


def _later(one: Scene, before: Scene) -> bool:
    return one.begins > before.begins + 6 * DAY


def _unsettled(one: Scene, chance: random.Random) -> Scene:
    ends = chance.choice(["answer", "answer", *SetAsideOn.values, "promise"])
    return replace(one, ends="answer" if ends == "promise" and not one.promise else ends)


def _before_buying(
    buyer: Buyer, bought: Sequence[Purchase], chance: random.Random
) -> Iterator[Scene]:
    if chance.random() * 100 < _CURIOUS:
        at = bought[0].placed_at - chance.uniform(1, 60) * HOUR
        topic = chance.choice(["Which one suits me", "Which one suits me", "Back in stock"])
        yield _scene(topic, buyer, at, None, chance)


def _about(one: Purchase, chance: random.Random) -> Scene:
    placed, arrived = one.placed_at, one.arrived_at or one.placed_at + 6 * DAY
    match one.fate:
        case Fate.LATE:
            late_at = one.parcels[0].late_at or placed
            topic, at = "Where is my order", late_at + chance.uniform(1, 20) * HOUR
        case Fate.LOST:
            late_at = one.parcels[0].late_at or placed
            topic, at = "Lost parcel", late_at + chance.uniform(4, 7) * DAY
        case Fate.RETURNED if one.refunded_at and chance.random() < 0.4:
            topic, at = "Where is my refund", one.refunded_at - chance.uniform(0.3, 2) * DAY
        case Fate.RETURNED:
            topic, at = "How to return", arrived + chance.uniform(0.5, 4) * DAY
        case Fate.DAMAGED:
            topic, at = "Damaged item", arrived + chance.uniform(0.1, 1.2) * DAY
        case Fate.CANCELLED:
            topic, at = "Cancel an order", placed + chance.uniform(0.1, 0.9) * HOUR
        case _:
            topic = chance.choice(_IDLE)
            at = _moment(topic, one, chance)
    return _scene(topic, one.buyer, at, one, chance)


def _moment(topic: str, one: Purchase, chance: random.Random) -> datetime:
    """When something is asked about an order that goes well."""
    arrived = one.arrived_at or one.placed_at + 4 * DAY
    if topic in ("Discount code", "Change of address"):
        return one.placed_at + chance.uniform(5, 50) * MINUTE
    if topic in ("Where is my order", "Delivery date"):
        return one.placed_at + (arrived - one.placed_at) * chance.uniform(0.7, 0.95)
    return arrived + chance.uniform(0.2, 12) * DAY


def _scene(
    topic: str, buyer: Buyer, at: datetime, bought: Purchase | None, chance: random.Random
) -> Scene:
    wanted = _channels(buyer, bought, chance)
    spoken = [one for one in DIALOGUES if one.topic == topic and one.channel in wanted]
    matter = next((one for one in MATTERS if one.topic == topic), None)
    if spoken or matter is None:
        return _spoken(spoken or _any(topic), buyer, at, bought)
    return _written(matter, buyer, at, bought)


def _channels(buyer: Buyer, bought: Purchase | None, chance: random.Random) -> list[Channel]:
    """On which they would rather talk than write. What is damaged is shown in a chat, where the
    shop knows them: that is where money goes back."""
    if not buyer.signed:
        return []
    damaged = bought is not None and bought.fate is Fate.DAMAGED
    chats = damaged or chance.random() < 0.6
    texts = bool(buyer.phone) and chance.random() < 0.8
    return [Channel.CHAT] * chats + [Channel.SMS] * texts


def _any(topic: str) -> list[Dialogue]:
    return [one for one in DIALOGUES if one.topic == topic]


def _spoken(known: list[Dialogue], buyer: Buyer, at: datetime, bought: Purchase | None) -> Scene:
    dialogue = known[0]
    # where they have no phone or are not known to the widget, they write the same by mail
    by_mail = not buyer.signed or (dialogue.channel is Channel.SMS and not buyer.phone)
    channel = Channel.EMAIL if by_mail else dialogue.channel
    return Scene(
        dialogue.topic,
        channel,
        dialogue.topic if by_mail else "",
        _said(dialogue, buyer),
        at,
        bought,
    )


def spoken_by(buyer: Buyer, topic: str, channel: Channel, at: datetime, bought: Purchase) -> Scene:
    """A dialogue on that channel, whatever they would rather use."""
    known = next(one for one in DIALOGUES if (one.topic, one.channel) == (topic, channel))
    return Scene(topic, channel, "", _said(known, buyer), at, bought)


def _said(dialogue: Dialogue, buyer: Buyer) -> tuple[tuple[bool, str], ...]:
    lines = dialogue.lines(buyer.language)
    return tuple((line.startswith(">"), line.removeprefix("> ")) for line in lines)


def _written(matter: Matter, buyer: Buyer, at: datetime, bought: Purchase | None) -> Scene:
    words: Words = ABROAD.get((matter.topic, buyer.language)) or matter.words(buyer.language)
    said = [(False, words.asks), (True, words.answer), (False, words.more), (True, words.last)]
    return Scene(
        matter.topic,
        Channel.EMAIL,
        words.subject,
        tuple((ours, text) for ours, text in said if text),
        at,
        bought,
        note=matter.note,
        promise=matter.promise,
    )


def filled(scene: Scene, **names: str) -> Scene:
    """With names for what stands in braces."""
    lines = tuple((ours, text.format(**names)) for ours, text in scene.lines)
    return replace(scene, subject=scene.subject.format(**names), lines=lines)
