"""Between a right password and the desk: the second factor, proved or set up."""

from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginStageController
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lifelong.accounts.actions.securing import WrongCode, confirm_app, keep_passkey
from lifelong.accounts.models import Agent
from lifelong.accounts.passkeys import UnknownPasskey, asked_of_browser, made_by_browser
from lifelong.accounts.second_factors import (
    accept_code,
    has_second_factor,
    second_factors_of,
    set_up_url,
)
from lifelong.lib.rates import Limit
from lifelong.web.look.qr import qr_path
from lifelong.web.signin.limits import count_wrong_code, forget_wrong_codes, may_try_code
from lifelong.web.signin.pages import private
from lifelong.web.signin.passkeys import SecondForm
from lifelong.web.signin.stages import SetUp, still_holds

SETTING_UP = Limit("20/minute", "second factor set-up")
_SECRET = "second-factor-secret"
_MADE = "second-factor-made"


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """allauth's, by our own check: a code counts once, whichever process it reaches."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not may_try_code(context.request, self.user):
            raise ValidationError(_("That was too often. Wait a quarter of an hour."))
        self.authenticator = accept_code(self.user, code)
        if self.authenticator is None:
            count_wrong_code(context.request, self.user)
            raise ValidationError(
                _("That code is not right, or was used already. Wait for the next one.")
            )
        forget_wrong_codes(self.user)
        return code


class ProveSecondFactor(AuthenticateView):  # type: ignore[misc]
    """GET: asks for it. POST {code} or {credential}: in."""

    template_name = "account/second_factor.html"
    form_class = CodeForm
    webauthn_form_class = SecondForm
    http_method_names = ["get", "head", "post"]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        stage = LoginStageController.enter(request, AuthenticateStage.key)
        if stage is not None and not still_holds(request, stage.login.user):
            gone: HttpResponse = stage.abort()
            return gone
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown: dict[str, Any] = super().get_context_data(**kwargs)
        factors = second_factors_of(self.stage.login.user)
        options = shown["js_data"]["request_options"] if factors.passkeys else None
        return {**shown, "factors": factors, "options": options, "who": self.stage.login.user}


@login_stage_required(stage=SetUp.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
def set_up(request: Any) -> HttpResponse:
    """GET: a square for an app, or a passkey. POST {code} or {credential}: it counts, and recovery
    codes are shown once. POST {on}: they were seen; in."""
    stage = request._login_stage
    agent: Agent = stage.login.user
    trouble, status = "", 200
    answer: HttpResponse
    # whoever has one by now that was not made here has to prove it
    made_elsewhere = has_second_factor(agent) and request.session.get(_MADE) != str(agent.id)
    if made_elsewhere or not still_holds(request, agent):
        answer = stage.abort()
        return answer
    if request.method == "POST":
        SETTING_UP.hit(str(agent.id))
        if has_second_factor(agent):
            request.session.pop(_MADE, None)
            answer = stage.exit()
            return answer
        try:
            return _codes(request, agent)
        except (WrongCode, UnknownPasskey) as wrong:
            trouble, status = str(wrong), wrong.status
    secret = request.session.setdefault(_SECRET, generate_totp_secret())
    shown = {
        "who": agent,
        "done": has_second_factor(agent),
        "codes": [],
        "qr": qr_path(set_up_url(agent, secret)),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "options": asked_of_browser(agent),
        "trouble": trouble,
        "csrf_token": get_token(request),
    }
    return private(render(request, "account/set_up.html", shown, status=status))


def _codes(request: HttpRequest, agent: Agent) -> HttpResponse:
    if said := request.POST.get("credential"):
        codes = keep_passkey(agent, name="", credential=made_by_browser(said))
    else:
        secret = request.session.get(_SECRET, "")
        codes = confirm_app(agent, secret=secret, code=request.POST.get("code", ""))
    request.session.pop(_SECRET, None)
    request.session[_MADE] = str(agent.id)
    shown = {"who": agent, "done": True, "codes": codes, "csrf_token": get_token(request)}
    return private(render(request, "account/set_up.html", shown))
