"""Orders as rows: what of each has come about by now, and its milestones as the real code marks
them (a test holds both together)."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from lifelong.channels.models import Connection
from lifelong.commerce.incidents import Trouble, troubles_of
from lifelong.commerce.models import (
    Financial,
    Fulfilment,
    Incident,
    Milestone,
    MilestoneKind,
    Order,
    OrderItem,
    Recipient,
    Refund,
    RefundLine,
    Shipment,
    ShipmentReport,
    ShipmentState,
)
from lifelong.commerce.parcels import Course, course_of
from lifelong.commerce.tracking import carrier_of, numbers_in
from lifelong.customers.models import Customer
from lifelong.simulation.bulk import Rows, id_at
from lifelong.simulation.buying import HOUR, Fate, Parcel, Purchase
from lifelong.simulation.people import Buyer
from lifelong.simulation.shelves import ref_of, sku_of
from lifelong.simulation.shop import DOMAIN

FIRST_ORDER = 5_630_000_000_000


def store_ref(place: int) -> str:
    """A customer's id at the store, by their place in the list."""
    return str(6_120_000_000_000 + place)


class OrderRows:
    """Makes the rows of one shop."""

    def __init__(
        self, shop: Connection, rows: Rows, *, now: datetime, chance: random.Random
    ) -> None:
        self._shop, self._rows, self._now, self._chance = shop, rows, now, chance
        #: what went wrong with its parcels
        self.incidents: list[Incident] = []
        self._refs = iter(range(FIRST_ORDER, FIRST_ORDER * 2))

    def order(self, bought: Purchase, customer: Customer, ref: str) -> list[Milestone]:
        """`ref`: the buyer's at the store, "" for a guest. Answers its milestones until now."""
        order = self._begun(bought, customer, ref)
        items = self._items(order, bought)
        self._rows.add(order, *items, self._recipient(order, bought))
        reached = [self._milestone(order, MilestoneKind.PLACED, "", bought.placed_at)]
        shipped = 0
        for parcel in bought.parcels:
            if parcel.shipped_at <= self._now:
                shipped += 1
                reached += self._ship(order, parcel, items)
        reached += self._money_back(order, bought, items)
        if order.cancelled_at:
            reached.append(self._milestone(order, MilestoneKind.CANCELLED, "", order.cancelled_at))
        if shipped:
            whole = shipped == len(bought.parcels)
            order.fulfilment = Fulfilment.FULFILLED if whole else Fulfilment.PARTIAL
        order.updated_at = order.told_at = max(one.at for one in reached)
        self._rows.add(*reached)
        return reached

    def _begun(self, bought: Purchase, customer: Customer, ref: str) -> Order:
        buyer, at = bought.buyer, bought.placed_at
        cancelled = bought.cancelled_at
        if cancelled is not None and not self._is_past(cancelled):
            cancelled = None
        return Order(
            id=self._id(at),
            connection=self._shop,
            ref=str(next(self._refs)),
            customer=customer,
            number=bought.number,
            email=buyer.email,
            phone=buyer.phone,
            buyer=ref,
            currency="EUR",
            total=bought.total,
            shipping=bought.shipping,
            tax=round(bought.total * 19 / 119),
            discount=sum(one.discount for one in bought.lines),
            financial=Financial.PAID,
            placed_at=at,
            cancelled_at=cancelled,
            cancel_reason="customer" if cancelled else "",
            note=self._note(bought),
        )

    def _note(self, bought: Purchase) -> str:
        notes = [
            "Please leave it with the neighbour",
            "Bitte ohne Rechnung, es ist ein Geschenk 🎁",
        ]
        return self._chance.choice(notes) if self._chance.random() < 0.04 else ""

    def _items(self, order: Order, bought: Purchase) -> list[OrderItem]:
        return [
            OrderItem(
                id=self._id(bought.placed_at),
                order=order,
                ref=f"{order.ref}{place}",
                product_ref=ref_of(line.article),
                variant_ref=f"{ref_of(line.article)}{line.choice}",
                title=line.article.name,
                variant=line.article.choices[line.choice] if line.article.choices else "",
                sku=sku_of(line.article, line.choice),
                quantity=line.quantity,
                price=line.article.price_of(line.choice),
                discount=line.discount,
                place=place,
            )
            for place, line in enumerate(bought.lines)
        ]

    def _recipient(self, order: Order, bought: Purchase) -> Recipient:
        to: Buyer = bought.gift_for or bought.buyer
        return Recipient(
            id=self._id(bought.placed_at),
            order=order,
            name=to.name,
            phone=to.phone,
            address=[to.street, to.town],
            is_buyer=bought.gift_for in (None, bought.buyer),
        )

    def _ship(self, order: Order, parcel: Parcel, items: list[OrderItem]) -> list[Milestone]:
        shipment = Shipment(
            id=self._id(parcel.shipped_at),
            connection=self._shop,
            ref=str(next(self._refs)),
            order=order,
            carrier=parcel.carrier,
            carrier_code=carrier_of(parcel.carrier),
            tracking_number=parcel.number,
            numbers=numbers_in(parcel.number),
            tracking_url=f"https://{DOMAIN}/parcels/{parcel.number}",
            items={items[place].ref: items[place].quantity for place in parcel.places},
        )
        reports = self._reports(shipment, parcel)
        course = course_of(reports)
        shipment.state, shipment.shipped_at = course.state, course.shipped_at
        shipment.expected_on, shipment.delivered_at = course.expected_on, course.delivered_at
        shipment.moved_at, shipment.ready_at = course.moved_at, course.ready_at
        shipment.updated_at = shipment.told_at = reports[-1].at
        troubles = [self._incident(shipment, one) for one in troubles_of(reports)]
        self.incidents += troubles
        self._rows.add(shipment, *reports, *troubles)
        return list(self._on_its_way(order, shipment, course))

    def _incident(self, shipment: Shipment, trouble: Trouble) -> Incident:
        return Incident(
            id=self._id(trouble.began_at),
            order=shipment.order,
            shipment=shipment,
            family=trouble.family,
            cause=trouble.cause,
            carrier=shipment.carrier_code,
            noticed=trouble.noticed,
            evidence=trouble.refs,
            expected_on=trouble.expected_on,
            began_at=trouble.began_at,
            ended_at=trouble.ended_at,
            opened_at=trouble.began_at,
            updated_at=trouble.ended_at or trouble.began_at,
            resolved_at=trouble.ended_at,
        )

    def _reports(self, shipment: Shipment, parcel: Parcel) -> list[ShipmentReport]:
        said: list[tuple[datetime, ShipmentState, date | None]] = [
            (parcel.shipped_at, ShipmentState.SHIPPED, None)
        ]
        said.append((parcel.shipped_at + 7 * HOUR, ShipmentState.IN_TRANSIT, parcel.expected_on))
        if parcel.late_at:
            said.append((parcel.late_at, ShipmentState.DELAYED, parcel.then_on))
        if parcel.delivered_at:
            said.append((parcel.delivered_at - 2 * HOUR, ShipmentState.OUT_FOR_DELIVERY, None))
            said.append((parcel.delivered_at, ShipmentState.DELIVERED, None))
        if parcel.failed_at:
            said.append((parcel.failed_at, ShipmentState.FAILED, None))
        return [
            ShipmentReport(
                shipment=shipment,
                ref=f"event {next(self._refs)}" if place else "sent",
                at=at,
                state=state,
                expected_on=day,
            )
            for place, (at, state, day) in enumerate(sorted(said, key=lambda one: one[0]))
            if self._is_past(at)
        ]

    def _on_its_way(self, order: Order, shipment: Shipment, course: Course) -> Iterator[Milestone]:
        ref, kinds = shipment.ref, MilestoneKind
        if course.shipped_at:
            yield self._milestone(order, kinds.SHIPPED, ref, course.shipped_at, shipment=shipment)
        for delay in course.delays:
            mark = f"{ref} {delay.expected_on or ''}".strip()
            made = self._milestone(order, kinds.DELAYED, mark, delay.at, shipment=shipment)
            made.expected_on = delay.expected_on
            yield made
        for at in course.failed_at[:1]:
            yield self._milestone(order, kinds.FAILED, ref, at, shipment=shipment)
        if course.delivered_at:
            at = course.delivered_at
            yield self._milestone(order, kinds.DELIVERED, ref, at, shipment=shipment)

    def _money_back(
        self, order: Order, bought: Purchase, items: list[OrderItem]
    ) -> Iterator[Milestone]:
        at = bought.refunded_at
        if at is None or not self._is_past(at):
            return
        whole = bought.refunded == bought.total
        order.financial = Financial.REFUNDED if whole else Financial.PARTIALLY_REFUNDED
        refund = Refund(
            id=self._id(at),
            connection=self._shop,
            ref=str(next(self._refs)),
            order=order,
            amount=bought.refunded,
            currency="EUR",
            refunded_at=at,
            updated_at=at,
            told_at=at,
            note=_REASONS.get(bought.fate, ""),
        )
        self._rows.add(refund)
        if bought.refunded_line is not None:
            item = items[bought.refunded_line]
            came_back = item.quantity if bought.fate is Fate.RETURNED else 0
            self._rows.add(
                RefundLine(
                    id=self._id(at),
                    refund=refund,
                    item_ref=item.ref,
                    quantity=came_back,
                    amount=bought.refunded,
                )
            )
        yield self._milestone(order, MilestoneKind.REFUNDED, refund.ref, at, refund=refund)

    def _milestone(
        self,
        order: Order,
        kind: MilestoneKind,
        mark: str,
        at: datetime,
        *,
        shipment: Shipment | None = None,
        refund: Refund | None = None,
    ) -> Milestone:
        return Milestone(
            id=self._id(at),
            order=order,
            kind=kind,
            mark=mark,
            at=at,
            shipment=shipment,
            refund=refund,
        )

    def _is_past(self, at: datetime) -> bool:
        return at <= self._now

    def _id(self, at: datetime) -> UUID:
        return id_at(at, self._chance)


_REASONS = {
    Fate.LOST: "Lost by the carrier",
    Fate.DAMAGED: "A fifth back, the customer keeps it",
    Fate.CANCELLED: "Cancelled before it was packed",
    Fate.RETURNED: "Came back complete",
}
