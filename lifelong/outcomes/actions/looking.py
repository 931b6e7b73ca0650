"""The daily look at every play that is on."""

import structlog

from lifelong.outcomes.currency import reporting_currency
from lifelong.outcomes.effects import Verdict
from lifelong.outcomes.facts import Facts
from lifelong.outcomes.reports import report
from lifelong.plays import queries
from lifelong.plays.actions.switching import switch
from lifelong.plays.models import Play

log = structlog.get_logger()


def look_at_plays(facts: Facts) -> list[Play]:
    """Switch off each play that harms; which those are."""
    currency = reporting_currency()
    harming = [
        play
        for play in queries.all_plays().filter(is_on=True)
        if report(facts, play, currency=currency).verdict is Verdict.HARMS
    ]
    for play in harming:
        log.warning("play harms: switched off", play_id=str(play.id))
        switch(play, on=False, by=None)
    return harming
