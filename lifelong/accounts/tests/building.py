"""Agents for tests."""

from itertools import count

from lifelong.accounts.models import Agent, Role

_number = count(1)


def agent(*roles: Role, name: str = "", email: str = "") -> Agent:
    """An agent with these roles; a hero when none is named."""
    number = next(_number)
    return Agent.objects.create(
        email=email or f"agent{number}@staff.example",
        name=name or f"Agent {number}",
        roles=list(roles) or [Role.HERO],
    )
