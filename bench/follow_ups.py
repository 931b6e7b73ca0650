"""Ten thousand closed matters: each written down as followed, then asked about, by one worker.

In one warm process, without any other part of an installation at work, on its durable database.
Closings come as the reactor hands them over, two hundred at a time; what is due is taken as the
worker takes it. What follows from it (the sending itself) is not in it.
"""

import json
import time
from datetime import timedelta
from uuid import UUID

from bench.dials import dial
from bench.result import Result
from bench.saying import say
from bench.shop import shop

TARGET_S = 30
CASES = 10_000
TOGETHER = 200


def measure() -> Result:
    with shop("web") as measured:
        found = measured.within("from bench.follow_ups import follow_all; follow_all()")
    say(f"planned {found['planned']}, queued {found['queued']}")
    taken = found["seconds"]["planned"] + found["seconds"]["queued"]
    every = found["planned"] == found["queued"] == dial("cases", CASES)
    return Result(
        value=taken,
        unit="s",
        target=TARGET_S,
        met=taken <= TARGET_S and every,
        extra={"cases": found["queued"], "detail": found["seconds"]},
    )


def follow_all() -> None:
    """Within the installation: prints {planned, queued, seconds: {planned, queued, cpu}}; cpu is
    this process's own."""
    from lifelong.conversations.models import Sending
    from lifelong.lib import clock
    from lifelong.plays.actions.taking_steps import take_due_steps
    from lifelong.plays.follow_up.actions.beginning import follow
    from lifelong.plays.follow_up.playing import FollowUp
    from lifelong.plays.models import Case, PlayKind

    contacts = _closed(dial("cases", CASES))
    _sequence()
    begin, used = time.perf_counter(), time.process_time()
    for at in range(0, len(contacts), TOGETHER):
        follow(contacts[at : at + TOGETHER])
    planned = time.perf_counter() - begin
    with clock.stopped_at(clock.now() + timedelta(hours=2)):
        begin = time.perf_counter()
        while take_due_steps(PlayKind.FOLLOW_UP, FollowUp()):
            pass
        queued = time.perf_counter() - begin
    cpu = time.process_time() - used
    said = {
        "planned": Case.objects.count(),
        "queued": Sending.objects.count(),
        "seconds": {"planned": round(planned, 2), "queued": round(queued, 2), "cpu": round(cpu, 2)},
    }
    print(json.dumps(said))


def _sequence() -> None:
    from lifelong.channels.models import Brand
    from lifelong.plays.actions.switching import switch
    from lifelong.plays.follow_up.actions.arranging import Doing, Terms, write_sequence
    from lifelong.plays.follow_up.models import StepKind

    steps = [Doing(StepKind.ASK, 60), Doing(StepKind.ASK, 24 * 60)]
    terms = Terms(name="Bench", steps=steps, holdout=0, from_minute=0, to_minute=24 * 60)
    switch(write_sequence(Brand.objects.get(), terms, by=None).play, on=True, by=None)


def _closed(count: int) -> list[UUID]:
    """People who wrote a mail, and whose matter a hero has closed just now: their ids."""
    from lifelong.accounts.models import Agent
    from lifelong.channels.models import Endpoint
    from lifelong.conversations.models import Contact, Conversation, Topic
    from lifelong.customers.models import Customer, Handle
    from lifelong.lib import clock

    now, endpoint = clock.now(), Endpoint.objects.get(channel="email")
    hero = Agent.objects.create(email="bench@shop.example", name="Bench", roles=["hero"])
    topic = Topic.objects.create(name="Damaged item")
    people = Customer.objects.bulk_create(
        [Customer(name=f"Ana {n}", made_at=now) for n in range(count)]
    )
    Handle.objects.bulk_create(
        Handle(
            customer=one,
            kind="email",
            value=f"ana{n}@example.com",
            claimed_how="mail",
            claimed_at=now,
        )
        for n, one in enumerate(people)
    )
    homes = Conversation.objects.bulk_create(
        Conversation(customer=one, inbox_id=endpoint.inbox_id) for one in people
    )
    contacts = Contact.objects.bulk_create(
        Contact(
            conversation=one,
            customer_id=one.customer_id,
            channel="email",
            endpoint=endpoint,
            topic=topic,
            subject="My order",
            opened_at=now - timedelta(days=1),
            closed_at=now,
            closed_by=hero,
            resolution="solved",
        )
        for one in homes
    )
    return [one.id for one in contacts]
