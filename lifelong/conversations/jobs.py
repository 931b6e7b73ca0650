from datetime import datetime
from uuid import UUID

from lifelong.conversations.actions.promising import raise_due
from lifelong.conversations.actions.setting_aside import wake_all_due
from lifelong.conversations.actions.targeting import set_all_due_anew
from lifelong.conversations.actions.trying_again import try_some_again
from lifelong.lib.jobs import job, periodic


@periodic("* * * * *")
def take_up_what_is_due() -> None:
    """Contacts set aside until now, and promises that fall due."""
    wake_all_due()
    raise_due()


@job()
def follow_targets(inbox_id: str) -> None:
    set_all_due_anew(UUID(inbox_id))


@job()
def try_again(until: str) -> None:
    if try_some_again(until=datetime.fromisoformat(until)):
        try_again.later(until=until)
