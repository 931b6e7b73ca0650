"""What a hero may give to whom they talk with: seen before the click, given by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.commerce.models import Order
from lifelong.commerce.queries import bought_by
from lifelong.concessions.actions.approving import ask
from lifelong.concessions.actions.giving import KeyReused, give
from lifelong.concessions.actions.weighing import Wish, foresee
from lifelong.concessions.authority import Kind, Reason, Verdict
from lifelong.concessions.outlook import Outlook, outlook
from lifelong.conversations import queries
from lifelong.conversations.models import Conversation
from lifelong.lib import ids
from lifelong.lib.errors import Refused
from lifelong.lib.money import Money
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.forms import Unclear, uuid_in
from lifelong.web.console.giving.wishes import ITEM, currency_of, wish_in
from lifelong.web.console.hints import hinting
from lifelong.web.look.words import money

#: so many orders are offered, the newest first
OFFERED = 20
NO_ORDER = "none"


class NotAsShown(Refused):
    """What is to be given is not what the screen had said."""

    code = "not-as-shown"


@dataclass(frozen=True)
class OwedRow:
    reason: str
    kinds: list[str]


@dataclass(frozen=True)
class LeftRow:
    what: str
    money: Money


@door("GET", needs=Verb.GIVE)
def giving(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """The panel. `?order=ID`: about that one; "none": about no order; else the newest.
    `?alone`: it was opened at the order, so no other is offered."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    return _panel(request, conversation, said=request.GET)


@door("GET", needs=Verb.GIVE)
def foreseen(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """What would become of the wish that the form says now."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    context: dict[str, Any] = {"verdict": "", "level": "", "shown": ""}
    try:
        wish = wish_in(request.GET, conversation, visible_to=request.caller)
    except Unclear as unclear:
        return render(request, "console/giving/foreseen.html", context | {"sentence": str(unclear)})
    try:
        weighed = foresee(wish, by=request.agent)
    except Refused as refused:
        context |= {"verdict": Verdict.REFUSED.value, "sentence": str(refused)}
        return render(request, "console/giving/foreseen.html", context)
    level = weighed.answer.level
    context |= {
        "verdict": weighed.answer.verdict.value,
        "sentence": weighed.answer.sentence,
        "level": level.name if level else "",
        "what": _what(wish),
        "shown": _shown(wish),
    }
    return render(request, "console/giving/foreseen.html", context)


@door("POST", needs=Verb.GIVE)
def concessions(request: ConsoleRequest, conversation_id: UUID) -> HttpResponse:
    """Give it, or with `then` "ask" ask for it. `key`: the panel's, so that it is done once."""
    conversation = queries.conversation(conversation_id, visible_to=request.caller)
    wish = wish_in(request.POST, conversation, visible_to=request.caller)
    then, key = request.POST.get("then", ""), request.POST.get("key", "")[:80]
    if not key or then not in ("give", "ask"):
        raise Unclear(_("Choose what is to be given, then click the button that says it."))
    if request.POST.get("shown") != _shown(wish):
        raise NotAsShown(_("This has just changed. Read what it says now, then click again."))
    try:
        done = _do(wish, request, then=then, key=key)
    except KeyReused:
        done = _("Your click before did arrive: see at the order what it gave. This did nothing.")
    return hinting(_panel(request, conversation, said=request.POST, done=done), conversation.id)


def _do(wish: Wish, request: ConsoleRequest, *, then: str, key: str) -> str:
    if then == "give":
        give(wish, by=request.agent, key=key)
        return _("%(what)s is granted.") % {"what": _what(wish)}
    approval = ask(wish, by=request.agent, key=key)
    said = {"what": _what(wish), "level": approval.level.name}
    return _("%(level)s was asked for %(what)s. You see the answer here.") % said


def _what(wish: Wish) -> str:
    """ "€10.00 refund"."""
    said = {"money": money(wish.money), "kind": wish.kind.label}
    return _("%(money)s %(kind)s") % said


def _shown(wish: Wish) -> str:
    return f"{wish.kind} {wish.reason} {wish.money.amount} {wish.order and wish.order.id}"


def _panel(
    request: ConsoleRequest, conversation: Conversation, *, said: Any, done: str = ""
) -> HttpResponse:
    theirs = list(bought_by(conversation.customer_id, visible_to=request.caller)[:OFFERED])
    order = _chosen(said.get("order", ""), theirs)
    alone = "alone" in said
    currency = currency_of(order, conversation)
    found = outlook(conversation.customer, order, currency=currency, by=request.agent)
    context = {
        "conversation": conversation,
        "at": order.id if order and alone else "any",
        "alone": alone,
        "key": ids.new_id(),
        "order": order,
        "orders": theirs,
        "no_order": NO_ORDER,
        "items": sorted(order.items.all(), key=lambda one: one.place) if order else [],
        "item": ITEM,
        "kinds": [(one.value, str(one.label)) for one in _kinds(order)],
        "reasons": [(one.value, str(one.label)) for one in Reason],
        "currency": currency,
        "done": done,
        **_words_of(found),
    }
    return render(request, "console/giving/panel.html", context)


def _words_of(found: Outlook) -> dict[str, Any]:
    return {
        "level": found.level.name if found.level else "",
        "owed": [
            OwedRow(str(reason.label), [str(kind.label) for kind in kinds])
            for reason, kinds in found.owed.items()
        ],
        "owed_left": found.owed_left,
        "left": [LeftRow(str(kind.label), most) for kind, most in found.left.items()],
        "signals": [str(one.label) for one in found.signals],
    }


def _kinds(order: Order | None) -> list[Kind]:
    """Without an order there is nothing to pay back or to send again."""
    return list(Kind) if order else [Kind.CREDIT, Kind.DISCOUNT]


def _chosen(said: str, theirs: Iterable[Order]) -> Order | None:
    if said == NO_ORDER:
        return None
    named = uuid_in(said)
    return next((one for one in theirs if one.id == named), next(iter(theirs), None))
