"""My second factor: an app with codes, passkeys, and recovery codes for when both are lost."""

from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from lifelong.accounts.actions import securing
from lifelong.accounts.passkeys import asked_of_browser, made_by_browser
from lifelong.accounts.second_factors import set_up_url
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.me.proof import is_proved, must_be_proved
from lifelong.web.console.me.signing_in import shown
from lifelong.web.console.pages import moved_to, page
from lifelong.web.look.qr import qr_path

_SECRET = "app-secret"
_PAGE = "/me/sign-in"


@door("GET", "POST", "DELETE", needs=None)
def app(request: ConsoleRequest) -> HttpResponse:
    """GET: a square for an app. POST {code}: it counts. DELETE: no more."""
    if request.method == "GET" and not is_proved(request):
        return shown(request, status=403)
    must_be_proved(request)
    if request.method == "GET":
        return _square(request)
    if request.method == "DELETE":
        securing.remove_app(request.agent)
        return shown(request, done=_("The app counts no more."))
    secret = request.session.get(_SECRET, "")
    try:
        codes = securing.confirm_app(
            request.agent, secret=secret, code=request.POST.get("code", "")
        )
    except securing.WrongCode as wrong:
        return _square(request, trouble=str(wrong), status=wrong.status)
    request.session.pop(_SECRET, None)
    done = _("The app is set up. From now on it is asked when you sign in.")
    return moved_to(shown(request, codes=codes, done=done), _PAGE)


@door("POST", needs=None)
def recovery_codes(request: ConsoleRequest) -> HttpResponse:
    """New ones; those of before count no more."""
    must_be_proved(request)
    codes = securing.renew_codes(request.agent)
    return shown(request, codes=codes, done=_("Here are new ones. The old ones count no more."))


@door("GET", "POST", needs=None)
def passkeys(request: ConsoleRequest) -> HttpResponse:
    """GET, as JSON: what the browser asks for a new one. POST {name, credential}: it is mine."""
    must_be_proved(request)
    if request.method == "GET":
        return JsonResponse({"request_options": asked_of_browser(request.agent)})
    credential = made_by_browser(request.POST.get("credential", ""))
    name = request.POST.get("name", "")
    codes = securing.keep_passkey(request.agent, name=name, credential=credential)
    return shown(request, codes=codes, done=_("Added. You can sign in with it alone."))


@door("POST", "DELETE", needs=None)
def passkey(request: ConsoleRequest, passkey_id: int) -> HttpResponse:
    """POST {name}: called so. DELETE: it opens nothing any more."""
    must_be_proved(request)
    if request.method == "POST":
        name = request.POST.get("name", "")
        securing.rename_passkey(request.agent, passkey_id=passkey_id, name=name)
        return shown(request, done=_("Saved."))
    securing.remove_passkey(request.agent, passkey_id=passkey_id)
    return shown(request, done=_("Removed. It opens nothing any more."))


def _square(request: ConsoleRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
    secret = request.session.get(_SECRET, "")
    if not trouble or not secret:
        secret = request.session[_SECRET] = generate_totp_secret()
    context = {
        "qr": qr_path(set_up_url(request.agent, secret)),
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "trouble": trouble,
    }
    title = _("An app for your second factor")
    response = page(request, "me/sign-in", "me/app", title=title, status=status, **context)
    response["Cache-Control"] = "no-store"
    return response
