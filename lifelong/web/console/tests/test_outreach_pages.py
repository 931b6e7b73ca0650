"""What outreach says, set by an admin and tried on real orders."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand
from lifelong.commerce.models import Incident, Order
from lifelong.commerce.tests.building import connection
from lifelong.knowledge.actions.writing import retire_answer
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock
from lifelong.plays.actions.switching import halt
from lifelong.plays.models import Play
from lifelong.plays.outreach.models import Template
from lifelong.plays.outreach.tests.parcels import NOON, bought, ours, outreach, reported
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin() -> Iterator[Knocking]:
    with clock.stopped_at(NOON):
        yield Knocking(agent(Role.ADMIN))


def path() -> str:
    return f"/settings/outreach/{connection().brand.id}"


def preview(admin: Knocking, on: object, cause: str = "") -> str:
    return " ".join(admin.see(f"{path()}/preview?on={on}&cause={cause}").split())


def test_a_brand_without_outreach_gets_it_with_the_first_thing_said(admin: Knocking) -> None:
    ours()
    said = answer("Sorry, late")
    page = admin.see("/settings/outreach")
    assert "tells of 0 kinds of trouble" in page
    admin.see(path())
    assert not Play.objects.exists(), "looking sets nothing up"
    page = admin.do(f"{path()}/texts", cause="delay", channel="", answer=str(said.id))
    assert "Sorry, late" in page and "No text, so nobody is told of it." in page
    page = admin.do(f"{path()}/running")
    assert "Switch off" in page and Play.objects.get().is_on
    page = admin.do(f"{path()}/running", method="delete")
    assert "Switch on" in page and Play.objects.count() == 1


def test_hours_and_holdout_are_kept_and_nonsense_is_not(admin: Knocking) -> None:
    ours()
    admin.do(path(), from_time="10:30", to_time="00:00", holdout="25")
    play = Play.objects.get()
    assert (play.from_minute, play.to_minute, play.holdout) == (630, 1440, 25)
    assert 'value="00:00"' in admin.see(path())
    page = admin.do(path(), from_time="10:30", to_time="20:00", holdout="80", status=422)
    assert "80" in page
    page = admin.do(path(), from_time="20:00", to_time="10:00", holdout="5", status=422)
    assert "have to begin before they end" in page
    assert Play.objects.get().holdout == 25


def test_texts_are_moved_and_removed(admin: Knocking) -> None:
    outreach()
    first, second = Template.objects.order_by("place")
    page = admin.do(f"/settings/outreach/texts/{second.id}/place")
    assert page.index("Late 1</a>") < page.index("Late 0</a>")
    page = admin.do(f"/settings/outreach/texts/{second.id}", method="delete")
    assert Template.objects.get() == first
    admin.see(f"/settings/outreach/texts/{second.id}/place", status=405)
    admin.do(f"/settings/outreach/texts/{second.id}/place", status=404)
    foreign = answer("Theirs", brand=Brand.objects.create(name="Another"))
    words = admin.do(f"{path()}/texts", cause="delay", answer=str(foreign.id), status=422)
    assert "no such text for this brand" in words


def test_a_play_that_refuses_says_why_and_a_retired_text_is_said_to_be_passed_over(
    admin: Knocking,
) -> None:
    play = outreach()
    halt(play, why="No news since Monday.")
    for one in Template.objects.all():
        retire_answer(one.answer, by=admin.person)
    page = admin.see(path())
    assert "it refuses to run" in page and "No news since Monday." in page
    assert "Its text is out of use, so nobody is told of it." in page
    assert "It tells nobody yet" in page
    assert "No news since Monday." in admin.see("/settings/outreach")


def test_a_preview_says_what_is_passed_over_and_why(admin: Knocking) -> None:
    outreach()
    bought()
    reported()
    incident = Incident.objects.get().id
    page = preview(admin, incident)
    assert "Passed over: “Late 0”. Not known: expected day." in page
    assert "#1001 is late. We will tell you when we know more." in page
    reported(expected_on=(NOON + timedelta(days=3)).date(), at=NOON + timedelta(minutes=1))
    page = preview(admin, incident)
    assert "Passed over" not in page and "#1001 comes on November 20, 2026." in page


def test_an_order_in_no_trouble_is_tried_as_if(admin: Knocking) -> None:
    play = outreach()
    heros = answer("By a hero", texts={"en": "Hello, {{hero.name}} here."})
    Template.objects.create(play=play, cause="lost", place=0, answer=heros)
    bought()
    order_id = Order.objects.get().id
    assert "#1001 is late" in preview(admin, order_id)
    page = preview(admin, order_id, "lost")
    assert "writes in no hero’s name" in page and "Nothing is said here" in page
    assert "there is no text for “damaged”" in preview(admin, order_id, "damaged")
    assert "Choose an order." in preview(admin, "nonsense")
