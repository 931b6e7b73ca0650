"""A shop's days, told by hand as they pass: so many things happen, each at its own hour."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from lifelong.accounts.models import Agent
from lifelong.channels.actions.timing import set_targets
from lifelong.channels.models import Brand, Channel, Inbox
from lifelong.commerce.models import Financial, Order, Product, Review
from lifelong.commerce.tests.building import buyer, order, refund, take
from lifelong.concessions.authority import Kind
from lifelong.concessions.tests.building import given, holder, level, wish
from lifelong.conversations.actions.closing import close, reopen_contact
from lifelong.conversations.actions.confirming import confirm
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.owning import assign
from lifelong.conversations.actions.parting import part
from lifelong.conversations.actions.replying import reply
from lifelong.conversations.actions.sorting import sort
from lifelong.conversations.actions.targeting import set_all_due_anew
from lifelong.conversations.models import Contact
from lifelong.conversations.tests.building import agent, endpoint, incoming, receive_one, topic
from lifelong.customers.models import Joining
from lifelong.lib.clock import stopped_at
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.outcomes import keeping
from lifelong.plays.actions.beginning_cases import change_causes
from lifelong.plays.models import Case
from lifelong.plays.tests.building import case, play
from lifelong.routing.actions.signing_on import sign_off, sign_on
from lifelong.routing.models import Shift
from lifelong.triage.actions.correcting import correct_topic

#: the clocks go forward in Berlin on 29 March 2026
BEGIN = datetime(2026, 3, 20, 21, 30, tzinfo=UTC)


@dataclass
class Told:
    """What an account by hand says of a contact."""

    closed_at: datetime | None = None
    reopenings: list[datetime] = field(default_factory=list)
    #: for the customer: who writes now comes back
    settled: bool = False

    def close(self, at: datetime) -> None:
        self.closed_at = self.closed_at or at
        self.settled = True

    def come_back(self, at: datetime) -> None:
        self.reopenings.append(at)
        self.settled = False

    def take_back(self) -> None:
        """We ourselves: as if it had not been closed, unless the customer came back meanwhile."""
        if self.closed_at and not any(one >= self.closed_at for one in self.reopenings):
            self.closed_at = None


class Days:
    """So many things happen, each at its own hour; now and then the day's facts are added."""

    def __init__(self, chance: Random, place: Path) -> None:
        self.chance, self.place, self.now = chance, place, BEGIN
        self.told: dict[UUID, Told] = {}
        Brand.objects.filter(pk=endpoint().brand_id).update(zone="Europe/Berlin")
        with stopped_at(BEGIN):
            self.giver = holder(level(1, 100_000, cap=10**6))
        self.heroes = [agent(email=f"hero{n}@shop.example") for n in range(2)]

    def live(self, steps: int) -> None:
        doings = [self.write, self.write, self.write, self.answer, self.answer, self.close,
                  self.close, self.reopen, self.transfer, self.buy, self.settle, self.join,
                  self.part, self.begin_case, self.begin_case, self.turn, self.review, self.give,
                  self.work, self.sort, self.correct, self.promise_otherwise]  # fmt: skip
        for _step in range(steps):
            self.now += timedelta(minutes=self.chance.randrange(20, 700))
            with stopped_at(self.now):
                self.chance.choice(doings)()
                if self.chance.random() < 0.25:
                    assert keeping.refresh(self.place)

    def rest(self, span: timedelta) -> None:
        """Nobody works and nothing happens, after the facts of the last day were added."""
        with stopped_at(self.now):
            if Shift.objects.filter(agent=self.heroes[0], signed_off_at=None).exists():
                sign_off(self.heroes[0])
            assert keeping.refresh(self.place)
        self.now += span

    def write(self) -> None:
        sender = f"person{self.chance.randrange(4)}@example.com"
        contact = receive_one(incoming("Where is it?", sender=sender)).contact
        told = self.told.setdefault(contact.id, Told())
        if told.settled:
            told.come_back(self.now)

    def answer(self) -> None:
        if contact := self._any(closed_at=None, waiting_since__isnull=False):
            reply(contact, text="Soon.", by=self._hero(), seen_position=None)

    def close(self) -> None:
        if contact := self._any(closed_at=None):
            about = topic(self.chance.choice(["Parcel", "Size"]))
            close(contact, topic=about, by=self._hero(), reason="Told by phone")
            self.told[contact.id].close(self.now)

    def reopen(self) -> None:
        if contact := self._any(closed_at__isnull=False):
            reopen_contact(contact, by=self._hero())
            self.told[contact.id].take_back()

    def settle(self) -> None:
        if contact := self._any(closed_at__isnull=False):
            settled = self.chance.random() < 0.5
            confirm(contact, settled=settled)
            contact.refresh_from_db()
            if contact.reopened_at == self.now:
                self.told[contact.id].come_back(self.now)

    def transfer(self) -> None:
        if contact := self._any(closed_at=None):
            assign(contact.conversation, to=self._hero(), by=self.heroes[0])

    def buy(self) -> None:
        ref = str(self.chance.randrange(1, 6))
        state = self.chance.choice([Financial.PAID, Financial.PENDING])
        whose = buyer(f"person{int(ref) % 4}@example.com", ref=f"b{ref}")
        take(order(ref=ref, financial=state, buyer=whose))
        if ref == "1":
            take(refund(ref=f"back{self.now:%d%H}", amount=100))

    def join(self) -> None:
        one, other = self._any(), self._any()
        if one and other and one.customer.person_id != other.customer.person_id:
            join(one.customer, other.customer, by=self.heroes[0])

    def part(self) -> None:
        joined = Joining.objects.filter(parted_at=None).first()
        if joined:
            part(joined, by=self.heroes[0])

    def begin_case(self) -> None:
        if contact := self._any():
            case(play(holdout=50), contact.customer)

    def turn(self) -> None:
        with transaction():
            cases = list(Case.objects.select_for_update().order_by("id"))
            if cases:
                change_causes([self.chance.choice(cases)], ("lost",))

    def review(self) -> None:
        bought = Order.objects.first()
        if bought and (contact := self._any()):
            product, _new = Product.objects.get_or_create(connection=bought.connection, ref="1")
            stars = self.chance.randrange(1, 6)
            Review.objects.get_or_create(
                customer=contact.customer,
                product=product,
                defaults={"stars": stars, "at": self.now},
            )

    def give(self) -> None:
        bought = Order.objects.filter(customer__isnull=False).order_by("id").last()
        if bought:
            with suppress(Refused):
                given(wish(bought, 100, Kind.DISCOUNT), by=self.giver)

    def work(self) -> None:
        hero = self.heroes[0]
        if Shift.objects.filter(agent=hero, signed_off_at=None).exists():
            sign_off(hero)
        else:
            sign_on(hero)

    def sort(self) -> None:
        if contact := self._any(closed_at=None):
            sort(contact, topic=topic(self.chance.choice(["Parcel", "Size"])))

    def correct(self) -> None:
        if contact := self._any(closed_at=None):
            about = topic(self.chance.choice(["Parcel", "Size"]))
            correct_topic(contact, topic=about, by=self._hero())

    def promise_otherwise(self) -> None:
        inbox = Inbox.objects.get(brand__zone="Europe/Berlin")
        minutes = timedelta(minutes=self.chance.randrange(30, 3000))
        set_targets(inbox, targets={Channel.EMAIL: minutes})
        set_all_due_anew(inbox.id)

    def _any(self, **which: Any) -> Contact | None:
        rows = list(Contact.objects.filter(pk__in=self.told, **which).order_by("id"))
        return self.chance.choice(rows) if rows else None

    def _hero(self) -> Agent:
        return self.chance.choice(self.heroes)
