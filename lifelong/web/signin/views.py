"""Signing in and out: allauth's flow behind the limits of axes, on our own pages; invitations."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from lifelong.accounts.actions import inviting
from lifelong.accounts.actions.hiring import WeakPassword
from lifelong.accounts.passkeys import UnknownPasskey, asked_of_browser, made_by_browser
from lifelong.accounts.second_factors import has_second_factor
from lifelong.lib.rates import Limit, caller
from lifelong.web.signin.pages import private

PER_ADDRESS = Limit("60/minute", "sign-in")


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):  # type: ignore[misc]
    """Password sign-in for agents."""

    template_name = "account/login.html"
    http_method_names = ["get", "head", "post"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        company = settings.OIDC_NAME if settings.OIDC_ISSUER else ""
        return {**super().get_context_data(**kwargs), "company": company}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        PER_ADDRESS.hit(caller(request))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class SignOut(LogoutView):  # type: ignore[misc]
    """Only by POST: a link must not end somebody's session."""

    http_method_names = ["post"]


PER_INVITATION = Limit("30/minute", "invitation")


@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, word: str) -> HttpResponse:
    """GET: choose how to sign in. POST {password} or {credential}: so they do from now on."""
    PER_INVITATION.hit(caller(request))
    agent = inviting.invited(word)
    trouble = ""
    if request.method == "POST":
        try:
            return _accepted(request, word)
        except (WeakPassword, UnknownPasskey) as refused:
            trouble = str(refused)
    context = {
        "invited": agent,
        "trouble": trouble,
        "options": None if has_second_factor(agent) else asked_of_browser(agent),
        "csrf_token": get_token(request),
    }
    status = 422 if trouble else 200
    return private(render(request, "account/invitation.html", context, status=status))


def _accepted(request: HttpRequest, word: str) -> HttpResponse:
    if not (said := request.POST.get("credential")):
        inviting.accept(word, password=request.POST.get("password", ""))
        return redirect("account_login")
    codes = inviting.accept_with_passkey(word, credential=made_by_browser(said))
    return private(render(request, "account/passkey_made.html", {"codes": codes}))
