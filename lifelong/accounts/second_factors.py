"""What an agent proves beside the password, and whether a code is right.

allauth keeps it (`allauth.mfa`). Codes are checked here: allauth remembers which were used in the
memory of one process, and a code must not count twice whichever process it reaches.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt, encrypt

from lifelong.accounts.models import Agent, SignInSettings
from lifelong.lib import clock
from lifelong.lib.transactions import transaction

APP = Authenticator.Type.TOTP
PASSKEY = Authenticator.Type.WEBAUTHN
CODES = Authenticator.Type.RECOVERY_CODES
#: seconds for which an app shows a code; of a clock that goes wrong the neighbours count too
STEP = 30
_MAIN = (APP, PASSKEY)


@dataclass(frozen=True)
class Passkey:
    id: int
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SecondFactors:
    app_since: datetime | None
    passkeys: list[Passkey]
    codes_left: int

    def __bool__(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


def second_factors_of(agent: Agent) -> SecondFactors:
    rows = list(Authenticator.objects.filter(user=agent).order_by("id"))
    app = next((one for one in rows if one.type == APP), None)
    codes = next((one for one in rows if one.type == CODES), None)
    return SecondFactors(
        app_since=app.created_at if app else None,
        passkeys=[
            Passkey(one.pk, one.data["name"], one.created_at, one.last_used_at)
            for one in rows
            if one.type == PASSKEY
        ],
        codes_left=len(RecoveryCodes(codes).get_unused_codes()) if codes else 0,
    )


def has_second_factor(agent: Agent) -> bool:
    return bool(Authenticator.objects.filter(user=agent, type__in=_MAIN).exists())


def is_required() -> bool:
    return SignInSettings.objects.filter(second_factor_since__isnull=False).exists()


def agents_without() -> int:
    """How many who work here would have to set one up."""
    having = Authenticator.objects.filter(type__in=_MAIN).values("user")
    return Agent.objects.filter(is_active=True).exclude(pk__in=having).count()


def accept_code(agent: Agent, code: str) -> Any:
    """The authenticator that this code, of an app or written down, is of; it counts this once.
    None where it is wrong, or was used."""
    with transaction():
        rows = Authenticator.objects.select_for_update(of=("self",)).filter(user=agent)
        for one in rows.filter(type__in=(APP, CODES)).order_by("-type"):
            fits = _fits_app if one.type == APP else _fits_written
            if fits(one, code):
                return one
    return None


def step_of(secret: str, code: str) -> int | None:
    """At which step of time an app with this secret shows `code`; None: at none near now."""
    typed = "".join(letter for letter in code if letter in "0123456789")
    now = int(clock.now().timestamp()) // STEP
    for step in (now - 1, now, now + 1):
        if hmac.compare_digest(format_hotp_value(hotp_value(secret, step)), typed):
            return step
    return None


def _fits_app(app: Any, code: str) -> bool:
    step = step_of(decrypt(app.data["secret"]), code)
    if step is None or step <= app.data.get("last_step", 0):
        return False
    app.data["last_step"] = step
    app.save(update_fields=["data"])
    return True


def _fits_written(codes: Any, code: str) -> bool:
    return bool(RecoveryCodes(codes).validate_code(code))


def seal_anew() -> int:
    """Seal the secrets under the newest key; how many there were."""
    rows = Authenticator.objects.filter(type__in=(APP, CODES)).order_by("pk")
    for one in rows:
        name = "secret" if one.type == APP else "seed"
        with transaction():
            row = Authenticator.objects.select_for_update().filter(pk=one.pk).first()
            if row is not None:
                row.data[name] = encrypt(decrypt(row.data[name]))
                row.save(update_fields=["data"])
    return len(rows)


def set_up_url(agent: Agent, secret: str) -> str:
    """What an app reads from the square."""
    url: str = get_adapter().build_totp_url(agent, secret)
    return url
