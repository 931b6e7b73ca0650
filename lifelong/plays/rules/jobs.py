from lifelong.lib.jobs import periodic
from lifelong.plays.rules.actions.coming_due import bring_what_is_due, forget_old_occurrences
from lifelong.plays.rules.actions.logging_runs import forget_old_runs


@periodic("* * * * *")
def look_at_the_clock() -> None:
    bring_what_is_due()


@periodic("17 3 * * *")
def forget_what_is_old() -> None:
    forget_old_runs()
    forget_old_occurrences()
