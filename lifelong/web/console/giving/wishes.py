"""What a hero would like to give, read from the panel's form."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.policy import Caller
from lifelong.commerce.models import Order
from lifelong.commerce.queries import order as order_for
from lifelong.concessions.actions.weighing import Wish
from lifelong.concessions.authority import Kind, Reason
from lifelong.concessions.outlook import whole
from lifelong.concessions.owed import worth
from lifelong.conversations.models import Conversation
from lifelong.conversations.queries import contacts_with
from lifelong.lib.money import Money
from lifelong.web.console.amounts import AmountField
from lifelong.web.console.forms import Unclear, valid

WHOLE, ITEMS, AMOUNT = "whole", "items", "amount"
#: before the name of each item's field
ITEM = "item-"
_MISSING: Any = {"required": gettext_lazy("Say why.")}


class WishForm(forms.Form):
    order = forms.UUIDField(required=False)
    kind = forms.ChoiceField(choices=Kind.choices)
    reason = forms.ChoiceField(choices=Reason.choices, error_messages=_MISSING)
    extent = forms.ChoiceField(choices=[(one, one) for one in (WHOLE, ITEMS, AMOUNT)])
    amount = AmountField(
        required=False,
        max_digits=12,
        error_messages={"invalid": gettext_lazy("Write the amount as a number: 12.50")},
    )


def wish_in(said: Mapping[str, Any], conversation: Conversation, *, visible_to: Caller) -> Wish:
    """Raises `Unclear` for what cannot be meant, `NotFound` for an order that one does not see."""
    form = valid(WishForm(said))
    order = order_for(form["order"], visible_to=visible_to) if form["order"] else None
    kind = Kind(form["kind"])
    items = _items(said, order, form["extent"]) if order else {}
    money = _money(form, kind, order, items, currency_of(order, conversation))
    return Wish(
        kind=kind,
        money=money,
        reason=Reason(form["reason"]),
        customer=conversation.customer,
        order=order,
        items=items,
        contact=next((one for one in contacts_with(conversation) if not one.closed_at), None),
    )


def currency_of(order: Order | None, conversation: Conversation) -> str:
    return order.currency if order else conversation.inbox.brand.currency


def _items(said: Mapping[str, Any], order: Order, extent: str) -> dict[str, int]:
    """The quantities that were chosen, by the refs of the order's items."""
    if extent == AMOUNT:
        return {}
    if extent == WHOLE:
        # as a refund the whole is what is left of the money, whatever it was for
        is_reship = said.get("kind") == Kind.RESHIP
        return {one.ref: one.quantity for one in order.items.all()} if is_reship else {}
    found = {one.ref: _count(said.get(ITEM + one.ref, "")) for one in order.items.all()}
    return {ref: count for ref, count in found.items() if count}


def _count(said: str) -> int:
    if not said.strip():
        return 0
    if not said.strip().isdecimal() or len(said) > 6:
        raise Unclear(_("Say how many of each, as whole numbers."))
    return int(said)


def _money(
    form: dict[str, Any], kind: Kind, order: Order | None, items: dict[str, int], currency: str
) -> Money:
    if items and order:
        return order.money(worth(order, items))
    if form["extent"] == WHOLE and order and kind is not Kind.RESHIP:
        return whole(order, kind)
    if form["extent"] == ITEMS:
        raise Unclear(_("Choose the items that it is for."))
    if kind is Kind.RESHIP:
        raise Unclear(_("Choose the items that are to be sent again."))
    if not form["amount"] or form["amount"] <= 0:
        raise Unclear(_("Say how much is to be given."))
    try:
        return Money.of(Decimal(form["amount"]), currency)
    except ValueError as error:
        raise Unclear(_("There is no such small part of this currency.")) from error
