from lifelong.lib.jobs import periodic
from lifelong.plays.follow_up.actions.thanking import thank_next

#: of one run
MOST = 500


@periodic("* * * * *")
def thank_who_is_due() -> None:
    for _one in range(MOST):
        if not thank_next():
            return
