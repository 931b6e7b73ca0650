"""Quiet lines of the timeline: what happened, in a sentence."""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.conversations.models import Entry, EntryKind, Promise, Resolution, SetAsideOn, Topic


def happening(entry: Entry, names: Mapping[str, str]) -> str:
    """The sentence of an event entry. `names`: what the ids in its details are called."""
    said = {key: names.get(value, "") for key, value in entry.details.items()}
    by = entry.agent.name if entry.agent else ""
    match entry.details.get("what"):
        case "owner-changed":
            return _ownership(by, said.get("owner", ""))
        case "closed":
            parts = [said.get("topic", ""), _resolution(entry.details.get("resolution", ""))]
            words = ", ".join(part for part in parts if part)
            return (_("%(by)s closed: %(words)s") if by else _("Closed: %(words)s")) % {
                "by": by,
                "words": words,
            }
        case "reopened":
            return _("%(by)s took it up again") % {"by": by}
        case "set-aside":
            on = SetAsideOn(entry.details["on"]).label
            return _("%(by)s set it aside, waiting for %(on)s") % {"by": by, "on": on}
        case "woke":
            return _("The time it was set aside for is over")
        case "promised":
            return _("%(by)s promised: %(words)s") % {"by": by, "words": said.get("promise", "")}
        case "promise-kept":
            return _("%(by)s kept the promise: %(words)s") % {"by": by, "words": said["promise"]}
        case "promise-dropped":
            return _("%(by)s let go of the promise: %(words)s") % {
                "by": by,
                "words": said["promise"],
            }
        case "promise-due":
            return _("A promise is due: %(words)s") % {"words": said.get("promise", "")}
        case "moved":
            return _("%(by)s moved it to %(inbox)s") % {"by": by, "inbox": said.get("inbox", "")}
        case "sending-failed":
            return _("An answer of ours did not arrive")
        case "stranger-answered":
            return _("Somebody else answered in this thread; their words are kept apart")
    return ""


def _ownership(by: str, owner: str) -> str:
    if not owner:
        return _("Back in the queue")
    if by and by != owner:
        return _("%(by)s gave it to %(owner)s") % {"by": by, "owner": owner}
    return _("%(owner)s has it now") % {"owner": owner}


def _resolution(value: str) -> str:
    return str(Resolution(value).label) if value in Resolution.values else ""


def names_in(entries: Iterable[Entry]) -> dict[str, str]:
    """What the ids in the details of these events are called; at most one query for each kind."""
    wanted: dict[str, set[str]] = {}
    for entry in entries:
        if entry.kind == EntryKind.EVENT:
            for key in ("owner", "topic", "inbox", "promise"):
                if value := entry.details.get(key):
                    wanted.setdefault(key, set()).add(value)
    names: dict[str, str] = {}
    if ids := wanted.get("owner"):
        names |= {str(one.id): one.name for one in Agent.objects.filter(pk__in=ids)}
    if ids := wanted.get("topic"):
        topics = Topic.objects.filter(pk__in=ids).select_related("parent")
        names |= {str(one.id): str(one) for one in topics}
    if ids := wanted.get("inbox"):
        names |= {str(one.id): one.name for one in Inbox.objects.filter(pk__in=ids)}
    if ids := wanted.get("promise"):
        names |= {str(one.id): one.text for one in Promise.objects.filter(pk__in=ids)}
    return names
