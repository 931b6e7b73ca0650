"""What allauth asks of us about the company's own sign-in."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NoReturn

import structlog
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthError
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from lifelong.accounts.actions.linking import COMPANY, CompanyAccount, arrive
from lifelong.lib.errors import Refused

log = structlog.get_logger()


def _unique(claims: Mapping[str, Any]) -> str:
    """Of the issuer and its subject: another provider may have the same subjects."""
    return sha256(f"{claims['iss']} {claims['sub']}".encode()).hexdigest()


class NotSignedIn(Refused):
    code = "not-signed-in"
    status = 403


class Company(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """One provider or none, from the settings; who comes back from it is somebody of ours."""

    def list_apps(
        self, request: HttpRequest, provider: str = "", client_id: str = ""
    ) -> list[SocialApp]:
        if not settings.OIDC_ISSUER:
            return []
        how = {"server_url": settings.OIDC_ISSUER, "oauth_pkce_enabled": True}
        return [
            SocialApp(
                provider="openid_connect",
                provider_id=COMPANY,
                name=settings.OIDC_NAME,
                client_id=settings.OIDC_CLIENT_ID,
                secret=settings.OIDC_SECRET,
                settings=how,
            )
        ]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> NoReturn:
        """Instead of all that allauth would do: find the agent, and go on as after a password."""
        claims = sociallogin.account.extra_data["id_token"]
        account = CompanyAccount(
            subject=_unique(claims),
            email=str(claims.get("email") or "").strip().lower(),
            # the word "false" is no proof, whatever a provider means by it
            proved=claims.get("email_verified") is True,
            name=str(claims.get("name") or ""),
        )
        agent = arrive(account, domains=settings.OIDC_DOMAINS)
        record_authentication(request, agent, "socialaccount", provider=COMPANY)
        login = Login(user=agent, redirect_url=sociallogin.get_redirect_url(request))
        raise ImmediateHttpResponse(perform_login(request, login))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: Any = None,
    ) -> NoReturn:
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(redirect("account_login"))
        log.warning("company sign-in failed", why=str(exception or error)[:200])
        words = _("Signing in by %(name)s did not work, or took too long. Begin once more.")
        raise NotSignedIn(words % {"name": settings.OIDC_NAME})
