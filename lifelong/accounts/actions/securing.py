"""Second factors: set up, given up, taken from who lost them, and asked of everybody."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import encrypt
from django.utils.translation import gettext as _

from lifelong.accounts.actions.ending import end_sessions
from lifelong.accounts.events import (
    RecoveryCodesMade,
    SecondFactorAsked,
    SecondFactorRemoved,
    SecondFactorSet,
    SecondFactorTaken,
)
from lifelong.accounts.models import Agent, SecondFactor, SignInSettings
from lifelong.accounts.second_factors import (
    APP,
    CODES,
    PASSKEY,
    has_second_factor,
    is_required,
    step_of,
)
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import NotFound, Refused
from lifelong.lib.transactions import transaction

MOST_PASSKEYS = 20
_NAME = 60


class WrongCode(Refused):
    code = "wrong-code"
    status = 422


class FactorNeeded(Refused):
    code = "factor-needed"


class TooManyPasskeys(Refused):
    code = "too-many-passkeys"


class OwnFirst(Refused):
    code = "own-first"


def confirm_app(agent: Agent, *, secret: str, code: str) -> list[str]:
    """The app shows what it should: it counts from now. Gives the recovery codes, where these are
    the first: they can be shown only now. Raises `WrongCode`."""
    step = step_of(secret, code)
    if step is None:
        raise WrongCode(_("That code is not right. It changes twice a minute: try the next one."))
    with transaction():
        _lock(agent)
        Authenticator.objects.filter(user=agent, type=APP).delete()
        kept = {"secret": encrypt(secret), "last_step": step}
        Authenticator.objects.create(user=agent, type=APP, data=kept, created_at=clock.now())
        record(SecondFactorSet(agent_id=agent.id, kind=SecondFactor.APP))
        return _first_codes(agent)


def remove_app(agent: Agent) -> None:
    with transaction():
        _lock(agent)
        Authenticator.objects.filter(user=agent, type=APP).delete()
        _after_removal(agent, SecondFactor.APP)


def keep_passkey(agent: Agent, *, name: str, credential: dict[str, Any]) -> list[str]:
    """`credential` has been checked. Gives recovery codes as `confirm_app` does."""
    with transaction():
        _lock(agent)
        if Authenticator.objects.filter(user=agent, type=PASSKEY).count() >= MOST_PASSKEYS:
            raise TooManyPasskeys(_("These are many passkeys. Remove one that you do not use."))
        kept = {"name": name.strip()[:_NAME] or _("Passkey"), "credential": credential}
        Authenticator.objects.create(user=agent, type=PASSKEY, data=kept, created_at=clock.now())
        record(SecondFactorSet(agent_id=agent.id, kind=SecondFactor.PASSKEY))
        return _first_codes(agent)


def rename_passkey(agent: Agent, *, passkey_id: int, name: str) -> None:
    with transaction():
        one = _passkey(agent, passkey_id)
        one.data["name"] = name.strip()[:_NAME] or one.data["name"]
        one.save(update_fields=["data"])


def remove_passkey(agent: Agent, *, passkey_id: int) -> None:
    with transaction():
        _lock(agent)
        _passkey(agent, passkey_id).delete()
        _after_removal(agent, SecondFactor.PASSKEY)


def renew_codes(agent: Agent) -> list[str]:
    """New recovery codes in place of the old; they can be shown only now."""
    with transaction():
        _lock(agent)
        if not has_second_factor(agent):
            raise FactorNeeded(_("Recovery codes stand in for a second factor: set one up first."))
        return _new_codes(agent)


def take_second_factor(agent: Agent, *, by: Agent | None) -> None:
    """From somebody who lost it: the password alone lets them in, and they set up a new one.
    Whoever is signed in as them is out."""
    with transaction():
        _lock(agent)
        Authenticator.objects.filter(user=agent).delete()
        record(SecondFactorTaken(agent_id=agent.id, by_id=by.id if by else None))
        end_sessions(agent, by=by)


def require_second_factor(required: bool, *, by: Agent) -> int:
    """From now on of everybody, or of nobody. Who has none is signed out, and sets one up on the
    way in; how many these are. Raises `OwnFirst`."""
    with transaction():
        row, _made = SignInSettings.objects.select_for_update().get_or_create(pk=1)
        if required == (row.second_factor_since is not None):
            return 0
        if required and not has_second_factor(by):
            raise OwnFirst(_("Set up your own second factor first, under your name."))
        row.second_factor_since = clock.now() if required else None
        row.save(update_fields=["second_factor_since"])
        record(SecondFactorAsked(of_everybody=required, by_id=by.id))
        return _sign_out_those_without(by) if required else 0


def _sign_out_those_without(by: Agent) -> int:
    having = Authenticator.objects.filter(type__in=(APP, PASSKEY)).values("user")
    without = list(Agent.objects.filter(is_active=True).exclude(pk__in=having).order_by("id"))
    for agent in without:
        end_sessions(agent, by=by)
    return len(without)


def _lock(agent: Agent) -> None:
    Agent.objects.select_for_update(of=("self",)).get(pk=agent.pk)


def _passkey(agent: Agent, passkey_id: int) -> Any:
    rows = Authenticator.objects.select_for_update(of=("self",))
    found = rows.filter(user=agent, type=PASSKEY, pk=passkey_id).first()
    if found is None:
        raise NotFound(_("There is no such passkey any more."))
    return found


def _after_removal(agent: Agent, kind: SecondFactor) -> None:
    if not has_second_factor(agent):
        if is_required():
            raise FactorNeeded(_("Everybody here needs a second factor: add another one first."))
        Authenticator.objects.filter(user=agent).delete()
    record(SecondFactorRemoved(agent_id=agent.id, kind=kind))


def _first_codes(agent: Agent) -> list[str]:
    has_some = Authenticator.objects.filter(user=agent, type=CODES).exists()
    return [] if has_some else _new_codes(agent)


def _new_codes(agent: Agent) -> list[str]:
    Authenticator.objects.filter(user=agent, type=CODES).delete()
    codes: list[str] = RecoveryCodes.activate(agent).generate_codes()
    record(RecoveryCodesMade(agent_id=agent.id))
    return [f"{one[:4]} {one[4:]}" for one in codes]
