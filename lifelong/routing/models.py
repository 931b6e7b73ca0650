from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Conversation
from lifelong.lib import clock, ids
from lifelong.triage.risk import Risk


class AwayReason(models.TextChoices):
    BREAK = "break", _("Break")
    MEAL = "meal", _("Meal")
    MEETING = "meeting", _("Meeting")
    TRAINING = "training", _("Training")
    OTHER = "other", _("Something else")


class Ended(models.TextChoices):
    BY_HERO = "by-hero", _("signed off")
    LET_GO = "let-go", _("let go")
    FORGOTTEN = "forgotten", _("forgot to sign off")


class Shift(models.Model):
    """Paid hours: one row from a sign-on to its sign-off. Only an open one gets work."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    signed_on_at = models.DateTimeField()
    signed_off_at = models.DateTimeField(null=True)
    #: the last sign of life, to the minute; see docs/decisions/sign-off.md
    seen_at = models.DateTimeField()
    #: when a screen of theirs last said that it is connected; who has none gets nobody live
    screen_at = models.DateTimeField(default=clock.now)
    #: "" while it goes on
    ended_how = models.CharField(max_length=10, choices=Ended, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"],
                name="one_open_shift_per_agent",
                condition=models.Q(signed_off_at=None),
            ),
            models.CheckConstraint(
                name="shift_ends_after_it_began",
                condition=models.Q(signed_off_at=None)
                | models.Q(signed_off_at__gte=models.F("signed_on_at")),
            ),
        ]
        indexes = [models.Index(fields=["agent", "signed_on_at"], name="shift_of_agent")]


class Away(models.Model):
    """A stretch within a shift without work, and why."""

    id = ids.primary_key()
    shift = models.ForeignKey(Shift, on_delete=models.CASCADE, related_name="away")
    reason = models.CharField(max_length=20, choices=AwayReason)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift"],
                name="one_open_absence_per_shift",
                condition=models.Q(until_at=None),
            ),
            models.CheckConstraint(
                name="absence_ends_after_it_began",
                condition=models.Q(until_at=None) | models.Q(until_at__gte=models.F("from_at")),
            ),
        ]


_CURRENCY = models.Q(currency__regex=r"^[A-Z]{3}$")


class Wage(models.Model):
    """What an hour of an agent costs, all told, from a day on until the next row's."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="+")
    from_day = models.DateField()
    #: minor units per paid hour
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["agent", "from_day"], name="one_wage_per_day"),
            models.CheckConstraint(name="wage_in_a_currency", condition=_CURRENCY),
        ]


class LicenceCost(models.Model):
    """What a tool costs each month, from a day on until the next row of its name or its end."""

    id = ids.primary_key()
    name = models.CharField(max_length=120)
    from_day = models.DateField()
    #: the first day that is no longer paid for
    until_day = models.DateField(null=True)
    #: minor units per month
    amount = models.PositiveIntegerField()
    currency = models.CharField(max_length=3)
    #: `amount` is for each agent; else for the whole installation
    per_agent = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["name", "from_day"], name="one_licence_cost_per_day"),
            models.CheckConstraint(name="licence_in_a_currency", condition=_CURRENCY),
            models.CheckConstraint(
                name="licence_ends_after_it_began",
                condition=models.Q(until_day=None) | models.Q(until_day__gt=models.F("from_day")),
            ),
        ]


class Certificate(models.Model):
    """That an agent has learned to keep customers: retention work is brought to who holds it."""

    id = ids.primary_key()
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    #: None: at the command line, or in the demo
    given_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agent"],
                name="one_certificate_at_a_time",
                condition=models.Q(taken_at=None),
            ),
        ]


class Stake(models.Model):
    """What may be lost with who waits: the route tags that stand on their open matters. There is
    a row only where some do; what is read of it is `scoring.Waiting`."""

    conversation = models.OneToOneField(
        Conversation, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    risks = ArrayField(models.CharField(max_length=20, choices=Risk))
    #: 0.5 (nothing bought yet) to 1.0
    value = models.FloatField()
    #: in which they bought most; "" where nothing
    currency = models.CharField(max_length=3, default="")


class OnCall(models.Model):
    """Who is called when nobody at work may give what keeps a customer, one after the other."""

    agent = models.OneToOneField(
        Agent, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    turn = models.PositiveSmallIntegerField(unique=True)


class OfferState(models.TextChoices):
    #: on the agent's screen, until they say something or its time is over
    RINGING = "ringing", _("ringing")
    #: mail and tasks are brought without asking
    GIVEN = "given", _("given")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
    #: nobody said anything while it rang
    MISSED = "missed", _("missed")
    #: somebody else took them, they need nothing any more, or the agent has gone
    WITHDRAWN = "withdrawn", _("withdrawn")


class Offer(models.Model):
    """That a match brought a customer to an agent, with the parts of why, and what came of it."""

    id = ids.primary_key()
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="+")
    customer_id = models.UUIDField()
    agent = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=OfferState)
    #: how long it rings; null for what is given
    rings_until = models.DateTimeField(null=True)
    #: when the agent no longer had the customer, or the offer came to nothing
    ended_at = models.DateTimeField(null=True)
    #: named parts of the choice, as `matching.Parts` holds them
    parts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conversation"],
                name="one_open_offer_per_conversation",
                condition=models.Q(ended_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["conversation", "-at"], name="offer_of_conversation"),
            models.Index(fields=["agent", "-at"], name="offer_to_agent"),
            models.Index(
                fields=["agent"], name="offer_ringing", condition=models.Q(state="ringing")
            ),
        ]


class Call(models.Model):
    """That an agent without the authority has a customer at risk, and who on call was told."""

    offer = models.OneToOneField(
        Offer, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    customer_id = models.UUIDField()
    #: whose turn it is
    approver = models.ForeignKey(Agent, on_delete=models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    #: when it is the next one's turn
    until = models.DateTimeField()
    #: when the approver said that they see to it
    answered_at = models.DateTimeField(null=True)
    #: answered, or nothing is at stake any more
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["approver", "until"],
                name="call_open",
                condition=models.Q(ended_at=None),
            ),
        ]
