"""A sequence: what follows when a matter is closed; and who was thanked."""

from datetime import datetime, timedelta

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.channels.models import Channel
from lifelong.concessions.authority import Kind
from lifelong.concessions.models import Concession
from lifelong.conversations.models import Resolution, Topic
from lifelong.customers.models import Customer
from lifelong.knowledge.models import Answer
from lifelong.plays.models import Case, Play

#: after these a word of ours can be welcome
FOLLOWED = (Resolution.SOLVED, Resolution.NO_REPLY_NEEDED)


class Sequence(models.Model):
    """What a play of this kind says, and after which closings. Changed in place: who is under way
    goes on with the steps as they are then; what was said stands on the timeline."""

    play = models.OneToOneField(
        Play, primary_key=True, on_delete=models.CASCADE, related_name="sequence"
    )
    #: with those under them; none: whatever it was about
    topics = models.ManyToManyField(Topic, related_name="+")
    resolutions = ArrayField(models.CharField(max_length=20, choices=Resolution))
    #: where the matter was; []: anywhere
    channels = ArrayField(models.CharField(max_length=20, choices=Channel), default=list)
    #: counts its changes, so that the second of two who change it at once is told
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.play.name


class StepKind(models.TextChoices):
    ASK = "ask", _("Ask whether it is settled")
    TEXT = "text", _("Say what fits")
    THANK = "thank", _("Thank those who say it is settled")


class Step(models.Model):
    """One message of a sequence."""

    sequence = models.ForeignKey(Sequence, on_delete=models.CASCADE, related_name="steps")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=StepKind)
    #: of opening hours after what came before: the closing, the last message, their yes
    delay_minutes = models.PositiveIntegerField()
    #: the words; null: our own, and of a text the one that fits the topic
    answer = models.ForeignKey(Answer, null=True, on_delete=models.PROTECT, related_name="+")
    #: of thanks: what is given, an amount in minor units of the level's currency, or a share
    gives = models.CharField(max_length=10, choices=Kind, default="")
    amount = models.PositiveBigIntegerField(null=True)
    percent = models.PositiveSmallIntegerField(null=True, validators=[MaxValueValidator(100)])

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["sequence", "place"], name="one_step_per_place"),
            models.CheckConstraint(
                name="thanks_give_an_amount_or_a_share",
                condition=models.Q(gives="", amount=None, percent=None)
                | (
                    models.Q(kind="thank", gives__in=["discount", "credit"])
                    & (
                        models.Q(amount__gt=0, percent=None)
                        | models.Q(amount=None, percent__gt=0, percent__lte=100)
                    )
                ),
            ),
        ]

    @property
    def delay(self) -> timedelta:
        return timedelta(minutes=self.delay_minutes)


class Withheld(models.TextChoices):
    """Why somebody who said that it is settled was not thanked."""

    UNCONFIRMED = "unconfirmed", _("no longer settled")
    NO_COMPLAINT = "no-complaint", _("no complaint")
    OVERTAKEN = "overtaken", _("ordered, wrote or has another matter")
    RISK = "risk", _("legal, safety or abuse")
    LATELY = "lately", _("thanked in the last 180 days")
    OFTEN = "often", _("heard from us often enough")
    CONSENT = "consent", _("wants no offers, or cannot be reached")
    AUTHORITY = "authority", _("beyond the play’s authority")
    SHOP = "shop", _("in the records of no shop of this brand")
    WORDLESS = "wordless", _("there are no words to tell them")
    STALE = "stale", _("too late to say it")
    FAILED = "failed", _("the shop refused it")
    OFF = "off", _("the sequence thanks nobody any more")


class Thanks(models.Model):
    """That somebody said it is settled, in a sequence that thanks: to be given something, given
    it, or not, and why."""

    case = models.OneToOneField(
        Case, primary_key=True, on_delete=models.CASCADE, related_name="thanks"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    #: null once it is decided
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    concession = models.OneToOneField(
        Concession, null=True, on_delete=models.PROTECT, related_name="+"
    )
    withheld = models.CharField(max_length=12, choices=Withheld, default="")

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at"], name="thanks_due", condition=models.Q(due_at__isnull=False)
            ),
            models.Index(fields=["customer"], name="thanks_of_customer"),
        ]
