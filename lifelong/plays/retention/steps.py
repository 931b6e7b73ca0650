"""What a hero does when somebody wants to cancel."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


def default_steps() -> Sequence[str]:
    """Until an admin has said otherwise."""
    return (
        _("Thank them for telling us, and ask what made them decide."),
        _("Look at the order: what is not sent yet can simply be called off."),
        _("Make good what went wrong first; what policy owes is no deal."),
        _("Propose one deal, the one that fits their reason."),
        _("If they still want to go, cancel at once and say what happens with their money."),
    )
