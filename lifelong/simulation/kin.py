"""People who reach us in two ways: whom a hero has joined, and whom nobody has joined yet."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel
from lifelong.conversations.actions.joining import join
from lifelong.customers.models import Consent, Customer, Handle, HandleKind, How
from lifelong.lib import clock
from lifelong.simulation.bulk import Rows, id_at
from lifelong.simulation.buying import DAY, HOUR, MINUTE, Purchase
from lifelong.simulation.diary import Diary
from lifelong.simulation.people import CAST, Buyer
from lifelong.simulation.playing import Stage
from lifelong.simulation.recalling import log_all
from lifelong.simulation.scenes import Scene, spoken_by

#: so many text from the phone that they gave at the checkout; a hero joined all but the last
TEXTERS = 6
#: the one who wants no more texts
STOPPED = 1


@dataclass
class Pair:
    """One person, known to us twice."""

    buyer: Customer
    texter: Customer
    joined_at: datetime
    by: Agent


class Kin:
    def __init__(self, stage: Stage, rows: Rows, *, now: datetime, chance: random.Random) -> None:
        self._stage, self._rows, self._now, self._chance = stage, rows, now, chance
        self._pairs: list[Pair] = []

    def meet(self, known: Sequence[tuple[Buyer, Customer, list[Purchase]]]) -> None:
        """Have some of those who have written and gave a phone text from it, under no name."""
        found = self._texting(known)
        for place, (customer, scene) in zip(range(TEXTERS), found, strict=False):
            texter = Customer(id=id_at(scene.begins, self._chance), made_at=scene.begins)
            handle = Handle(
                id=id_at(scene.begins, self._chance),
                customer=texter,
                kind=HandleKind.PHONE,
                value=scene.bought.buyer.phone if scene.bought else "",
                claimed_how="sms",
                claimed_at=scene.begins,
                proved_how="text",
                proved_at=scene.begins,
            )
            diary = Diary(texter, scene.begins, self._chance)
            self._stage.play(scene, diary, {HandleKind.PHONE: handle})
            self._rows.add(texter, handle)
            last = diary.entries[-1].placed_at
            if place == STOPPED:
                self._stop(diary, handle, last + HOUR)
            if place < TEXTERS - 1 and diary.last_owner is not None:
                pair = Pair(customer, texter, last + 2 * HOUR, diary.last_owner)
                self._pairs.append(pair)
            diary.finish(self._rows, now=self._now)
            log_all(self._rows, self._chance, facts=diary.facts)

    def join(self) -> None:
        """By the real action, once all rows are written."""
        for pair in self._pairs:
            with clock.stopped_at(pair.joined_at):
                join(pair.buyer, pair.texter, by=pair.by)

    def _texting(
        self, known: Sequence[tuple[Buyer, Customer, list[Purchase]]]
    ) -> Iterator[tuple[Customer, Scene]]:
        for buyer, customer, bought in known:
            old = [one for one in bought if one.parcels and one.placed_at < self._now - 20 * DAY]
            if buyer.phone and not buyer.signed and buyer.name not in CAST and old:
                last = old[-1]
                at = last.parcels[0].shipped_at + self._chance.uniform(20, 26) * HOUR
                yield customer, spoken_by(buyer, "Delivery date", Channel.SMS, at, last)

    def _stop(self, diary: Diary, handle: Handle, at: datetime) -> None:
        contact = diary.contacts[-1]
        diary.hear(contact, at, "STOP", handle, f"SM{self._chance.getrandbits(128):032x}")
        contact.waiting_since = None  # it asks for nothing
        diary.happened("said-stop", at + MINUTE / 60, contact, None, channel=Channel.SMS.value)
        self._rows.add(
            Consent(
                id=id_at(at, self._chance),
                handle=handle,
                customer_id=handle.customer_id,
                channel=Channel.SMS,
                given=False,
                how=How.KEYWORD,
                at=at,
            )
        )
