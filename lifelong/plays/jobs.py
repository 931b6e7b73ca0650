from lifelong.lib.jobs import job, periodic
from lifelong.plays.actions.taking_steps import TOGETHER, look_at_halts, take_due_steps
from lifelong.plays.models import PlayKind
from lifelong.plays.registry import PLAYING


@periodic("* * * * *")
def set_out() -> None:
    for kind in PLAYING:
        take_steps.later(kind=kind.value)


@job()
def take_steps(kind: str) -> None:
    """One batch; as long as there is more, the next."""
    played = PlayKind(kind)
    look_at_halts(played, PLAYING[played])
    if take_due_steps(played, PLAYING[played]) == TOGETHER:
        take_steps.later(kind=kind)
