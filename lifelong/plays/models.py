"""A play, the cases it is for, and each message that it sent."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.channels.models import Brand
from lifelong.commerce.models import Order
from lifelong.concessions.models import AuthorityLevel
from lifelong.conversations.models import Contact, Entry
from lifelong.customers.models import Customer, Purpose
from lifelong.lib import clock, ids
from lifelong.plays.assignment import Arm


class PlayKind(models.TextChoices):
    OUTREACH = "outreach", _("Proactive outreach")
    FOLLOW_UP = "follow-up", _("Follow-up")
    RETENTION = "retention", _("Retention")


#: of these a brand has one; of the others as many as it likes, each with its own name
ONE_PER_BRAND = (PlayKind.OUTREACH.value, PlayKind.RETENTION.value)


class Play(models.Model):
    """Something that a brand sets out to do by itself. Off until somebody switches it on."""

    id = ids.primary_key()
    brand = models.ForeignKey(Brand, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=PlayKind)
    name = models.CharField(max_length=80)
    #: when it was set up; what was under way by then is not its business
    begun_at = models.DateTimeField(default=clock.now)
    is_on = models.BooleanField(default=False)
    #: of the customers it is for, so many in a hundred get the ordinary treatment, to compare with
    holdout = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(50)])
    #: the hours of a customer's day in which it writes, in minutes after midnight
    from_minute = models.PositiveSmallIntegerField(default=9 * 60)
    to_minute = models.PositiveSmallIntegerField(default=20 * 60)
    #: what it may give; None: nothing
    level = models.ForeignKey(AuthorityLevel, null=True, on_delete=models.PROTECT, related_name="+")
    #: since when it refuses to run although it is on, and why, as a sentence
    halted_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    halted_why = models.CharField(max_length=300, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["brand", "kind", "name"], name="one_play_per_name"),
            models.UniqueConstraint(
                fields=["brand", "kind"],
                name="one_play_where_a_brand_has_one",
                condition=models.Q(kind__in=ONE_PER_BRAND),
            ),
            models.CheckConstraint(
                name="a_play_has_hours",
                condition=models.Q(from_minute__lt=models.F("to_minute"), to_minute__lte=1440),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseState(models.TextChoices):
    PLANNED = "planned", _("planned")
    #: all its steps are done
    DONE = "done", _("done")
    #: something made it pointless or unwelcome
    STOPPED = "stopped", _("stopped")
    #: gets the ordinary treatment, to compare with
    HELD = "held", _("held out")


class Case(models.Model):
    """That a customer is one a play is for. Written once, before anybody knows what comes of it,
    also for those who are held out: what the play does is measured over all of them."""

    id = ids.primary_key()
    play = models.ForeignKey(Play, on_delete=models.PROTECT, related_name="cases")
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    #: what it is about: an incident, a closed contact
    subject = models.UUIDField()
    order = models.ForeignKey(Order, null=True, on_delete=models.SET_NULL, related_name="+")
    contact = models.ForeignKey(Contact, null=True, on_delete=models.SET_NULL, related_name="+")
    causes = ArrayField(models.CharField(max_length=20), default=list)
    begun_at = models.DateTimeField()
    season = models.CharField(max_length=7)
    #: of a hundred, so many were held out when it was drawn
    holdout = models.PositiveSmallIntegerField()
    arm = models.CharField(max_length=10, choices=[(arm.value, arm.value) for arm in Arm])
    state = models.CharField(max_length=10, choices=CaseState)
    #: how many of its steps were taken
    step = models.PositiveSmallIntegerField(default=0)
    due_at: "models.DateTimeField[datetime | None, datetime | None]" = models.DateTimeField(
        null=True
    )
    #: why it was stopped, or put off last: a word of `waiting.Why`
    why = models.CharField(max_length=20, default="")
    replied_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["play", "subject"], name="one_case_per_subject"),
            models.CheckConstraint(
                name="who_is_held_out_hears_nothing",
                condition=~models.Q(arm=Arm.HOLDOUT.value) | models.Q(step=0, state="held"),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                name="case_due",
                condition=models.Q(state="planned"),
            ),
            models.Index(fields=["customer", "-begun_at"], name="case_of_customer"),
        ]


class Touch(models.Model):
    """One message of a play. Its place in its case is taken once, whoever sends it."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="touches")
    #: of the case's messages, the how-manieth, from 0
    step = models.PositiveSmallIntegerField()
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step"], name="one_touch_per_step"),
        ]
        indexes = [models.Index(fields=["customer", "-at"], name="touch_of_customer")]
