from lifelong.lib.jobs import periodic
from lifelong.plays.outreach.actions.setting_out import end_masses, find_masses


@periodic("*/2 * * * *")
def look_for_crowds() -> None:
    """Before the first of them is told."""
    find_masses()
    end_masses()
