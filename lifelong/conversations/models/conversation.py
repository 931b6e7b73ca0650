"""The one lifelong conversation of a customer."""

from django.db import models

from lifelong.accounts.models import Agent
from lifelong.channels.models import Channel, Inbox
from lifelong.conversations.standing import Status
from lifelong.customers.models import Customer
from lifelong.lib import ids


class Conversation(models.Model):
    """The one lifelong conversation of a customer. Its row is the lock for all that is in it.

    Where people were joined one leads: it has the inbox, the owner and the status for them all,
    gives out their positions and revisions, and is their lock. See docs/decisions/joining.md.
    """

    id = ids.primary_key()
    customer = models.OneToOneField(Customer, on_delete=models.PROTECT, related_name="+")
    #: the one that this one is joined to: always an older one, and never joined itself
    lead = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="joined", db_index=False
    )
    #: since which revision the same people are joined here; a screen that knows less starts anew
    joined_revision = models.PositiveBigIntegerField(default=0)
    #: how both stood before this one was joined, so that parting gives it back
    before = models.JSONField(null=True)
    inbox = models.ForeignKey(Inbox, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: who served this customer last, once nobody owns the conversation any more
    last_owner = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    #: when that was
    last_owned_at = models.DateTimeField(null=True)
    #: on which the customer last asked for something
    channel = models.CharField(max_length=20, choices=Channel, default=Channel.EMAIL)
    #: of its most urgent contact; follows from them, see standing.py. "" while it is joined
    status = models.CharField(max_length=10, choices=Status, default=Status.CLOSED)
    #: since when the customer waits for us; null when they do not
    waiting_since = models.DateTimeField(null=True)
    #: until when they shall have an answer: the nearest of its contacts
    due_at = models.DateTimeField(null=True)
    #: words go to and fro on a live channel until then, unless somebody speaks again
    live_until = models.DateTimeField(null=True)
    #: the last position and the last revision that were given out
    position = models.PositiveIntegerField(default=0)
    revision = models.PositiveBigIntegerField(default=0)
    last_entry_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="who_is_joined_has_no_standing",
                condition=models.Q(lead=None) & ~models.Q(status="")
                | models.Q(lead__isnull=False, status="", owner=None, waiting_since=None),
            ),
            models.CheckConstraint(
                name="an_older_one_leads",
                condition=models.Q(lead=None) | models.Q(lead__lt=models.F("id")),
            ),
        ]
        indexes = [
            models.Index(
                fields=["lead"],
                name="conversation_joined",
                condition=models.Q(lead__isnull=False),
            ),
            models.Index(
                fields=["inbox", "channel", "due_at"],
                name="conversation_unowned",
                condition=models.Q(owner=None, status="new"),
            ),
            models.Index(
                fields=["owner", "status", "channel"],
                name="conversation_owned",
                condition=models.Q(owner__isnull=False),
            ),
            models.Index(
                fields=["owner", "live_until"],
                name="conversation_live",
                condition=models.Q(owner__isnull=False, live_until__isnull=False),
            ),
            models.Index(fields=["inbox", "status", "due_at"], name="conversation_by_status"),
            models.Index(
                fields=["-last_entry_at"],
                name="conversation_lately_closed",
                condition=models.Q(status="closed", last_entry_at__isnull=False),
            ),
            models.Index(
                fields=["-last_entry_at", "-id"],
                name="conversation_by_activity",
                condition=models.Q(lead=None, last_entry_at__isnull=False),
            ),
            models.Index(
                fields=["waiting_since", "id"],
                name="conversation_by_wait",
                condition=models.Q(waiting_since__isnull=False),
            ),
        ]

    def next_position(self) -> int:
        self.position += 1
        return self.position

    def next_revision(self) -> int:
        """The number of a visible change. Only under the row's lock."""
        self.revision += 1
        return self.revision
