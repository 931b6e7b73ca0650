"""Signing in by a passkey alone: who holds it has shown a finger, a face or a PIN to it."""

from typing import Any

from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.forms import AuthenticateWebAuthnForm, LoginWebAuthnForm
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lifelong.accounts.passkeys import MALFORMED
from lifelong.lib.rates import Limit, caller

PER_ADDRESS = Limit("60/minute", "passkey")


class _Careful:
    """What no browser sends is a passkey that we do not know, and nothing worse."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except MALFORMED as malformed:
            raise ValidationError(_("That is no passkey.")) from malformed


class LoneForm(_Careful, LoginWebAuthnForm):  # type: ignore[misc]
    """The passkey alone."""


class SecondForm(_Careful, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey after a password."""


class SignInByPasskey(LoginWebAuthnView):  # type: ignore[misc]
    """GET, as JSON: what the browser asks the passkey. POST {credential, next}: in."""

    form_class = LoneForm
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        PER_ADDRESS.hit(caller(request))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def form_valid(self, form: Any) -> HttpResponse:
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        answer: HttpResponse = perform_passwordless_login(self.request, passkey, login)
        return answer

    def form_invalid(self, form: Any) -> HttpResponse:
        words = _("We do not know this passkey. Sign in with your password, or try another one.")
        messages.error(self.request, words)
        return redirect("account_login")
