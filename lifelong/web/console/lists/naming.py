"""What the menus of a list name, asked once for what one can ask for and for what one can do."""

from dataclasses import dataclass
from uuid import UUID

from lifelong.accounts.policy import Verb
from lifelong.accounts.queries import colleagues
from lifelong.channels.models import Inbox
from lifelong.channels.queries import inbox_ids_of
from lifelong.conversations.models import Tag, Topic
from lifelong.conversations.queries import topics
from lifelong.conversations.tags import tags
from lifelong.web.console.doors import ConsoleRequest

#: nobody looks through a longer menu
MOST = 200


@dataclass(frozen=True)
class Named:
    topics: list[Topic]
    tags: list[Tag]
    #: by name, without who asks: (id, name)
    others: list[tuple[UUID, str]]
    #: with their brands
    inboxes: list[Inbox]
    #: of those whose conversations who asks sees whole
    own_inbox_ids: set[UUID]


def named(request: ConsoleRequest) -> Named:
    caller = request.caller
    others = colleagues(visible_to=caller).exclude(pk=request.agent.id)
    inboxes = list(Inbox.objects.select_related("brand").order_by("name", "id"))
    sees_all = caller.may(Verb.SEE_ALL_INBOXES)
    return Named(
        list(topics(visible_to=caller).select_related("parent__parent")),
        list(tags(visible_to=caller)),
        list(others.values_list("id", "name")[:MOST]),
        inboxes,
        {one.id for one in inboxes} if sees_all else inbox_ids_of(caller),
    )
