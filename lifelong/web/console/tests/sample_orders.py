"""An order, what was given for it, and what keeps its buyer, made up: for fragments."""

from datetime import timedelta

from lifelong.lib import clock
from lifelong.lib.ids import new_id
from lifelong.lib.money import Money
from lifelong.web.console.giving.given_rows import GivenRow
from lifelong.web.console.order_rows import (
    IncidentRow,
    ItemRow,
    OrderRow,
    ParcelRow,
    RecipientRow,
    RefundRow,
)
from lifelong.web.console.retention import DealRow, ProposalRow, RetentionPanel
from lifelong.web.console.risks import RiskRow

NOW = clock.now()
EUR = Money(5500, "EUR")

ORDER = OrderRow(
    id=new_id(),
    number="#1001",
    shop="Lantern & Co",
    placed_at=NOW - timedelta(days=9),
    total=EUR,
    shipping=EUR,
    tax=EUR,
    discount=EUR,
    financial="paid",
    where="delayed, was expected Nov 20",
    urgency="late",
    cancelled_at=None,
    is_test=False,
    is_reship=False,
    note="Ring twice",
    claimed=True,
    items=[ItemRow(2, "Lantern", "brass", "LAN-B", EUR, returned=1)],
    parcels=[
        ParcelRow(new_id(), "delayed", "late", "PostNord", "PN1", "https://t.example", NOW, ["2"])
    ],
    incidents=[IncidentRow("delayed", NOW, "Nov 28, 2026")],
    refunds=[RefundRow(EUR, NOW, "Broken glass")],
    recipients=[RecipientRow("Bo Ek", ["Kaj 1"], is_buyer=False)],
)

GIVEN = GivenRow(
    id=new_id(),
    order_id=ORDER.id,
    what="refund",
    money=EUR,
    reason="arrived late",
    due=True,
    stands="waits for Lead",
    tone="soon",
    by="Mira Okafor",
    at=NOW,
    until=NOW + timedelta(hours=4),
)


PANEL = RetentionPanel(
    contact_id=new_id(),
    risks=[RiskRow("legal", "Legal", "“my lawyer”", True, False)],
    withheld="",
    order=ORDER,
    steps=["Ask what made them decide."],
    may_give=[("refund", EUR), ("discount code", EUR)],
    deals=[
        DealRow(new_id(), "Ten percent", EUR, "refund", "Within.", "within"),
        DealRow(new_id(), "A code", EUR, "discount code", "Lead can.", "approval"),
    ],
    proposals=[
        ProposalRow(new_id(), "Ten percent", EUR, "proposed", is_open=True),
        ProposalRow(new_id(), "A code", EUR, "accepted, granted", is_open=False),
    ],
)
