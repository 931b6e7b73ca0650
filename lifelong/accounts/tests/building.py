"""Agents for tests."""

import time
from itertools import count

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.second_factors import STEP

_number = count(1)


def agent(*roles: Role, name: str = "", email: str = "") -> Agent:
    """An agent with these roles; a hero when none is named."""
    number = next(_number)
    return Agent.objects.create(
        email=email or f"agent{number}@staff.example",
        name=name or f"Agent {number}",
        roles=list(roles) or [Role.HERO],
    )


def code_now(secret: str, *, steps: int = 0) -> str:
    """What an app shows, so many steps of time from now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP + steps)))
