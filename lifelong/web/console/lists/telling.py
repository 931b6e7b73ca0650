"""A bulk in words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lifelong.accounts.models import Agent
from lifelong.channels.models import Inbox
from lifelong.conversations.models import Resolution, Tag, Topic
from lifelong.knowledge.models import Answer
from lifelong.lists.models import Act, Bulk, BulkState
from lifelong.web.look.words import number


@dataclass(frozen=True)
class BulkShown:
    id: UUID
    act: str
    title: str
    #: how exactly: "Topic: Delivery · Solved"
    terms: list[str]
    text: str
    state: str
    #: the button that sets it going
    verb: str
    #: the sentence while it is under way and afterwards
    said: str
    size: int
    done: int
    refused: int
    undone: int
    kept: int
    #: how many are dealt with in what is under way, of how many
    so_far: int
    of: int
    begun_at: datetime | None
    ended_at: datetime | None

    @property
    def is_planned(self) -> bool:
        return self.state == BulkState.PLANNED

    @property
    def is_under_way(self) -> bool:
        return self.state in (BulkState.RUNNING, BulkState.UNDOING)

    @property
    def may_stop(self) -> bool:
        return self.state == BulkState.RUNNING

    @property
    def may_go_on(self) -> bool:
        return self.state == BulkState.STOPPED

    @property
    def may_undo(self) -> bool:
        return self.state in (BulkState.DONE, BulkState.STOPPED) and self.done > 0

    @property
    def undo_words(self) -> str:
        if self.act == Act.REPLY:
            return _("Take back what has not left yet")
        return _("Undo")


def bulk_shown(bulk: Bulk) -> BulkShown:
    undoing = bulk.state in (BulkState.UNDOING, BulkState.UNDONE)
    so_far = bulk.undone + bulk.kept if undoing else bulk.done + bulk.refused
    return BulkShown(
        id=bulk.id,
        act=bulk.act,
        title=bulk_title(bulk),
        terms=_terms(bulk),
        text=bulk.text,
        state=bulk.state,
        verb=_verb(bulk.act),
        said=_said(bulk),
        size=bulk.size,
        done=bulk.done,
        refused=bulk.refused,
        undone=bulk.undone,
        kept=bulk.kept,
        so_far=so_far,
        of=bulk.done + so_far if undoing else bulk.size,
        begun_at=bulk.begun_at,
        ended_at=bulk.ended_at,
    )


def bulk_title(bulk: Bulk) -> str:
    said = {
        Act.REPLY: ngettext("Reply to %(n)s person", "Reply to %(n)s people", bulk.size),
        Act.CLOSE: ngettext("Close %(n)s person", "Close %(n)s people", bulk.size),
        Act.TAG: ngettext("Tag %(n)s person", "Tag %(n)s people", bulk.size),
        Act.UNTAG: ngettext(
            "Take a tag off %(n)s person", "Take a tag off %(n)s people", bulk.size
        ),
        Act.ASSIGN: ngettext("Assign %(n)s person", "Assign %(n)s people", bulk.size),
        Act.MOVE: ngettext("Move %(n)s person", "Move %(n)s people", bulk.size),
    }
    return said[Act(bulk.act)] % {"n": number(bulk.size)}


def _verb(act: str) -> str:
    said = {
        Act.REPLY: _("Send"),
        Act.CLOSE: _("Close"),
        Act.TAG: _("Tag"),
        Act.UNTAG: _("Take it off"),
        Act.ASSIGN: _("Assign"),
        Act.MOVE: _("Move"),
    }
    return said[Act(act)]


def _terms(bulk: Bulk) -> list[str]:
    said = bulk.said
    if bulk.act == Act.CLOSE:
        topic = Topic.objects.filter(pk=said["topic"]).first() if said.get("topic") else None
        found = [str(topic) if topic else _("each with the topic that it has")]
        found.append(str(Resolution(said.get("resolution") or Resolution.SOLVED).label))
        return [*found, said["reason"]] if said.get("reason") else found
    if bulk.act in (Act.TAG, Act.UNTAG):
        return [str(one) for one in Tag.objects.filter(pk=said["tag"])]
    if bulk.act == Act.ASSIGN:
        agent = Agent.objects.filter(pk=said["agent"]).first() if said.get("agent") else None
        return [_("to %(name)s") % {"name": agent.name} if agent else _("back to the queue")]
    if bulk.act == Act.MOVE:
        return [
            _("to %(name)s") % {"name": one.name} for one in Inbox.objects.filter(pk=said["inbox"])
        ]
    if said.get("answer"):
        answer = Answer.objects.filter(pk=said["answer"]).first()
        return [_("“%(name)s”, in the language of each") % {"name": answer.name}] if answer else []
    return []


def _said(bulk: Bulk) -> str:
    said = {
        BulkState.PLANNED: _("Nothing is done yet."),
        BulkState.RUNNING: _("Under way. You can leave this page; it goes on."),
        BulkState.STOPPED: _("Stopped. Who was not reached yet is as before."),
        BulkState.DONE: _("Done."),
        BulkState.UNDOING: _("Being taken back."),
        BulkState.UNDONE: _("Taken back, where nobody has gone on with it since."),
    }
    return str(said[BulkState(bulk.state)])
