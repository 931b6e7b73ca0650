"""Lists that somebody keeps, and acts on many at once."""

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Conversation
from lifelong.lib import ids
from lifelong.lists.filters import Order


class SavedList(models.Model):
    """A filter that somebody keeps under a name: their own, or shared with everybody who works
    here. Each sees in it what they may see."""

    id = ids.primary_key()
    #: whose it is; of a shared one who shared it
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    is_shared = models.BooleanField(default=False)
    #: `filters.Filter.kept`
    filter = models.JSONField(default=dict)
    order = models.CharField(max_length=10, choices=Order, default=Order.WAITING)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("name"), name="one_shared_list_per_name", condition=models.Q(is_shared=True)
            ),
            models.UniqueConstraint(
                models.F("agent"),
                Lower("name"),
                name="one_own_list_per_name",
                condition=models.Q(is_shared=False),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Act(models.TextChoices):
    REPLY = "reply", _("Reply")
    CLOSE = "close", _("Close")
    TAG = "tag", _("Tag")
    UNTAG = "untag", _("Take a tag off")
    ASSIGN = "assign", _("Assign")
    MOVE = "move", _("Move")


class BulkState(models.TextChoices):
    #: shown with what it would do; nothing is done
    PLANNED = "planned", _("planned")
    RUNNING = "running", _("under way")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")
    UNDOING = "undoing", _("being undone")
    UNDONE = "undone", _("undone")


class Bulk(models.Model):
    """One act on many conversations, ordered by somebody, with their rights."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    act = models.CharField(max_length=10, choices=Act)
    #: what exactly, as ids and enums: `acts` says which
    said = models.JSONField(default=dict)
    #: of a reply: the words, with their variables
    text = models.TextField(default="")
    state = models.CharField(max_length=10, choices=BulkState, default=BulkState.PLANNED)
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: how many there are, and how each fared; the sum of the others is what still waits
    size = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    undone = models.PositiveIntegerField(default=0)
    kept = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["agent", "-made_at"], name="bulk_of_agent")]


class MemberState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")
    UNDONE = "undone", _("undone")
    #: it was to be undone and could not be
    KEPT = "kept", _("left as it is")


class Member(models.Model):
    """One conversation of a bulk, and what became of it."""

    id = models.BigAutoField(primary_key=True)
    bulk = models.ForeignKey(Bulk, on_delete=models.CASCADE, related_name="members")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    #: the last position when it was chosen: whoever writes later is not answered unread
    seen = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=MemberState, default=MemberState.WAITING)
    #: why it was refused or could not be undone, as a sentence
    why = models.CharField(max_length=300, default="")
    #: how it stood before, as ids and times, and the last position after; null: not done
    before = models.JSONField(null=True)
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["bulk", "conversation"], name="one_member_per_bulk"),
        ]
        indexes = [models.Index(fields=["bulk", "state", "id"], name="member_by_state")]
