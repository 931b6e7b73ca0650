from lifelong.accounts.actions.ending import forget_expired_sessions
from lifelong.lib.jobs import periodic


@periodic("50 3 * * *")
def forget_expired() -> None:
    forget_expired_sessions()
