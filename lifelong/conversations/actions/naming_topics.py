"""The tree of topics. One that was used is retired, never deleted: the past stays readable."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from lifelong.conversations.models import Topic
from lifelong.lib.errors import Refused
from lifelong.lib.transactions import transaction

#: "Order / Delivery / Late": deeper than this nobody finds their way
DEEPEST = 3


class TopicExists(Refused):
    code = "topic-exists"


class TopicUnfit(Refused):
    code = "topic-unfit"
    status = 422


def add_topic(*, name: str, under: Topic | None = None) -> Topic:
    """A new topic, or the retired one of that name taken up again."""
    name = _fit(name)
    if under is not None and len(list(_upwards(under))) >= DEEPEST:
        raise TopicUnfit(_("Topics go %(deep)s steps deep, no further.") % {"deep": DEEPEST})
    with transaction():
        topic = Topic.objects.filter(parent=under, name__iexact=name).first()
        if topic is None:
            return Topic.objects.create(parent=under, name=name)
        if topic.is_active:
            raise TopicExists(_("There is a topic of that name here already."))
        restore_topic(topic)
        return topic


def add_topics(names: Iterable[str]) -> None:
    """All of these on top; one that is there, or was retired, stays as it is."""
    with transaction():
        top = Topic.objects.filter(parent=None).values_list("name", flat=True)
        there = {name.lower() for name in top}
        made = [Topic(name=one) for one in map(_fit, names) if one.lower() not in there]
        Topic.objects.bulk_create(made, ignore_conflicts=True)


def rename_topic(topic: Topic, *, name: str) -> None:
    """The past is called by the new name too."""
    name = _fit(name)
    with transaction():
        beside = Topic.objects.filter(parent=topic.parent, name__iexact=name)
        if beside.exclude(pk=topic.pk).exists():
            raise TopicExists(_("There is a topic of that name here already."))
        topic.name = name
        topic.save(update_fields=["name"])


def retire_topic(topic: Topic) -> None:
    """Nobody chooses it any more, nor what stands under it."""
    with transaction():
        ids = [one.pk for one in _downwards(topic)]
        Topic.objects.filter(pk__in=ids).update(is_active=False)


def restore_topic(topic: Topic) -> None:
    """It can be chosen again, and what it stands under."""
    with transaction():
        ids = [one.pk for one in _upwards(topic)]
        Topic.objects.filter(pk__in=ids).update(is_active=True)


def _upwards(topic: Topic | None) -> Iterator[Topic]:
    while topic is not None:
        yield topic
        topic = topic.parent


def _downwards(topic: Topic) -> Iterator[Topic]:
    yield topic
    for child in topic.children.all():
        yield from _downwards(child)


def _fit(name: str) -> str:
    name = " ".join(name.split())[:80]
    if not name:
        raise TopicUnfit(_("A topic needs a name."))
    return name
