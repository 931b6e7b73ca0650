from lifelong.events import reactor
from lifelong.lib.jobs import job


@job(queue="reactions")
def react(event_ids: list[str]) -> None:
    reactor.handle(event_ids)


@job(queue="reactions")
def react_alone(event_id: str, reaction: str) -> None:
    reactor.run_alone(event_id, reaction)
