from lifelong.conversations.actions.promising import raise_due
from lifelong.conversations.actions.setting_aside import wake_all_due
from lifelong.lib.jobs import periodic


@periodic("* * * * *")
def take_up_what_is_due() -> None:
    """Contacts set aside until now, and promises that fall due."""
    wake_all_due()
    raise_due()
