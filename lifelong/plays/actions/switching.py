"""Switching plays on and off, by people and by themselves."""

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.concessions.models import AuthorityLevel
from lifelong.events.log import record
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction
from lifelong.plays.events import PlayHalted, PlayResumed, PlaySwitched
from lifelong.plays.models import ONE_PER_BRAND, Play, PlayKind

#: of a hundred
MOST_HELD_OUT = 50


class NotLikeThat(Refused):
    """The play's terms make no sense."""

    code = "not-like-that"
    status = 422


def set_up(brand: Brand, *, kind: PlayKind, name: str) -> Play:
    """A play, off for now; the one there is if it exists, whatever the name where a brand has only
    one of the kind."""
    with transaction():
        if kind in ONE_PER_BRAND:
            found = Play.objects.get_or_create(brand=brand, kind=kind, defaults={"name": name})
        else:
            found = Play.objects.get_or_create(brand=brand, kind=kind, name=name)
        return found[0]


def adjust(
    play: Play, *, holdout: int, from_minute: int, to_minute: int, level: AuthorityLevel | None
) -> Play:
    """Change its terms. A holdout that grows within a season holds out whoever was, and more.

    Raises `NotLikeThat`.
    """
    if not 0 <= holdout <= MOST_HELD_OUT:
        raise NotLikeThat(_("Hold out between 0 and 50 in a hundred."))
    if not 0 <= from_minute < to_minute <= 24 * 60:
        raise NotLikeThat(_("The hours have to begin before they end, on the same day."))
    with transaction():
        play = _locked(play)
        play.holdout, play.level = holdout, level
        play.from_minute, play.to_minute = from_minute, to_minute
        play.save()
        return play


def switch(play: Play, *, on: bool, by: Agent | None) -> Play:
    """On or off. What was planned stays planned, and goes on when it is on again."""
    with transaction():
        play = _locked(play)
        if play.is_on != on:
            play.is_on, play.halted_at, play.halted_why = on, None, ""
            play.save()
            record(PlaySwitched(play_id=play.id, is_on=on, agent_id=by.id if by else None))
        return play


def halt(play: Play, *, why: str) -> None:
    """It refuses to run until `resume`, and says why. `why`: a sentence."""
    with transaction():
        play = _locked(play)
        if play.halted_at is None:
            play.halted_at = clock.now()
            record(PlayHalted(play_id=play.id))
        play.halted_why = why[:300]
        play.save()


def resume(play: Play) -> None:
    """What made it refuse is over."""
    with transaction():
        play = _locked(play)
        if play.halted_at is not None:
            play.halted_at, play.halted_why = None, ""
            play.save()
            record(PlayResumed(play_id=play.id))


def _locked(play: Play) -> Play:
    return Play.objects.select_for_update(of=("self",)).select_related("brand").get(pk=play.pk)
