"""For whoever forgot their password: a link by mail, and the page behind it."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from lifelong.accounts.actions import resetting
from lifelong.accounts.actions.hiring import WeakPassword
from lifelong.accounts.models import Agent
from lifelong.connectors.email.jobs import mail_reset
from lifelong.connectors.email.staff import way_to_staff
from lifelong.lib.ids import new_id
from lifelong.lib.rates import Limit, TooMany, caller
from lifelong.lib.transactions import transaction
from lifelong.web.signin.pages import private

ASKING = Limit("20/hour", "reset")
#: mails to one address, whether somebody here has it or not
TO_ADDRESS = Limit("4/hour", "reset address")
CHOOSING = Limit("30/minute", "reset choosing")


class ForgottenForm(forms.Form):
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """GET: ask for a link. POST {email}: the same answer, whoever has the address or nobody."""
    form = ForgottenForm(request.POST or None)
    can_send = way_to_staff() is not None
    shown = {"form": form, "can_send": can_send, "trouble": "", "sent_to": ""}
    status = 200
    if request.method == "POST" and can_send:
        if not form.is_valid():
            status = 422
        else:
            try:
                shown["sent_to"] = _send(request, form.cleaned_data["email"])
            except TooMany as often:
                shown["trouble"], status = str(often), often.status
    shown["csrf_token"] = get_token(request)
    return render(request, "account/forgotten.html", shown, status=status)


def _send(request: HttpRequest, email: str) -> str:
    ASKING.hit(caller(request))
    TO_ADDRESS.hit(email.lower())
    agent = Agent.objects.filter(email__iexact=email, is_active=True).first()
    with transaction():
        mail_reset.later(agent_id=str(agent.id if agent else new_id()), mail_id=str(new_id()))
    return email


@require_http_methods(["GET", "POST"])
def reset(request: HttpRequest, word: str) -> HttpResponse:
    """GET: choose a new password. POST {password}: it is theirs, and every session is over."""
    CHOOSING.hit(caller(request))
    agent = resetting.forgetful(word)
    trouble = ""
    if request.method == "POST":
        try:
            resetting.reset_password(word, password=request.POST.get("password", ""))
            return private(render(request, "account/reset_done.html", {}))
        except WeakPassword as weak:
            trouble = str(weak)
    shown = {"forgetful": agent, "trouble": trouble, "csrf_token": get_token(request)}
    return private(render(request, "account/reset.html", shown, status=422 if trouble else 200))
