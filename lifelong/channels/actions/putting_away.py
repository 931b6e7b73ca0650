"""What an admin says of the first steps: this one, or all of them, need no doing here."""

from lifelong.accounts.models import Agent
from lifelong.channels.models import FirstStep, PutAway
from lifelong.lib import clock
from lifelong.lib.transactions import transaction


def put_away(step: FirstStep, *, by: Agent | None) -> None:
    """Twice is once."""
    with transaction():
        PutAway.objects.get_or_create(step=step, defaults={"at": clock.now(), "by": by})


def take_up(step: FirstStep) -> None:
    """It is to be done after all."""
    with transaction():
        PutAway.objects.filter(step=step).delete()
