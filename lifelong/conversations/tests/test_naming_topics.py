import pytest

from lifelong.conversations.actions.naming_topics import (
    TopicExists,
    TopicUnfit,
    add_topic,
    rename_topic,
    restore_topic,
    retire_topic,
)
from lifelong.conversations.models import Topic

pytestmark = pytest.mark.django_db


def active() -> set[str]:
    return {str(topic) for topic in Topic.objects.filter(is_active=True)}


def test_a_retired_topic_takes_those_under_it_along_and_brings_its_own_back() -> None:
    order = add_topic(name="Order")
    late = add_topic(name="Late", under=order)
    add_topic(name="Lost", under=order)
    retire_topic(order)
    assert active() == set()
    restore_topic(late)
    assert active() == {"Order", "Order / Late"}


def test_a_name_stands_once_beside_others() -> None:
    order, other = add_topic(name="Order"), add_topic(name="Returns")
    with pytest.raises(TopicExists):
        add_topic(name="order")
    with pytest.raises(TopicExists):
        rename_topic(other, name=" ORDER ")
    rename_topic(order, name="order")
    add_topic(name="Order", under=other)


def test_adding_a_retired_topic_takes_it_up_again() -> None:
    order = add_topic(name="Order")
    retire_topic(order)
    assert add_topic(name="Order") == order and active() == {"Order"}


def test_the_tree_stays_shallow() -> None:
    topic = add_topic(name="a")
    for name in "bc":
        topic = add_topic(name=name, under=topic)
    with pytest.raises(TopicUnfit):
        add_topic(name="d", under=topic)
