"""Tokens: keys to the API, shown once. One opens no more than who makes it may."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import F
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.accounts.actions.issuing import issue, revoke
from lifelong.accounts.models import Token
from lifelong.accounts.policy import Caller, Verb
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

AT = "settings/tokens"
_REVOKED_LAST = F("revoked_at").desc(nulls_first=True)


class TokenForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("What it is for"), max_length=120)
    acts_as = forms.ChoiceField(
        label=gettext_lazy("It speaks as"),
        choices=[
            ("service", gettext_lazy("a service of its own")),
            ("me", gettext_lazy("me, and sees what I see")),
        ],
        widget=forms.RadioSelect,
        initial="service",
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, caller: Caller, *args: Any) -> None:
        super().__init__(*args)
        scopes: Any = self.fields["scopes"]
        scopes.choices = [(verb.value, scope_words(verb)) for verb in Verb if caller.may(verb)]


def scope_words(scope: str) -> str:
    words = {
        Verb.SEE_CUSTOMERS: _("see customers"),
        Verb.READ_TEXT: _("read their words"),
        Verb.ANSWER: _("answer"),
        Verb.SEE_ALL_INBOXES: _("see every inbox"),
        Verb.SEE_INTAKE: _("see what came in"),
        Verb.SETTLE_INTAKE: _("settle what is parked"),
        Verb.SEE_SETTINGS: _("see settings"),
        Verb.SEE_OUTCOMES: _("see what works"),
        Verb.RUN_PLAYS: _("run plays"),
        Verb.SEE_HEALTH: _("see whether everything gets through"),
        Verb.TRY_AGAIN: _("have what failed tried again"),
        Verb.CHANGE_SETTINGS: _("change settings"),
        Verb.ASSIGN_OTHERS: _("give work to others"),
        Verb.GIVE: _("give and decide, within its person’s authority"),
        Verb.SEE_LEDGER: _("see the ledger of what was given"),
    }
    return words.get(Verb(scope), scope) if scope in set(Verb) else scope


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def tokens(request: ConsoleRequest) -> HttpResponse:
    """GET: all tokens. POST: make one, and show its key this once."""
    if request.method != "POST":
        return _tokens(request)
    form = TokenForm(request.caller, request.POST)
    if not form.is_valid():
        return _tokens(request, form=form, status=422)
    said = form.cleaned_data
    agent = request.agent if said["acts_as"] == "me" else None
    _token, key = issue(name=said["name"], scopes=said["scopes"], agent=agent)
    return _tokens(request, key=key)


@door("DELETE", needs=Verb.CHANGE_SETTINGS)
def token(request: ConsoleRequest, token_id: UUID) -> HttpResponse:
    """It opens nothing from now on."""
    found = Token.objects.filter(pk=token_id).first()
    if found is None:
        raise NotFound(_("There is no such token."))
    revoke(found)
    return _tokens(request, done=_("It opens nothing any more."))


def _tokens(request: ConsoleRequest, *, status: int = 200, **shown: Any) -> HttpResponse:
    rows = Token.objects.select_related("agent").order_by(
        F("revoked_at").desc(nulls_first=True), "-made_at"
    )
    context = {
        "tokens": [(row, [scope_words(scope) for scope in row.scopes]) for row in rows],
        "form": TokenForm(request.caller),
        "key": "",
        **shown,
    }
    return page(request, AT, "settings/tokens", title=_("API tokens"), status=status, **context)
