"""Signing in and out: allauth's flow behind the limits of axes, on our own pages; invitations."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_http_methods

from lifelong.accounts.actions import inviting
from lifelong.accounts.actions.hiring import WeakPassword
from lifelong.lib.rates import Limit, caller

PER_ADDRESS = Limit("60/minute", "sign-in")


@method_decorator(axes_dispatch, name="dispatch")
@method_decorator(axes_form_invalid, name="form_invalid")
class SignIn(LoginView):  # type: ignore[misc]
    """Password sign-in for agents."""

    template_name = "account/login.html"
    http_method_names = ["get", "head", "post"]

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
    """GET: choose a password. POST {password}: it is theirs, and they sign in with it."""
    PER_INVITATION.hit(caller(request))
    agent = inviting.invited(word)
    trouble = ""
    if request.method == "POST":
        try:
            inviting.accept(word, password=request.POST.get("password", ""))
            return redirect("account_login")
        except WeakPassword as weak:
            trouble = str(weak)
    context = {"invited": agent, "trouble": trouble, "csrf_token": get_token(request)}
    response = render(request, "account/invitation.html", context, status=422 if trouble else 200)
    # the address is the key: no cache keeps it, and no other site learns it. Stricter would be
    # too strict: without any referrer Chromium says "Origin: null", which the CSRF check refuses
    response["Referrer-Policy"] = "same-origin"
    response["Cache-Control"] = "no-store"
    return response
