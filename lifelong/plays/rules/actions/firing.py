"""Looking at rules for a fact: those whose conditions hold fire, in order, each seeing what the
ones before it have done. Every look is logged.

It all happens within one reaction's transaction, so that whatever kills it undoes it whole, and
what is done is never done twice.
"""

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from django.db import InterfaceError, OperationalError
from django.db.models import F

from lifelong.conversations.actions.locking import lock
from lifelong.conversations.models import Contact
from lifelong.events.log import MAX_DEPTH, Recorded
from lifelong.events.reactor import apart
from lifelong.lib import clock
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import attempt
from lifelong.plays.rules.actions.coming_due import still_due, take_back
from lifelong.plays.rules.actions.logging_runs import Run, log_runs, run_of
from lifelong.plays.rules.actions.taking_steps import take
from lifelong.plays.rules.actions.writing import lock_the_book, switch_off
from lifelong.plays.rules.conditions import Miss
from lifelong.plays.rules.events import ContactCameDue
from lifelong.plays.rules.facts import Known
from lifelong.plays.rules.knowing import Told
from lifelong.plays.rules.models import Outcome, Rule, RuleRun
from lifelong.plays.rules.rulebook import Ready, look
from lifelong.plays.rules.steps import Step
from lifelong.plays.rules.subject import Subject, subject_of
from lifelong.plays.rules.triggers import On

log = structlog.get_logger()

#: so often in a row it fails before it is switched off
PATIENCE = 3
#: facts from here on follow from what somebody did about what happened
FIRST_HAND = 2
#: so often within this time a rule acts on them for one contact
ROUNDS = 5
ROUND = timedelta(minutes=1)


def fire_rules(on: On, events: Sequence[Recorded]) -> None:
    """Within a transaction. Says `apart` where a rule may act."""
    subjects = [subject_of(event) for event in events]
    rules, known = look(on, subjects)
    if not rules:
        return
    runs = _if_none_may_fire(rules, known, events)
    if runs is not None:
        log_runs(runs)
        return
    apart()
    rules, known = _look_under_lock(on, subjects[0], known[0])
    _log(run_through(rules, known[0], on=on, subject=subjects[0], event=events[0]))


def _if_none_may_fire(
    rules: Sequence[Ready], known: Told, events: Sequence[Recorded]
) -> list[Run] | None:
    """What is to be logged where no condition holds, as at nearly every look; else None. One that
    fails may hold: that is seen when it is looked at alone."""
    runs = []
    for place, event in enumerate(events):
        for rule in rules:
            if not rule.concerns(known[place]):
                continue
            try:
                miss = rule.check(known[place])
            except Exception:
                return None
            if miss is None:
                return None
            runs.append(_not_met(run_of(rule, known[place], event), miss))
    return runs


def _not_met(run: Run, miss: Miss) -> Run:
    run.outcome, run.missed = Outcome.NOT_MET, miss.written()
    return run


def run_due(fact: ContactCameDue, event: Recorded) -> None:
    """The one rule whose moment has come, unless that has passed: a customer is answered, or
    writes, between the look at the clock and this."""
    own = Contact.objects.filter(pk=fact.contact_id).values_list("conversation_id", flat=True)
    conversation_id = own.first()
    if conversation_id is None:
        return
    home = lock([conversation_id])[conversation_id]
    subject = subject_of(event)
    rules, known = look(fact.on, [subject])
    for rule in (one for one in rules if one.rule_id == fact.rule_id):
        if still_due(rule, fact, home_id=home.id):
            _log(run_through([rule], known[0], on=fact.on, subject=subject, event=event))
        else:
            take_back(fact)


def _look_under_lock(on: On, subject: Subject, seen: Known) -> tuple[list[Ready], Told]:
    """Again, with nobody at their conversation meanwhile: what let a rule fire holds while it
    acts. Not within `changing`: what a step that failed has said would be written with the rest.
    """
    if seen.contact is not None:
        lock([seen.contact.conversation_id])
    return look(on, [subject])


def run_through(
    rules: Sequence[Ready], known: Known, *, on: On, subject: Subject, event: Recorded
) -> list[Run]:
    """Look at these rules in order, and fire those whose conditions hold."""
    runs, stale = [], False
    for rule in rules:
        if stale:
            _rules, fresh = look(on, [_pinned(subject, known)])
            known, stale = fresh.get(0, known), False
        if rule.concerns(known):
            run = _run(rule, known, event)
            stale = run.outcome == Outcome.FIRED
            runs.append(run)
    return runs


def _pinned(subject: Subject, known: Known) -> Subject:
    """The same contact and order, although they may be closed by now."""
    contact_id = known.contact.id if known.contact else None
    return replace(subject, contact_id=contact_id, order_id=known.order_id)


def _run(rule: Ready, known: Known, event: Recorded) -> Run:
    begun = time.perf_counter()
    run = run_of(rule, known, event)
    try:
        miss = rule.check(known)
        if miss is not None:
            _not_met(run, miss)
        elif event.depth >= MAX_DEPTH or _goes_round(rule, known, event):
            # what it did would be one fact too deep, and undo all that was done beside it
            log.error(
                "rules set off one another", rule_id=str(rule.rule_id), event_id=str(event.id)
            )
            run.outcome = Outcome.TOO_DEEP
        else:
            with attempt():
                run.did = [_take(step, known, rule) for step in rule.steps]
    except (InterfaceError, OperationalError):
        # the database's fault: the whole reaction is tried again
        raise
    except Exception as error:
        log.exception("rule failed", rule_id=str(rule.rule_id), event_id=str(event.id))
        run.outcome, run.error = Outcome.FAILED, type(error).__name__[:80]
    run.took_ms = round((time.perf_counter() - begun) * 1000)
    return run


def _goes_round(rule: Ready, known: Known, event: Recorded) -> bool:
    """Whether it has done the same for this contact just now, because of what others did: several
    rules that set off several would be thousands of facts before they are too deep."""
    if event.depth < FIRST_HAND or known.contact is None:
        return False
    lately = RuleRun.objects.filter(rule=rule.rule_id, at__gt=clock.now() - ROUND)
    again = lately.filter(contact_id=known.contact.id, outcome=Outcome.FIRED, depth__gte=FIRST_HAND)
    return again.count() >= ROUNDS


def _take(step: Step, known: Known, rule: Ready) -> dict[str, Any]:
    """One step: done, or refused with the sentence that a person would have read."""
    try:
        with attempt():
            take(step, contact=known.contact, rule_id=rule.rule_id)
    except Refused as refused:
        return {"do": step.do.value, "refused": str(refused)}
    return {"do": step.do.value, "refused": ""}


def _log(runs: Sequence[Run]) -> None:
    """What came of them. Failures are counted when all is done: an admin waits for no step."""
    log_runs(runs)
    well = [run.rule_id for run in runs if run.outcome == Outcome.FIRED]
    failed = [run.rule_id for run in runs if run.outcome == Outcome.FAILED]
    if failed or (well and Rule.objects.filter(pk__in=well, failures__gt=0).exists()):
        _count(well, failed)


def _count(well: Sequence[UUID], failed: Sequence[UUID]) -> None:
    # as everybody who changes rules: the book before its rules
    lock_the_book()
    Rule.objects.filter(pk__in=well, failures__gt=0).update(failures=0)
    Rule.objects.filter(pk__in=failed).update(failures=F("failures") + 1)
    for row in Rule.objects.filter(pk__in=failed, failures__gte=PATIENCE, is_on=True):
        log.error("rule switched itself off", rule_id=str(row.id))
        switch_off(row, by=None)
