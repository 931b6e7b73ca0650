"""What each number means, as people read it. The expressions are in `outcomes/measures.py`."""

from django.utils.translation import gettext_lazy as _

NAMES = {
    "contact_rate": _("Contact rate"),
    "answered_in_time": _("Answered in time"),
    "settled_once": _("Settled once"),
    "cost_per_settled": _("Cost per settled contact"),
    "repurchase": _("Repurchase"),
}
_DEFINITIONS = {
    "contact_rate": _(
        "Contacts begun by customers for each 100 orders placed. Without spam, and without answers"
        " to what we wrote by ourselves."
    ),
    "answered_in_time": _(
        "Of all first answers that fell due, those given by a person in time. What was never"
        " answered, or was given up, counts as late."
    ),
    "settled_once": _(
        "Of the contacts closed, those after which the customer did not come back about the same"
        " within 7 days, by any channel. Without spam and what was combined."
    ),
    "cost_per_settled": _(
        "Paid hours at their wage, and licences, for each contact settled once. Concessions stand"
        " beside it."
    ),
    "repurchase": _(
        "Of the customers with a contact closed whose 30 days are over, those with a new paid order"
        " within them. Each counts once a month."
    ),
}
PARTS = {
    "contacts": _("contacts"),
    "orders": _("orders"),
    "due": _("fell due"),
    "in_time": _("in time"),
    "closed": _("closed"),
    "confirmed": _("confirmed by the customer"),
    "silent": _("silent"),
    "came_back": _("came back"),
    "settled": _("settled once"),
    "cost": _("wages and licences"),
    "paid_seconds": _("paid hours"),
    "unpriced_seconds": _("of them without a wage"),
    "concessions": _("concessions"),
    "customers": _("customers"),
    "bought": _("bought again"),
}


def definition(name: str) -> str:
    return str(_DEFINITIONS[name])
