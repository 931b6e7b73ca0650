"""Mass incidents on a lead's screen: decided by one tap, and one answer to who replies."""

import re
from collections.abc import Iterator

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.tests.building import inbox
from lifelong.conversations.models import Conversation
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.customers.models import Customer
from lifelong.lib import clock
from lifelong.plays.models import Case, Touch
from lifelong.plays.outreach.actions.setting_out import find_masses
from lifelong.plays.outreach.models import MassIncident
from lifelong.plays.outreach.tests.parcels import (
    HOUR,
    NOON,
    bought,
    go_on,
    ours,
    outreach,
    reported,
)
from lifelong.routing.actions.signing_on import sign_on
from lifelong.routing.tests.ground import settle
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Iterator[Knocking]:
    with clock.stopped_at(NOON):
        outreach()
        person = agent(Role.LEAD, name="Ruth Okafor")
        ours().inbox.members.add(person)
        yield Knocking(person)


def crowd() -> str:
    """Its path."""
    for n in range(20):
        bought(str(n), email=f"{n}@example.com", number=f"#20{n:02}")
        reported(str(n))
    settle()
    (mass,) = find_masses()
    return f"/mass-incidents/{mass.id}"


def seen(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_nothing_of_the_kind_says_what_would_come(lead: Knocking) -> None:
    assert "Nothing of the kind just now" in lead.see("/mass-incidents")
    assert "badge" not in lead.see("/mass-incidents/count")


def test_a_lead_sees_what_would_be_said_and_how_fast_and_decides_once(lead: Knocking) -> None:
    path = crowd()
    assert '<span class="badge">1' in lead.see("/mass-incidents/count")
    assert "PostNord: delayed" in lead.see("/mass-incidents")
    page = seen(lead.see(path))
    assert "20 parcels in four hours; usually fewer than one" in page
    assert "The first wave is 10 customers" in page
    assert "About 2 replies are expected; the heroes at work have room for 0." in page
    assert "is late. We will tell you when we know more." in page
    page = seen(lead.do(f"{path}/decision", approved="yes"))
    assert "They are told now, wave by wave." in page and "Ruth Okafor decided" in page
    assert "decided already" in lead.do(f"{path}/decision", approved="no", status=409)
    assert "badge" not in lead.see("/mass-incidents/count")
    go_on()
    assert "10 Told" in seen(lead.see(f"{path}/progress")).replace("Told 10", "10 Told")
    with clock.stopped_at(NOON + HOUR):
        go_on()
        assert "Everybody who can be told is told." in seen(lead.see(f"{path}/progress"))
    MassIncident.objects.update(over_at=NOON + HOUR)
    assert "Over" in seen(lead.see("/mass-incidents"))


def test_expected_replies_stand_against_the_room_in_this_brands_inboxes(lead: Knocking) -> None:
    path = crowd()
    for place in (ours().inbox, inbox()):
        hero = agent()
        place.members.add(hero)
        sign_on(hero)
    words = f"the heroes at work have room for {agent().capacity}."
    assert f"About 2 replies are expected; {words}" in seen(lead.see(path))
    page = seen(lead.do(f"{path}/decision", approved="yes"))
    assert f"About 2 more replies are expected; {words}" in page
    go_on()
    first, second, third = Case.objects.order_by("id")[:3]
    Case.objects.filter(pk=first.pk).update(replied_at=NOON)
    assert f"About 1 more reply is expected; {words}" in seen(lead.see(f"{path}/progress"))
    Case.objects.filter(pk__in=[second.pk, third.pk]).update(replied_at=NOON)
    assert f"About 0 more replies are expected; {words}" in seen(lead.see(f"{path}/progress"))
    assert seen(lead.see(path)).count("replies are expected") == 1
    assert ". Everybody who can be told is told." in seen(lead.see(path))
    MassIncident.objects.update(over_at=NOON + HOUR)
    assert "expected; the heroes" not in lead.see(path)


def test_a_decision_says_yes_or_no(lead: Knocking) -> None:
    path = crowd()
    assert "Say whether" in lead.do(f"{path}/decision", approved="perhaps", status=422)
    assert "Nobody is told" in lead.do(f"{path}/decision", approved="no")


def test_one_answer_reaches_all_whom_it_fits_and_names_the_others(lead: Knocking) -> None:
    path = crowd()
    lead.do(f"{path}/decision", approved="yes")
    go_on()
    for touch in Touch.objects.select_related("entry__handle", "entry__message")[:3]:
        assert touch.entry.handle is not None
        answers = (touch.entry.message.external_id,)
        text = incoming("And now?", sender=touch.entry.handle.value, answers=answers)
        receive_one(text, at=ours())
    settle()
    page = lead.see(path)
    assert page.count("And now?") == 3
    named = re.findall(r'name="contact" value="([^"]+)"', page)
    known = dict(re.findall(r'name="(seen-[^"]+)" value="(\d+)"', page))
    nameless = Conversation.objects.get(contacts=named[0]).customer_id
    Customer.objects.exclude(pk=nameless).update(name="Ana Kovač")
    Customer.objects.filter(pk=nameless).update(name="")
    said = {"text": "{{customer.first_name}}, Friday.", "language": "en", "contact": named, **known}
    page = lead.do(f"{path}/answers", **said)
    assert "2 people are answered." in page
    assert "Not known of them: first name." in page
    assert "{{customer.first_name}}, Friday." in page, "what was typed is kept"
    assert page.count('name="contact"') == 1, "they go on waiting"
    said["text"] = "It comes on Friday."
    page = lead.do(f"{path}/answers", **said)
    assert "1 person is answered. 2 were answered by somebody else before." in page
    assert page.count('name="contact"') == 0
    words = lead.do(f"{path}/answers", text="Well?", language="en", status=422)
    assert "Nobody waits for this answer any more." in words
    words = lead.do(f"{path}/answers", text=" ", language="en", status=422)
    assert "Write what they shall read." in words


def test_on_the_timeline_it_stands_what_they_were_told_of(lead: Knocking) -> None:
    path = crowd()
    lead.do(f"{path}/decision", approved="yes")
    go_on()
    touch = Touch.objects.select_related("entry__conversation")[0]
    page = lead.see(f"/conversations/{touch.entry.conversation_id}/entries")
    assert "Told by outreach, about a parcel: delayed" in page
