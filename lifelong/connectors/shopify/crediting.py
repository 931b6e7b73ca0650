"""Store credit, put into the customer's account at Shopify.

Up to version 2026-10 a transaction of such an account carries no word of ours, and the mutation
knows no key: after a try of which nothing was heard nobody can be asked, so it is not repeated.
From 2027-01 on transactions have a note, by which they can be looked up.
"""

from django.utils.translation import gettext as _

from lifelong.concessions.models import Concession
from lifelong.connectors.shopify.graphql import do, gid, number
from lifelong.connectors.shopify.interface import unreadable
from lifelong.lib.errors import DeliveryFailed

_CREDIT = """
mutation ($owner: ID!, $credit: StoreCreditAccountCreditInput!) {
  storeCreditAccountCredit(id: $owner, creditInput: $credit) {
    storeCreditAccountTransaction { id }
    userErrors { field code message }
  }
}"""


def credit(concession: Concession) -> str:
    """Shopify's id of the transaction. Raises `DeliveryFailed`."""
    if not concession.buyer:
        raise DeliveryFailed(
            _("This shop does not know them, so it keeps no credit for them. Give a code instead."),
            permanent=True,
        )
    amount = {
        "amount": str(concession.money.decimal),
        "currencyCode": concession.currency,
    }
    made = do(
        concession.connection,
        _CREDIT,
        owner=gid("Customer", concession.buyer),
        credit={"creditAmount": amount, "notify": True},
    )
    ref = number((made.get("storeCreditAccountTransaction") or {}).get("id"))
    if not ref:
        raise unreadable(unsure=True)
    return ref
