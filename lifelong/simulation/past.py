"""Two years behind us, written in bulk: what people bought, what came of it, what they said."""

import random
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lifelong.channels.models import Channel
from lifelong.commerce.actions.attributing import HOW, store_handle
from lifelong.commerce.models import Milestone, Product
from lifelong.customers.models import Customer, Handle, HandleClaim, HandleKind
from lifelong.simulation.bulk import Rows, id_at
from lifelong.simulation.buying import DAY, DAYS, Purchase, purchases
from lifelong.simulation.catalogue import Article
from lifelong.simulation.diary import Diary
from lifelong.simulation.ground import Ground
from lifelong.simulation.kin import Kin
from lifelong.simulation.order_rows import OrderRows, store_ref
from lifelong.simulation.people import Buyer, buyers
from lifelong.simulation.playing import Stage
from lifelong.simulation.recalling import log_all
from lifelong.simulation.reviewing import reviews
from lifelong.simulation.scenes import Scene, scenes
from lifelong.simulation.shelves import shelve
from lifelong.simulation.telling import Telling

SIGNED = "signed"


class Past:
    """Everybody and everything, until `now`."""

    def __init__(self, ground: Ground, *, now: datetime, chance: random.Random) -> None:
        self._ground, self._now, self._chance = ground, now, chance
        self._rows = Rows()
        self._products: dict[Article, Product] = {}
        self._orders = OrderRows(ground.shop, self._rows, now=now, chance=chance)
        #: customers who have a conversation
        self._talking: set[UUID] = set()
        self._stage = Stage(ground, now=now, chance=chance)
        self._telling = Telling(ground, self._rows, now=now, chance=chance)
        self._kin = Kin(self._stage, self._rows, now=now, chance=chance)

    def write(self) -> None:
        people = buyers(self._chance)
        bought: dict[str, list[Purchase]] = {one.name: [] for one in people}
        for purchase in purchases(people, now=self._now, chance=self._chance):
            bought[purchase.buyer.name].append(purchase)
        opened = self._now - DAYS * DAY
        self._products = shelve(self._ground.shop, self._rows, at=opened, chance=self._chance)
        known = [
            (buyer, self._live(buyer, bought[buyer.name], store_ref(place)), bought[buyer.name])
            for place, buyer in enumerate(people)
        ]
        self._kin.meet([one for one in known if one[1].id in self._talking])
        self._rows.write()
        self._kin.join()
        self._telling.find_mass()

    def _live(self, buyer: Buyer, bought: Sequence[Purchase], ref: str) -> Customer:
        said = scenes(buyer, bought, now=self._now, chance=self._chance)
        since = min(one.placed_at for one in bought)
        if said:
            since = min(since, said[0].begins)
        customer = Customer(
            id=id_at(since, self._chance),
            name=buyer.name,
            language=buyer.language,
            zone=buyer.land.zone,
            made_at=since,
        )
        handles = self._handles(buyer, customer, ref, since, said)
        self._rows.add(customer, *handles.values())
        reached: list[Milestone] = []
        self._orders.incidents = []
        for one in bought:
            known = ref if HandleKind.STORE in handles else ""
            reached += self._orders.order(one, customer, known)
        log_all(self._rows, self._chance, orders=reached)
        self._rows.add(
            *reviews(customer, bought, self._products, now=self._now, chance=self._chance)
        )
        if said:
            self._talk(customer, handles, said, reached)
        return customer

    def _talk(
        self,
        customer: Customer,
        handles: dict[str, Handle],
        said: Sequence[Scene],
        reached: Sequence[Milestone],
    ) -> None:
        diary = Diary(customer, said[0].begins, self._chance)
        for scene in said:
            self._stage.play(scene, diary, handles)
        for incident in self._orders.incidents:
            self._telling.tell(incident, diary, handles)
        for one in reached:
            diary.show(one)
        diary.finish(self._rows, now=self._now)
        self._talking.add(customer.id)
        log_all(self._rows, self._chance, facts=diary.facts)

    def _handles(
        self, buyer: Buyer, customer: Customer, ref: str, since: datetime, said: Sequence[Scene]
    ) -> dict[str, Handle]:
        """What they hold, by kind. A phone that was only written at the checkout is claimed."""
        mailed = [one.begins for one in said if one.channel is Channel.EMAIL]
        values = {HandleKind.EMAIL: buyer.email}
        if buyer.signed or self._chance.random() < 0.6:
            values[HandleKind.STORE] = store_handle(self._ground.shop.id, ref)
        if buyer.signed:
            values[HandleKind.PHONE] = buyer.phone
            values[HandleKind.VISITOR] = f"{self._chance.getrandbits(128):032x}"
        elif buyer.phone:
            self._claim(customer, HandleKind.PHONE, buyer.phone, since + DAY)
        held = {}
        for kind, value in values.items():
            if not value:
                continue
            handle = Handle(
                id=id_at(since, self._chance),
                customer=customer,
                kind=kind,
                value=value,
                claimed_how=HOW,
                claimed_at=since,
            )
            if buyer.signed:
                handle.claimed_how = handle.proved_how = SIGNED
                handle.proved_at = since
            elif kind is HandleKind.EMAIL and mailed:
                handle.proved_how, handle.proved_at = "dmarc", mailed[0]
            held[kind.value] = handle
        return held

    def _claim(self, customer: Customer, kind: HandleKind, value: str, at: datetime) -> None:
        self._rows.add(
            HandleClaim(
                id=id_at(at, self._chance), customer=customer, kind=kind, value=value, how=HOW,
                at=min(at, self._now),
            )
        )  # fmt: skip
