import base64
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.sealing import seal, unseal
from lifelong.web.signin.stages import note_who


class AccountClosed(Refused):
    code = "account-closed"
    status = 403


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Heroes are invited by an admin; nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy(
            "This e-mail address and password do not belong together."
        ),
        "too_many_login_attempts": gettext_lazy(
            "That was too often. Wait five minutes, then try again or ask for a new password."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The server has put the proxies' word, as far as it is believed, in its place already."""
        return request.META.get("REMOTE_ADDR") or "::"

    def get_login_stages(self) -> list[str]:
        """allauth asks for a second factor; who has none and needs one sets it up."""
        return [*super().get_login_stages(), "lifelong.web.signin.stages.SetUp"]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse | None:
        if not user.works_on(clock.now().date()):
            return self.respond_user_inactive(request, user)
        note_who(request, user)
        return None

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        """Said to those alone who have proved who they are."""
        raise AccountClosed(_("This account is closed. An admin can open it again."))


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """What allauth keeps of second factors is sealed, and says our name."""

    def encrypt(self, text: str) -> str:
        return base64.b64encode(seal(text.encode())).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(base64.b64decode(encrypted_text)).decode()

    def get_totp_issuer(self) -> str:
        return "Lifelong"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Lifelong"}
