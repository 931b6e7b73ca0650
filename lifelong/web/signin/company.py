"""Signing in by the company's own provider (OpenID Connect), where one is configured.

allauth leads there and back. Beyond it we check the signature of every id token, which it skips,
and the nonce, which it knows nothing of; what it can do beside, such as linking by being signed
in, is closed.
"""

import hashlib
import hmac
from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from requests import RequestException

from lifelong.accounts.actions.linking import COMPANY
from lifelong.lib.errors import NotFound, Refused
from lifelong.lib.rates import Limit, caller

PER_ADDRESS = Limit("60/minute", "company sign-in")
#: keys that the provider alone has; never one that we share with it, and never none
_ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
#: seconds by which its clock may be wrong
_LEEWAY = 60


class Unreachable(Refused):
    code = "company-unreachable"
    status = 502


class Broken(OAuth2Error):  # type: ignore[misc]
    """The provider's answer is not what it has to be."""


class _Provider(OpenIDConnectProvider):  # type: ignore[misc]
    def get_pkce_params(self) -> dict[str, Any]:
        """A nonce goes along, which follows from what stays in the session."""
        params: dict[str, Any] = super().get_pkce_params()
        return {**params, "nonce": _nonce(params["code_verifier"])}

    def redirect_from_request(self, request: HttpRequest) -> HttpResponse:
        """To sign in and for nothing else, whatever the address says."""
        next_url = get_next_redirect_url(request)
        answer: HttpResponse = self.redirect(request, AuthProcess.LOGIN, next_url=next_url)
        return answer


class _Way(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    """There and back."""

    nonce = ""

    def get_provider(self) -> Any:
        provider = _Provider(self.request, app=get_adapter().get_app(self.request, COMPANY))
        provider.oauth2_adapter_class = _Way
        return provider

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        return settings.PUBLIC_URL + reverse("company-back")

    @property
    def openid_config(self) -> dict[str, Any]:
        found: dict[str, Any] = super().openid_config
        if str(found.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
            raise Broken("another issuer")
        return found

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str = ""
    ) -> Any:
        self.nonce = _nonce(pkce_code_verifier)
        return super().get_access_token_data(request, app, client, pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self._claims(app.client_id, kwargs["response"].get("id_token", ""))
        if "email" not in claims and "userinfo_endpoint" in self.openid_config:
            more = self._fetch_user_info(token.token)
            if more.get("sub") == claims["sub"]:
                claims = {**more, **claims}
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def _claims(self, client_id: str, id_token: str) -> dict[str, Any]:
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key(id_token),
                algorithms=_ALGORITHMS,
                audience=client_id,
                issuer=self.openid_config["issuer"],
                leeway=_LEEWAY,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except jwt.PyJWTError as wrong:
            raise Broken(type(wrong).__name__) from wrong
        if not hmac.compare_digest(str(claims.get("nonce", "")), self.nonce):
            raise Broken("another nonce")
        if isinstance(claims["aud"], list) and claims.get("azp", client_id) != client_id:
            raise Broken("meant for another")
        return claims

    def _key(self, id_token: str) -> jwt.PyJWK:
        kid = jwt.get_unverified_header(id_token).get("kid")
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        keys = jwt.PyJWKSet.from_dict(answer.json()).keys
        fitting = [one for one in keys if one.key_id == kid] if kid else keys
        if len(fitting) != 1:
            raise Broken("an unknown key")
        return fitting[0]


def _nonce(verifier: str) -> str:
    return hashlib.sha256(f"nonce {verifier}".encode()).hexdigest()


@require_http_methods(["GET"])
def company(request: HttpRequest) -> HttpResponse:
    """There."""
    return _go(request, OAuth2LoginView)


@require_http_methods(["GET"])
def company_back(request: HttpRequest) -> HttpResponse:
    """And back: {code, state}, or what went wrong."""
    return _go(request, OAuth2CallbackView)


def _go(request: HttpRequest, view: Any) -> HttpResponse:
    PER_ADDRESS.hit(caller(request))
    try:
        answer: HttpResponse = view.adapter_view(_Way(request, COMPANY))(request)
        return answer
    except SocialApp.DoesNotExist as none:
        raise NotFound(_("No other way to sign in is set up here.")) from none
    except (RequestException, Broken, KeyError, ValueError) as broken:
        words = _("%(name)s does not answer as it should. Sign in with your password, or later.")
        raise Unreachable(words % {"name": settings.OIDC_NAME}) from broken
