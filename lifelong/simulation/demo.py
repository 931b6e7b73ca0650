"""The demo shop: filled once, into an empty installation."""

import random

from django.db import transaction

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.lib import clock
from lifelong.outcomes.jobs import add_up
from lifelong.simulation import following, giving, ground, present, staying
from lifelong.simulation.past import Past
from lifelong.simulation.people import STAFF

#: the same seed makes the same world, seen from another day
SEED = 20
#: name, address, password, role
SIGN_INS = [(one.name, one.email, ground.PASSWORD, one.role.value) for one in STAFF]


def fill_once() -> bool:
    """Fill the demo; False, and nothing done, if there is already a brand or an agent."""
    with transaction.atomic():
        if Brand.objects.exists() or Agent.objects.exists():
            return False
        now = clock.now()
        laid = ground.lay(now.date())
        Past(laid, now=now, chance=random.Random(SEED)).write()
        giving.lay_down(now=now)
        staying.prepare(list(Agent.objects.all()))
        following.lay_down(laid, now=now)
        present.write(laid, now=now)
        # heavy, and of use this once
        from lifelong.simulation.earning import write_past

        write_past(laid.shop.brand, now=now, seed=SEED / 100)
        add_up.later()
    return True
