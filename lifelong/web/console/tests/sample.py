"""What the fragments are given, made up: the shapes at the head of each template."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace as Shape
from typing import Any

from lifelong.commerce.queries import Totals
from lifelong.lib import clock
from lifelong.lib.ids import new_id
from lifelong.lib.money import Money
from lifelong.web.console.offers import RingingRow
from lifelong.web.console.order_rows import (
    ItemRow,
    OrderRow,
    ParcelRow,
    RecipientRow,
    RefundRow,
)
from lifelong.web.console.risks import RiskRow
from lifelong.web.console.rows import EntryRow, FileRow, SendingRow

NOW = clock.now()
ME = Shape(id=new_id(), name="Mira Okafor")
TOPIC = Shape(id=new_id(), title="Where is my order")


def entry(kind: str = "message_in", **changes: Any) -> EntryRow:
    plain = EntryRow(
        id=new_id(),
        kind=kind,
        placed_at=NOW - timedelta(minutes=12),
        position=1,
        revision=1,
        speaker_name="Ana Petrović",
        mine=kind == "message_out",
        agent_id=None,
        channel="email",
        text="Where is my order?",
        quoted="",
        has_html=False,
        subject="",
        automatic="",
        contact_id=None,
        withdrawn=False,
        redacted=False,
        details={},
        sending=None,
        files=[],
        marks=[],
    )
    return replace(plain, **changes)


def sending(state: str, **changes: Any) -> SendingRow:
    plain = SendingRow(state, words="", undo_until=None, send_at=None, can_retry=False)
    return replace(plain, **changes)


FILE = FileRow(new_id(), name="", size=2_400_000, content_type="image/png", inline=False)
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
    note="Ring twice",
    claimed=True,
    items=[ItemRow(2, "Lantern", "brass", "LAN-B", EUR, returned=1)],
    parcels=[
        ParcelRow(new_id(), "delayed", "late", "PostNord", "PN1", "https://t.example", NOW, ["2"])
    ],
    refunds=[RefundRow(EUR, NOW, "Broken glass")],
    recipients=[RecipientRow("Bo Ek", ["Kaj 1"], is_buyer=False)],
)


def row(**changes: Any) -> Any:
    plain: dict[str, Any] = {
        "conversation_id": new_id(),
        "customer_name": "Ana Petrović",
        "initials": "",
        "snippet": "Where is it?",
        "channel": "email",
        "since": NOW,
        "due_at": NOW + timedelta(hours=8),
        "soon_at": NOW + timedelta(hours=4),
        "status": "new",
        "owner_name": None,
    }
    return Shape(**(plain | changes))


def handle(**changes: Any) -> Any:
    plain = {"id": new_id(), "proved_how": None, "claimed": "", "shared": False}
    return Shape(**(plain | changes))


def suggested(**changes: Any) -> Any:
    plain: dict[str, Any] = {
        "customer_id": new_id(),
        "name": "A. Petrović",
        "sentences": ["Both gave a@b.example"],
        "path": "/people/1",
        "may_join": True,
    }
    return Shape(**(plain | changes))


def ringing(**changes: Any) -> RingingRow:
    plain = RingingRow(
        conversation_id=new_id(),
        customer_name="Ana Petrović",
        channel="chat",
        snippet="Is somebody there?",
        why="Waited under a minute, 30% of the target; you served them last",
        left=14.2,
        lasts=20,
    )
    return replace(plain, **changes)


def desk(**changes: Any) -> dict[str, Any]:
    """Everything that the main screen and each of its fragments ask for."""
    plain: dict[str, Any] = {
        "agent": ME,
        "places": [Shape(href="/", words="Who waits", glyph="people", key="g w", current=True)],
        "groups": [
            Shape(title="With you", count="1", mine=True, rows=["Ana"]),
            Shape(title="For anybody", count="0", mine=False, rows=[]),
        ],
        "shift": Shape(signed_on=True, away="", since=NOW),
        "reasons": [("meal", "Meal")],
        "may_answer": True,
        "may_assign": False,
        "why": "Waited 34 min, 7% of the target; you served them last",
        "closed": None,
        "answered": 1,
        "inboxes": [Shape(id=new_id(), title="Returns")],
        "aside_on": [Shape(value="carrier", words="a carrier")],
        "row": row(),
        "conversation": Shape(
            id=new_id(), status="open", revision=7, owner=ME, inbox=Shape(name="Support")
        ),
        "customer": Shape(
            id=new_id(),
            name="Ana Petrović",
            initials="AP",
            sentence="Buys since 2022.",
            handles=[
                handle(kind="email", value="ana@example.com", proved_how="signed mail"),
                handle(kind="pigeon", value="loft 7"),
                handle(kind="phone", value="+4930123456", id=None, claimed="in the checkout"),
                handle(kind="email", value="family@example.com", shared=True),
            ],
        ),
        "may_join": True,
        "suggested": [
            suggested(),
            suggested(path="", may_join=False),
        ],
        "joined": [
            Shape(id=1, name="A. Petrović", handles=["a@work.example"], at=NOW, by="Dana Reyes"),
            Shape(id=2, name="+4930123456", handles=[], at=NOW, by=""),
        ],
        "asked": "ana",
        "found": [
            Shape(customer_id=1, name="Ana P", handles=["a@work.example"], may_join=True),
            Shape(customer_id=2, name="Ana Q", handles=[], may_join=False),
        ],
        "contact": Shape(id=new_id(), title="Where is my order"),
        "entries": ["drawn"],
        "entry": entry(),
        "opens_new": True,
        "may_take_back": True,
        "first_look": True,
        "revision": "7",
        "earlier": "2026-11-22T09:00:00+00:00|3",
        "others": [Shape(name="Dana Reyes", typing=True)],
        "visit": "writing",
        "visitor": "Ana",
        "reply": Shape(channel="email", to="to ana@example.com", refused="", ways=[], instead=""),
        "alphabet": Shape(basic="abc<", extended="\u20ac", longest=1600),
        "draft": Shape(conversation_id=1, text="Dear <Ana>", kind="reply", version=3),
        "topic": None,
        "proposed": TOPIC,
        "risks": [
            RiskRow("cancellation", "Cancellation", "“cancel my order”", True, False),
            RiskRow("first-order", "First order", "#1001 of 3 May is their only one.", False, True),
        ],
        "topics": [TOPIC],
        "moments": [Shape(value="tomorrow", words="Tomorrow at 9:00")],
        "resolutions": [Shape(value="solved", words="Solved")],
        "contacts": [Shape(id=1, title="Where is my order", status="open", under="by mail")],
        "promises": [Shape(id=1, words="Write back", due_at=NOW, urgency="late")],
        "past": [Shape(id=1, title="A lamp", closed_at=NOW, words="Solved")],
        "offers": [ringing()],
        "sound": False,
        "orders": [ORDER],
        "more_orders": True,
        "totals": Totals(orders=2, spent=[EUR], since=NOW),
        "gifts": [ORDER],
        "reviews": [
            {"drawn": "★★★★☆", "stars": 4, "product": "Lantern", "words": "Good", "at": NOW}
        ],
        "unsure": [ORDER],
        "order": ORDER,
        "csrf_token": "token",
    }
    return plain | changes
