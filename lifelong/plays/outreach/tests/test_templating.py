"""Which texts outreach says of a trouble, and in which order."""

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand, Channel
from lifelong.commerce.models import Cause
from lifelong.events.models import Event
from lifelong.knowledge.actions.writing import retire_answer
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock
from lifelong.plays.models import Play
from lifelong.plays.outreach.actions.templating import (
    NotSayable,
    add_template,
    remove_template,
    say_earlier,
)
from lifelong.plays.outreach.models import Template
from lifelong.plays.outreach.queries import spoken_of
from lifelong.plays.outreach.tests.parcels import (
    HOUR,
    NOON,
    PLAIN,
    bought,
    go_on,
    outreach,
    reported,
    said,
)
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db


def names(play: Play, channel: str = "") -> list[str]:
    rows = Template.objects.filter(play=play, cause="delay", channel=channel).order_by("place")
    return [one.answer.name for one in rows.select_related("answer")]


def test_a_text_is_added_last_and_moves_up_one_by_one() -> None:
    play, admin = outreach(), agent()
    made = add_template(play, cause=Cause.DELAY, channel=None, answer=answer("A third"), by=admin)
    assert names(play) == ["Late 0", "Late 1", "A third"]
    say_earlier(made, by=admin)
    assert names(play) == ["Late 0", "A third", "Late 1"]
    for _ in range(3):
        say_earlier(made, by=admin)
    assert names(play) == ["A third", "Late 0", "Late 1"]
    remove_template(made, by=admin)
    remove_template(made, by=admin)
    assert names(play) == ["Late 0", "Late 1"]
    # added, moved twice (the first stays the first), removed once
    assert Event.objects.filter(name="TemplatesChanged").count() == 4


def test_the_order_decides_what_is_said() -> None:
    with clock.stopped_at(NOON):
        play = outreach()
        plain = Template.objects.order_by("place").last()
        assert plain is not None
        say_earlier(plain, by=agent())
        bought()
        reported(expected_on=(NOON + 72 * HOUR).date())
        settle()
    with clock.stopped_at(NOON + HOUR):
        go_on()
    assert said() == [PLAIN.replace("{{order.number}}", "#1001")]
    assert names(play) == ["Late 1", "Late 0"]


def test_what_cannot_be_said_there_is_refused_with_a_sentence() -> None:
    play, admin = outreach(), agent()
    twice = Template.objects.order_by("place")[0].answer
    old = answer("Old")
    retire_answer(old, by=admin)
    foreign = answer("Theirs", brand=Brand.objects.create(name="Another"))
    for said_of, channel, words in (
        (twice, None, "said there already"),
        (old, None, "out of use"),
        (foreign, None, "another brand"),
        (answer("For chat"), Channel.CHAT, "Nobody is written to first"),
    ):
        with pytest.raises(NotSayable, match=words):
            add_template(play, cause=Cause.DELAY, channel=channel, answer=said_of, by=admin)
    assert names(play) == ["Late 0", "Late 1"]


def test_a_trouble_whose_only_text_is_out_of_use_is_not_spoken_of() -> None:
    play = outreach("lost")
    assert spoken_of(play) == {Cause.LOST}
    for one in Template.objects.all():
        retire_answer(one.answer, by=agent())
    assert spoken_of(play) == set()
