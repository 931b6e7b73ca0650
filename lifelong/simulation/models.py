"""Whether the demo shop lives. In a shop that is not made up there is never a row."""

from django.db import models

from lifelong.lib import ids


class Spell(models.Model):
    """A while in which the demo shop lives: its customers write, buy and wait for parcels by
    themselves. There is one at most, and it ends by itself."""

    id = ids.primary_key()
    ends_at = models.DateTimeField()
    #: how many things have happened; whoever brings the next one says which it is, so that two
    #: who would bring it are one
    happened = models.PositiveIntegerField(default=0)
    #: whether the last of them found a door shut
    is_shut = models.BooleanField(default=False)
    is_only = models.BooleanField(default=True, unique=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(is_only=True), name="one_spell")]

    def __str__(self) -> str:
        return f"until {self.ends_at}"
