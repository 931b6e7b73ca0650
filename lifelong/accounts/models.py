from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.lib import ids


class Role(models.TextChoices):
    HERO = "hero", _("Hero")
    LEAD = "lead", _("Lead")
    ADMIN = "admin", _("Admin")
    AUDITOR = "auditor", _("Auditor")
    FINANCE = "finance", _("Finance")
    WAREHOUSE = "warehouse", _("Warehouse")
    SEASONAL = "seasonal", _("Seasonal hero")


class AgentManager(BaseUserManager["Agent"]):
    """What Django's sign-in asks of a user model; agents are made by `actions.hiring`."""

    def get_by_natural_key(self, username: str | None) -> "Agent":
        return self.get(email__iexact=username)


class Team(models.Model):
    """Agents under common leads."""

    id = ids.primary_key()
    name = models.CharField(max_length=80, unique=True)

    def __str__(self) -> str:
        return self.name


class Agent(AbstractBaseUser):
    """A person on the service team; screens call them heroes."""

    id = ids.primary_key()
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list)
    teams = models.ManyToManyField(Team, related_name="agents", blank=True)
    zone = models.CharField(max_length=64, default="UTC")
    language = models.CharField(max_length=12, default="en")
    #: how many customers by mail, and tasks, wait for this agent at a time
    capacity = models.PositiveSmallIntegerField(default=5)
    #: with how many customers at a time they exchange words live
    slots = models.PositiveSmallIntegerField(default=3)
    is_active = models.BooleanField(default=True)
    #: seasonal agents stop here by themselves
    ends_on = models.DateField(null=True, blank=True)
    #: when all of their sessions were ended; a sign-in begun before is over too
    sessions_ended_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = AgentManager()

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    def works_on(self, day: date) -> bool:
        """Whether they may do anything on `day`."""
        return self.is_active and (self.ends_on is None or day <= self.ends_on)

    @property
    def initials(self) -> str:
        return "".join(part[0] for part in self.name.split()[:2]).upper()


class SecondFactor(models.TextChoices):
    APP = "app", _("App with codes")
    PASSKEY = "passkey", _("Passkey")


class SignInSettings(models.Model):
    """How everybody signs in; there is one row at most."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    #: since when nobody gets in without a second factor; None: who wants to
    second_factor_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_row_only")]


class Token(models.Model):
    """A key to the API. Only its hash is kept; the key itself is shown once."""

    id = ids.primary_key()
    name = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    #: whose rows it may see; none: a service of the installation, which sees all its scopes name
    agent: "models.ForeignKey[Agent | None, Agent | None]" = models.ForeignKey(
        Agent, null=True, on_delete=models.CASCADE, related_name="tokens"
    )
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
