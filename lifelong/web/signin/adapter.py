from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _


class NoSignUp(DefaultAccountAdapter):  # type: ignore[misc]
    """Heroes are invited by an admin; nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("This e-mail address and password do not belong together."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
