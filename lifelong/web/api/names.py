"""What the ids elsewhere are called."""

from uuid import UUID

from ninja import Router, Schema

from lifelong.accounts.policy import Verb
from lifelong.accounts.queries import colleagues
from lifelong.channels.queries import inboxes as all_inboxes
from lifelong.conversations.queries import topics as all_topics
from lifelong.web.api.doors import Knock, needs
from lifelong.web.api.problems import PROBLEMS

router = Router(tags=["names"])


class Named(Schema):
    id: UUID
    name: str


class TopicOut(Named):
    parent_id: UUID | None
    is_active: bool


class Names(Schema):
    items: list[Named]


class Topics(Schema):
    items: list[TopicOut]


@router.get("/topics", response={200: Topics, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def topics(request: Knock) -> object:
    return {"items": list(all_topics(visible_to=request.auth))}


@router.get("/inboxes", response={200: Names, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def inboxes(request: Knock) -> object:
    return {"items": list(all_inboxes(visible_to=request.auth))}


@router.get("/agents", response={200: Names, **PROBLEMS}, auth=needs(Verb.SEE_CUSTOMERS))
def agents(request: Knock) -> object:
    """Everybody who works here now."""
    return {"items": list(colleagues(visible_to=request.auth))}
