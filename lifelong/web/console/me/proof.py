"""Whether whoever sits there has shown lately that it is them: asked before anything changes about
how they sign in, since a screen left open is not a person."""

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from django.utils.translation import gettext as _

from lifelong.lib.errors import Refused
from lifelong.lib.rates import Limit
from lifelong.web.console.doors import ConsoleRequest

#: seconds after a sign-in or a proof
LASTS = 15 * 60
TRIES = Limit("5/minute", "proof")


class NotProved(Refused):
    code = "not-proved"
    status = 403


class WrongPassword(Refused):
    code = "wrong-password"
    status = 422


def is_proved(request: ConsoleRequest) -> bool:
    records: list[dict[str, Any]] = get_authentication_records(request, request.agent)
    return any(time.time() - one["at"] < LASTS for one in records)


def must_be_proved(request: ConsoleRequest) -> None:
    if not is_proved(request):
        raise NotProved(_("Show first that it is you: load this page again and say your password."))


def prove(request: ConsoleRequest, password: str) -> None:
    TRIES.hit(str(request.agent.id))
    if not request.agent.check_password(password):
        raise WrongPassword(_("That is not your password."))
    record_authentication(request, request.agent, method="password", reauthenticated=True)
