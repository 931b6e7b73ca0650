"""What of the first steps is said, not seen."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent


class FirstStep(models.TextChoices):
    """What an admin can say of the first steps, because no row tells it."""

    #: of all of them: they need not be shown any more
    ALL = "all", _("all of them")
    #: always open, on purpose
    HOURS = "hours", _("opening hours")
    #: nobody is to be invited
    HEROES = "heroes", _("heroes")
    #: somebody sees to them
    BACKUPS = "backups", _("backups")


class PutAway(models.Model):
    """That a first step needs no doing here, by an admin's click."""

    step = models.CharField(primary_key=True, max_length=20, choices=FirstStep)
    at = models.DateTimeField()
    by = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
