from lifelong.connectors.chat.actions.proving import forget_expired
from lifelong.lib.jobs import periodic


@periodic("17 * * * *")
def forget_what_has_expired() -> None:
    forget_expired()
