"""What we know, ready to be said."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.accounts.models import Agent
from lifelong.channels.models import Brand, Kind
from lifelong.conversations.models import Entry, Topic
from lifelong.lib import ids


class AnswerKind(models.TextChoices):
    REPLY_TEXT = "reply-text", _("Reply text")


class Answer(models.Model):
    """A piece of knowledge. A reply text is words for a hero or a play to say."""

    id = ids.primary_key()
    kind = models.CharField(max_length=20, choices=AnswerKind, default=AnswerKind.REPLY_TEXT)
    name = models.CharField(max_length=120)
    #: what a hero types after "/"
    shortcut = models.CharField(max_length=40, unique=True)
    #: null: every brand may say it
    brand = models.ForeignKey(Brand, null=True, on_delete=models.PROTECT, related_name="+")
    topics = models.ManyToManyField(Topic, related_name="+")
    #: what work it fits; []: all
    channel_kinds = ArrayField(models.CharField(max_length=20, choices=Kind), default=list)
    is_active = models.BooleanField(default=True)
    #: the number of the version that counts, which is the newest
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class AnswerVersion(models.Model):
    """An answer's words as somebody left them. Never changed: a later one follows it."""

    id = ids.primary_key()
    answer = models.ForeignKey(Answer, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    #: null: came with the installation
    made_by = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "number"], name="one_version_per_number"),
        ]


class AnswerText(models.Model):
    """The words of a version in one language."""

    id = ids.primary_key()
    version = models.ForeignKey(AnswerVersion, on_delete=models.CASCADE, related_name="texts")
    #: "de", "pt-BR"
    language = models.CharField(max_length=12)
    #: of a mail; "": the subject that the matter has
    subject = models.CharField(max_length=200, default="")
    body = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "language"], name="one_text_per_language"),
        ]


class Saying(models.Model):
    """That an entry's words came from a text."""

    id = ids.primary_key()
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    text = models.ForeignKey(AnswerText, on_delete=models.PROTECT, related_name="sayings")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "text"], name="said_once_per_entry"),
        ]
