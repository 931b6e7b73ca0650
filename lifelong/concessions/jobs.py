from lifelong.concessions.actions.approving import lapse_overdue
from lifelong.lib.jobs import periodic


@periodic("* * * * *")
def lapse_what_nobody_decided() -> None:
    lapse_overdue()
