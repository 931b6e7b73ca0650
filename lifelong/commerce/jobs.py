from lifelong.commerce.actions.watching import measure_paces, watch
from lifelong.lib.jobs import periodic


@periodic("*/15 * * * *")
def watch_what_is_under_way() -> None:
    watch()


@periodic("40 3 * * *")
def measure_how_fast_carriers_are() -> None:
    measure_paces()
