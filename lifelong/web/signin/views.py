"""Signing in and out: allauth's flow behind the limits of axes, on our own page."""

from typing import Any

from allauth.account.views import LoginView, LogoutView
from axes.decorators import axes_dispatch, axes_form_invalid
from django.http import HttpResponse
from django.utils.decorators import method_decorator

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
