"""What most online shops are written to about.

In English each but the last is a name under which triage knows a theme, so that it proposes them
from the first mail on; so they should be in any other language that triage reads.
"""

from django.utils.translation import gettext as _


def usual_topics() -> list[str]:
    """In the language of whoever asks for them."""
    return [
        _("Where is my order"),
        _("Lost parcel"),
        _("Damaged item"),
        _("Wrong item"),
        _("Return"),
        _("Refund"),
        _("Cancel an order"),
        _("Change of address"),
        _("Payment"),
        _("Product question"),
        _("Something else"),
    ]
