"""Letting the demo shop live for a while, and letting it rest."""

import random
from datetime import timedelta
from uuid import UUID

import structlog

from lifelong.accounts.models import Role
from lifelong.lib import clock
from lifelong.lib.transactions import transaction
from lifelong.live.publishing import publish
from lifelong.simulation.models import Spell
from lifelong.simulation.queries import must_be_here

log = structlog.get_logger()

#: after so long it rests again: nobody finds a full database on a forgotten machine
LASTING = timedelta(minutes=15)
#: between two things that happen, more or less
EVERY = timedelta(seconds=4)
#: of what is signalled: whether it lives has changed
SUBJECT = "demo/life"
_EVERYBODY = [f"role:{role.value}" for role in Role]


def enliven(*, lasting: timedelta = LASTING) -> Spell:
    """Let it live from now on for so long; where it does already, things come no faster.

    Raises `NotFound` in a shop that is not made up.
    """
    must_be_here()
    now = clock.now()
    with transaction():
        Spell.objects.filter(ends_at__lte=now).delete()
        ends_at = now + lasting
        spell, is_new = Spell.objects.select_for_update().get_or_create(
            is_only=True, defaults={"ends_at": ends_at}
        )
        if is_new:
            _happen_next(spell)
        else:
            spell.ends_at = max(spell.ends_at, ends_at)
            spell.save(update_fields=["ends_at"])
        publish(SUBJECT, audience=_EVERYBODY)
    return spell


def let_rest() -> None:
    with transaction():
        Spell.objects.all().delete()
        publish(SUBJECT, audience=_EVERYBODY)


def let_happen(spell_id: UUID, number: int) -> None:
    """The thing of that number, unless it has happened, or the spell is over. The next one is
    settled before: whatever becomes of this one, there is one."""
    if _begun(spell_id, number):
        is_shut = not _lived()
        with transaction():
            rows = Spell.objects.filter(pk=spell_id).exclude(is_shut=is_shut)
            if rows.update(is_shut=is_shut):
                publish(SUBJECT, audience=_EVERYBODY)


def _begun(spell_id: UUID, number: int) -> bool:
    with transaction():
        rows = Spell.objects.select_for_update().filter(pk=spell_id, happened=number)
        spell = rows.first()
        if spell is None:
            return False
        if spell.ends_at <= clock.now():
            let_rest()
            return False
        spell.happened += 1
        spell.save(update_fields=["happened"])
        _happen_next(spell)
    return True


def _happen_next(spell: Spell) -> None:
    from lifelong.simulation.jobs import happen

    pause = EVERY * random.uniform(0.5, 1.5) if spell.happened else timedelta()
    happen.at(clock.now() + pause, spell_id=str(spell.id), number=spell.happened)


def _lived() -> bool:
    """Let one thing happen; False if a door is shut."""
    # heavy, and of use to a worker alone
    from lifelong.simulation.doors import Shut
    from lifelong.simulation.living import Life

    try:
        Life(random.Random()).step()
    except Shut as shut:
        log.warning("demo.shut", error=str(shut)[:200])
        return False
    return True
