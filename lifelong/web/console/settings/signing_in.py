"""How everybody signs in: whether a second factor is asked of all, and who has one."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.actions.securing import require_second_factor
from lifelong.accounts.policy import Verb
from lifelong.accounts.second_factors import agents_without, is_required
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

AT = "settings/sign-in"


@door("GET", "POST", "DELETE", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def signing_in(request: ConsoleRequest) -> HttpResponse:
    """POST: everybody needs a second factor. DELETE: who wants one has one."""
    done = ""
    if request.method == "POST":
        done = _asked(require_second_factor(True, by=request.agent))
    elif request.method == "DELETE":
        require_second_factor(False, by=request.agent)
        done = _("From now on everybody decides for themselves.")
    required, without = is_required(), agents_without()
    title = _("Sign-in")
    return page(
        request, AT, "settings/sign_in", title=title, required=required, without=without, done=done
    )


def _asked(signed_out: int) -> str:
    if not signed_out:
        return _("From now on nobody gets in without one. Everybody has one already.")
    return (
        ngettext(
            "From now on nobody gets in without one. %d hero has none and is signed out.",
            "From now on nobody gets in without one. %d heroes have none and are signed out.",
            signed_out,
        )
        % signed_out
    )
