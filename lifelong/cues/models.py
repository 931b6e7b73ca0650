from allauth.usersessions.models import UserSession
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Conversation
from lifelong.lib import ids
from lifelong.lib.sealing import SealedField


class Why(models.TextChoices):
    """What wants a hero: said under the name of the customer."""

    RINGS = "rings", _("Rings on your screen.")
    CALLED = "called", _("Is at risk, and you are on call.")
    WROTE = "wrote", _("Has written to you.")
    GIVEN = "given", _("Waits for your answer.")
    PROMISED = "promised", _("What we promised them is due.")
    NAMED = "named", _("A colleague named you in a note.")


#: an address is no longer than this
MOST_ADDRESS = 1000


class Bell(models.Model):
    """A browser that a hero lets us push to, for as long as they are signed in there."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    #: it goes with the session, whoever ends that
    session = models.OneToOneField(UserSession, on_delete=models.CASCADE, related_name="+")
    #: at the browser's push server; one browser has one
    address = models.CharField(max_length=MOST_ADDRESS, unique=True)
    #: of the browser, an uncompressed point: what is sealed for it only it opens
    public_key = models.BinaryField()
    #: 16 bytes between the browser and us
    secret = SealedField()
    made_at = models.DateTimeField()


class PushKey(models.Model):
    """By which push servers know this installation; there is one row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    #: PKCS #8, of the curve P-256
    private = SealedField()
    #: the uncompressed point in base64url, as browsers are told it
    public = models.CharField(max_length=90)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_push_key_only")]


class LastPush(models.Model):
    """When an agent was last pushed to about a conversation."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    customer_id = models.UUIDField()
    at = models.DateTimeField(db_index=True)
    #: when a ring that came too soon after it is tried again; one waits at most
    again_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "conversation"], name="one_last_push_per_conversation"
            ),
        ]
