"""What the fragments are given, made up: the shapes at the head of each template."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace as Shape
from typing import Any

from lifelong.commerce.queries import Totals
from lifelong.lib.ids import new_id
from lifelong.web.console.answers import AnswerRow
from lifelong.web.console.cues import CueRow
from lifelong.web.console.demo import DemoNow
from lifelong.web.console.frame import Place
from lifelong.web.console.offers import CallRow, RingingRow
from lifelong.web.console.orders import AtIssue
from lifelong.web.console.risks import RiskRow
from lifelong.web.console.rows import EntryRow, FileRow, SendingRow
from lifelong.web.console.tests.sample_orders import EUR, GIVEN, NOW, ORDER, PANEL

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
        "promised": None,
        "until": None,
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
        offer_id=new_id(),
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
        "places": [
            Place(
                "/",
                "Who waits",
                "people",
                "g w",
                current=True,
                counted_by="n/*",
                counted_at="/n",
                count=2,
            )
        ],
        "mine": [
            Shape(id="mine-1", title="Due today", count="1", size=1, deeds="pass", rows=["Ana"])
        ],
        "waits": [
            Shape(
                id="waits-1", title="For anybody", count="2", size=2, deeds="take pass", rows=["Bo"]
            )
        ],
        "pending": [
            Shape(
                id="pending-1", title="On a carrier", count="3", size=3, deeds="pass", rows=["Cy"]
            )
        ],
        "shift": Shape(signed_on=True, away="", since=NOW),
        "reasons": [("meal", "Meal")],
        "may_answer": True,
        "may_search": True,
        "demo": DemoNow(NOW, is_shut=True),
        "may_assign": False,
        "first_steps": True,
        "why": "Waited 34 min, 7% of the target; you served them last",
        "closed": None,
        "answered": 1,
        "customer_name": "Ana Petrović",
        "heroes": [Shape(value="hero 1", name="Dana Reyes", words="at work", on=True)],
        "inboxes": [Shape(value="inbox 1", name="Returns", words="Night team", on=False)],
        "undoable": Shape(sentence="Ana Petrović is with you.", path="/passings/1", until=NOW),
        "left": True,
        "sentence": "Number 3 of 12 in Support.",
        "clock": Shape(since=NOW, due_at=NOW, used=43, tone=""),
        "pins": [
            Shape(id=new_id(), words="Prefers calls", is_note=False, by="Dana Reyes", at=NOW),
            Shape(id=new_id(), words="Broke twice", is_note=True, by="Mira Okafor", at=NOW),
        ],
        "channels": [
            Shape(
                channel="email",
                handle="ana@example.com",
                said=[Shape(words="Offers: no", at=NOW, how="a link in a message", yes=False)],
            )
        ],
        "past_topics": [Shape(title="Where is my order", times=4, at=NOW)],
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
        "sought": None,
        "from_entry": None,
        "seen": None,
        "sift": "",
        "later": Shape(words="1763805600.000000/00000009"),
        "spoken_on": ["email", "sms"],
        "matters": [
            Shape(id=1, title="A lamp", opened_at=NOW),
            Shape(id=2, title="Tent", opened_at=NOW),
        ],
        "revision": "7",
        "earlier": Shape(words="1763802000.000000/00000003"),
        "others": [Shape(name="Dana Reyes", typing=True)],
        "visit": "writing",
        "visitor": "Ana",
        "reply": Shape(
            channel="email", to="to ana@example.com", refused="", limits="", ways=[], instead=""
        ),
        "agent_id": ME.id,
        "mentions": [
            Shape(href="/people/1", name="Ana", by="Mia", words="@Mira", at=NOW, seen=False)
        ],
        "answers": [
            AnswerRow(new_id(), "On its way", "where", "en", "It is on its way.", ["code"])
        ],
        "variables": {"order.number": "order number"},
        "alphabet": Shape(basic="abc<", extended="\u20ac", longest=1600),
        "draft": Shape(conversation_id=1, text="Dear <Ana>", kind="reply", version=3, files=[]),
        "topic": None,
        "proposed": TOPIC,
        "proposed_how": "proposed",
        "risks": [
            RiskRow("cancellation", "Cancellation", "“cancel my order”", True, False),
            RiskRow("first-order", "First order", "#1001 of 3 May is their only one.", False, True),
        ],
        "topics": [TOPIC],
        "moments": [Shape(value="tomorrow", words="Tomorrow at 9:00")],
        "resolutions": [Shape(value="solved", words="Solved")],
        "contacts": [
            Shape(id=1, title="Where is my order", status="open", under="by mail"),
            Shape(id=2, title="A lamp", status="open", under="by mail"),
        ],
        "entry_id": new_id(),
        "promises": [Shape(id=1, words="Write back", due_at=NOW, urgency="late")],
        "past": [Shape(id=1, title="A lamp", closed_at=NOW, words="Solved")],
        "cues": [CueRow(new_id(), new_id(), "/people/1", "Ana", "Has written to you.", wrote=True)],
        "sounds": True,
        "offers": [ringing()],
        "sound": False,
        "calls": [CallRow(new_id(), new_id(), "Ana Petrović", "Mia", "they want to cancel", NOW)],
        "waiting_tag": "tag",
        "retention": PANEL,
        "at_issue": [AtIssue(ORDER, "Ana", is_theirs=False)],
        "orders": [ORDER],
        "more_orders": True,
        "totals": Totals(orders=2, spent=[EUR], since=NOW),
        "gifts": [ORDER],
        "reviews": [
            {"drawn": "★★★★☆", "stars": 4, "product": "Lantern", "words": "Good", "at": NOW}
        ],
        "unsure": [ORDER],
        "given": {ORDER.id: [GIVEN], None: [GIVEN]},
        "may_give": True,
        "order": ORDER,
        "csrf_token": "token",
    }
    return plain | changes
