"""One answer to all who replied to a mass incident, filled for each."""

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import caller_for
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand, Inbox
from lifelong.conversations.tests.building import incoming, receive_one
from lifelong.customers.models import Customer
from lifelong.knowledge.variables import UnfitText
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed, NotFound
from lifelong.plays.models import Touch
from lifelong.plays.outreach import queries
from lifelong.plays.outreach.actions.deciding import answer_all, decide
from lifelong.plays.outreach.actions.setting_out import find_masses
from lifelong.plays.outreach.foretelling import foretold, pace
from lifelong.plays.outreach.models import MassIncident
from lifelong.plays.outreach.tests.parcels import (
    NOON,
    bought,
    go_on,
    ours,
    outreach,
    reported,
    said,
)
from lifelong.routing.tests.ground import settle

pytestmark = pytest.mark.django_db


def crowd() -> MassIncident:
    outreach()
    for n in range(20):
        bought(str(n), email=f"{n}@example.com", number=f"#20{n:02}")
        reported(str(n))
    settle()
    (mass,) = find_masses()
    return mass


def told(lead: Agent, *, replies: int) -> MassIncident:
    mass = crowd()
    decide(mass, approved=True, by=lead)
    go_on()
    for touch in Touch.objects.select_related("entry__handle", "entry__message")[:replies]:
        assert touch.entry.handle is not None
        answers = (touch.entry.message.external_id,)
        text = incoming("And now?", sender=touch.entry.handle.value, answers=answers)
        receive_one(text, at=ours())
    settle()
    return mass


def test_what_they_would_read_is_shown_before_anybody_is_told() -> None:
    with clock.stopped_at(NOON):
        mass = crowd()
        (one,) = foretold(mass)
        assert (one.way.channel, one.way.language) == ("email", "en")
        assert one.words is not None
        assert one.words.text.endswith("is late. We will tell you when we know more.")
        assert said() == []
        assert pace(mass).wave == 10 and pace(mass).spare == 0


def test_one_answer_names_each_ones_own_order() -> None:
    with clock.stopped_at(NOON):
        lead = agent(name="Ruth Okafor")
        mass = told(lead, replies=3)
        waiting = {one: one.conversation.position for one in queries.waiting_replies(mass)}
        text = "{{order.number}} comes on Friday. {{hero.name}}"
        answered = answer_all(waiting, text=text, language="en", by=lead)
        assert (answered.count, dict(answered.refused)) == (3, {})
        mine = [one for one in said() if one.endswith("comes on Friday. Ruth Okafor")]
        assert len(set(mine)) == 3
        again = answer_all(waiting, text=text, language="en", by=lead)
        assert again.count == 3
        assert sum("comes on Friday" in one for one in said()) == 3, "said twice is said once"
        assert not queries.waiting_replies(mass).exists()


def test_of_whom_something_is_not_known_they_go_on_waiting() -> None:
    with clock.stopped_at(NOON):
        lead = agent()
        mass = told(lead, replies=2)
        first, second = queries.waiting_replies(mass)
        Customer.objects.filter(pk=first.customer_id).update(name="Ana Kovač")
        Customer.objects.filter(pk=second.customer_id).update(name="")
        waiting = {one: one.conversation.position for one in queries.waiting_replies(mass)}
        text = "Hello {{customer.first_name}}, it comes on Friday."
        answered = answer_all(waiting, text=text, language="en", by=lead)
        assert answered.count == 1
        assert answered.refused == {
            second.id: "Not known of them: first name. Write to them yourself."
        }
        assert [one.id for one in queries.waiting_replies(mass)] == [second.id]
        with pytest.raises(UnfitText, match="Did you mean"):
            answer_all(waiting, text="{{order.nmber}}", language="en", by=lead)


def test_leads_see_mass_incidents_of_the_brands_they_work_for() -> None:
    lead, other, hero = (agent(role) for role in (Role.LEAD, Role.LEAD, Role.HERO))
    with clock.stopped_at(NOON):
        mass = crowd()
    ours().inbox.members.add(lead, hero)
    elsewhere = Inbox.objects.create(brand=Brand.objects.create(name="Another"), name="Theirs")
    elsewhere.members.add(other)
    assert queries.mass(mass.id, visible_to=caller_for(lead)) == mass
    assert queries.undecided_count(visible_to=caller_for(lead)) == 1
    assert queries.undecided_count(visible_to=caller_for(other)) == 0
    with pytest.raises(NotFound):
        queries.mass(mass.id, visible_to=caller_for(other))
    with pytest.raises(NotAllowed):
        queries.undecided_count(visible_to=caller_for(hero))
