"""Topics: what contacts are about, as a tree."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.conversations.actions import naming_topics
from lifelong.conversations.models import Topic
from lifelong.lib.errors import NotFound
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

AT = "settings/topics"


@dataclass(frozen=True)
class Branch:
    id: UUID
    name: str
    active: bool
    #: others may stand under it
    roomy: bool
    children: "list[Branch]"


@door("GET", "POST", needs=Verb.SEE_SETTINGS, changing=Verb.CHANGE_SETTINGS)
def topics(request: ConsoleRequest) -> HttpResponse:
    """GET: the tree. POST {name, under}: a new topic."""
    if request.method == "POST":
        under = request.POST.get("under", "")
        parent = _find(under) if under else None
        made = naming_topics.add_topic(name=request.POST.get("name", ""), under=parent)
        return _topics(request, done=_("%(topic)s can be chosen now.") % {"topic": made})
    return _topics(request)


@door("POST", needs=Verb.CHANGE_SETTINGS)
def topic(request: ConsoleRequest, topic_id: UUID) -> HttpResponse:
    """POST {name}: call it so, also in the past."""
    naming_topics.rename_topic(_find(topic_id), name=request.POST.get("name", ""))
    return _topics(request, done=_("Renamed, also where it was used before."))


@door("POST", "DELETE", needs=Verb.CHANGE_SETTINGS)
def retirement(request: ConsoleRequest, topic_id: UUID) -> HttpResponse:
    """POST: nobody chooses it any more. DELETE: they may again."""
    found = _find(topic_id)
    if request.method == "POST":
        naming_topics.retire_topic(found)
        done = _("Retired. Where it was used it stays readable.")
    else:
        naming_topics.restore_topic(found)
        done = _("It can be chosen again.")
    return _topics(request, done=done)


def _topics(request: ConsoleRequest, **shown: Any) -> HttpResponse:
    tree = _tree()
    every = [branch for top in tree for branch in _flat(top)]
    context = {
        "tree": [one for one in tree if one.active],
        "retired": [(one.id, str(one)) for one in _retired()],
        "parents": [(str(one.id), one.name) for one in every if one.active and one.roomy],
        **shown,
    }
    return page(request, AT, "settings/topics", title=_("Topics"), **context)


def _retired() -> list[Topic]:
    return sorted(Topic.objects.filter(is_active=False).select_related("parent__parent"), key=str)


def _tree() -> list[Branch]:
    under: dict[UUID | None, list[Topic]] = defaultdict(list)
    for row in Topic.objects.order_by("name"):
        under[row.parent_id].append(row)

    def branches(parent_id: UUID | None, depth: int) -> list[Branch]:
        return [
            Branch(
                id=one.id,
                name=one.name,
                active=one.is_active,
                roomy=depth < naming_topics.DEEPEST,
                children=branches(one.id, depth + 1),
            )
            for one in under[parent_id]
        ]

    return branches(None, 1)


def _flat(branch: Branch) -> list[Branch]:
    return [branch, *(deeper for child in branch.children for deeper in _flat(child))]


def _find(topic_id: object) -> Topic:
    try:
        return Topic.objects.get(pk=UUID(str(topic_id)))
    except (ValueError, Topic.DoesNotExist) as error:
        raise NotFound(_("There is no such topic.")) from error
