from lifelong.lib.jobs import job, periodic


@periodic("15 2 * * *")
def every_night() -> None:
    add_up.later()


@job()
def add_up() -> None:
    """Add to the facts what has changed, and look at the plays. If that cannot be added they are
    looked at all the same, by what is known already: what harms has to stop."""
    # heavy, and of no use to whoever only queues
    from lifelong.outcomes import keeping

    try:
        is_mine = keeping.refresh()
    except Exception:
        _look()
        raise
    if is_mine:
        _look()


def _look() -> None:
    from lifelong.outcomes import keeping
    from lifelong.outcomes.actions.looking import look_at_plays

    if facts := keeping.opened():
        look_at_plays(facts)
