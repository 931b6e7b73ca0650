from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand
from lifelong.lib import ids


class OffWhy(models.TextChoices):
    PERSON = "person", _("switched off by a person")
    FAILING = "failing", _("it failed three times in a row and switched itself off")


class Rulebook(models.Model):
    """One row: the lock under which rules change, and what tells whether they did."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    #: another with every change
    revision = models.UUIDField(default=ids.new_id)


class Rule(models.Model):
    """What shall happen by itself. What it says is in its versions, of which the last holds."""

    id = ids.primary_key()
    name = models.CharField(max_length=80, unique=True)
    #: null: of every brand
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="+")
    #: rules are looked at in this order, each seeing what those before it have done
    place = models.PositiveIntegerField()
    is_on = models.BooleanField(default=False)
    off_why = models.CharField(max_length=10, choices=OffWhy, default="", blank=True)
    switched_at = models.DateTimeField()
    #: null: itself
    switched_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    #: failures since it last went well
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place"], name="one_rule_per_place", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """What a rule says, from one change to the next. Never changed."""

    id = ids.primary_key()
    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    #: as `triggers.Trigger` writes itself
    trigger = models.JSONField()
    #: a tree as `conditions.read` takes it; {} always holds
    conditions = models.JSONField(default=dict)
    #: as `steps.read` takes them
    steps = models.JSONField(default=list)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_rule_version_per_number"),
        ]


class Occurrence(models.Model):
    """That a rule's moment came for a contact. Its row is what makes it come once."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="+", db_index=False)
    contact_id = models.UUIDField()
    #: since when they wait, say, or for when it was set
    moment = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "contact_id", "moment"], name="comes_once"),
        ]
        indexes = [models.Index(fields=["at"], name="occurrence_by_time")]


class Outcome(models.TextChoices):
    FIRED = "fired", _("fired")
    NOT_MET = "not-met", _("did not fire")
    TOO_DEEP = "too-deep", _("stopped: rules were setting off one another")
    FAILED = "failed", _("failed")


class RuleRun(models.Model):
    """That a rule was looked at, and what came of it. Ids and no words of people; kept a while."""

    id = ids.primary_key()
    # unchecked: for each fact as many lines are written as rules wait for it, and rules stay
    rule = models.ForeignKey(
        Rule, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    version = models.ForeignKey(
        RuleVersion, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    #: in the log of facts
    event_id = models.UUIDField(null=True)
    contact_id = models.UUIDField(null=True)
    customer_id = models.UUIDField(null=True)
    order_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome)
    #: the condition that was false, {"field", "is", "value"}, with what was "seen"
    missed = models.JSONField(null=True)
    #: [{"do": "close", "refused": a sentence, or ""}]
    did = models.JSONField(default=list)
    #: of a failure: the kind of error
    error = models.CharField(max_length=80, default="")
    #: how many steps lie behind the fact
    depth = models.PositiveSmallIntegerField(default=0)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["rule", "-at"], name="run_of_rule"),
            BrinIndex(fields=["at"], name="run_by_time"),
        ]
