from django.db import models

from lifelong.accounts.models import Agent
from lifelong.conversations.models import Contact, Entry, Topic
from lifelong.lib import ids
from lifelong.triage.risk import Risk
from lifelong.triage.sentiment import Sentiment


class Reading(models.Model):
    """What the machine read from one inbound message, each thing with its evidence."""

    entry = models.OneToOneField(
        Entry, primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    customer_id = models.UUIDField()
    at = models.DateTimeField()
    #: BCP 47, "" when it could not be told
    language = models.CharField(max_length=12, default="")
    sentiment = models.CharField(max_length=10, choices=Sentiment, default=Sentiment.NEUTRAL)
    #: the words that show it
    felt = models.CharField(max_length=120, default="")
    #: what it is about, "" where that was not said; one of `themes.Theme`
    theme = models.CharField(max_length=20, default="")
    #: the words that say it
    about = models.CharField(max_length=120, default="")
    #: the topic proposed for it; null where the shop has none of the theme's names
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    #: the customer chose that topic, in a form
    chosen = models.BooleanField(default=False)
    #: [{"risk": "legal", "words": "my lawyer", "facts": {}}]
    tags = models.JSONField(default=list)
    failed = models.BooleanField(default=False)


class Correction(models.Model):
    """What an agent said about a reading, of a topic or of a tag: agreed, or not. Kept to learn
    from; the last word about a contact holds. A rule may say it of a tag."""

    id = ids.primary_key()
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    customer_id = models.UUIDField()
    #: null: a rule
    agent = models.ForeignKey(Agent, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    #: of a tag: which; whether it is true
    risk = models.CharField(max_length=20, choices=Risk, default="")
    holds = models.BooleanField(null=True)
    #: of a topic: what was proposed, if anything, and what it is
    proposed = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")
    topic = models.ForeignKey(Topic, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="of_a_topic_or_of_a_tag",
                condition=models.Q(risk="", holds=None, topic__isnull=False)
                | (~models.Q(risk="") & models.Q(holds__isnull=False, topic=None, proposed=None)),
            ),
        ]
