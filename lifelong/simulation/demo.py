"""The demo shop: filled once, into an empty installation."""

import random

from django.db import transaction

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.lib import clock
from lifelong.simulation import ground, past, present
from lifelong.simulation.people import STAFF

#: name, address, password, role
SIGN_INS = [(one.name, one.email, ground.PASSWORD, one.role.value) for one in STAFF]


def fill_once() -> bool:
    """Fill the demo; False, and nothing done, if there is already a brand or an agent."""
    # one real commit: the past is made of a few hundred actions
    with transaction.atomic():
        if Brand.objects.exists() or Agent.objects.exists():
            return False
        now = clock.now()
        laid = ground.lay(now.date())
        past.write(laid, now=now, chance=random.Random(20))
        present.write(now=now)
    return True
