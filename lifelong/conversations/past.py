"""What a person wrote about until now: asked when somebody unfolds it."""

from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max

from lifelong.accounts.policy import Caller, Verb
from lifelong.conversations.models import Contact, Conversation, Resolution, Topic
from lifelong.conversations.people import ids_of


class PastTopic(NamedTuple):
    title: str
    times: int
    #: when it was last settled
    at: datetime


def topics_of(conversation: Conversation, *, visible_to: Caller) -> list[PastTopic]:
    """What was settled with this person, by topic, the most frequent first."""
    visible_to.must(Verb.READ_TEXT)
    settled = Contact.objects.filter(
        conversation_id__in=ids_of(conversation), closed_at__isnull=False, topic__isnull=False
    ).exclude(resolution=Resolution.COMBINED)
    rows = settled.order_by().values_list("topic").annotate(n=Count("id"), at=Max("closed_at"))
    known = Topic.objects.select_related("parent").in_bulk([row[0] for row in rows])
    found = [PastTopic(str(known[topic_id]), n, at) for topic_id, n, at in rows]
    return sorted(found, key=lambda one: (-one.times, one.title))
