"""Replying, tagging, assigning and moving many: by the rules of one, and taken back."""

from datetime import timedelta
from typing import Any

import pytest

from lifelong.accounts.actions.hiring import deactivate
from lifelong.accounts.models import Agent, Role
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import take
from lifelong.conversations.actions.passing_on import CannotTake
from lifelong.conversations.actions.tagging import TagRetired, retire_tag, tag_named
from lifelong.conversations.models import Draft, Entry, Sending, Tagging
from lifelong.conversations.tests.building import Came, agent, inbox
from lifelong.customers.models import Customer
from lifelong.knowledge.models import Saying
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock
from lifelong.lib.errors import NotAllowed
from lifelong.lists.actions.carrying_out import carry_out
from lifelong.lists.actions.ordering import begin, undo
from lifelong.lists.foreseeing import foresee
from lifelong.lists.models import BulkState
from lifelong.lists.tests.building import Shop, again, done, planned, shop, whys

pytestmark = pytest.mark.django_db
HELLO = "Hello {{customer.first_name}}, {{hero.name}} here."


@pytest.fixture
def here(db: None) -> Shop:
    return shop()


def taken_back(bulk: Any) -> Any:
    undo(bulk)
    carry_out(bulk.id)
    return again(bulk)


def sent() -> list[str]:
    rows = Entry.objects.filter(kind="message_out", withdrawn_at=None)
    return sorted(rows.values_list("text", flat=True))


def owners(some: list[Came]) -> list[Agent | None]:
    return [one.conversation.owner for one in some]


def bearing() -> set[Any]:
    return set(Tagging.objects.values_list("contact_id", flat=True))


# -- replying


def test_each_reads_the_text_filled_in_for_them_once(here: Shop) -> None:
    here.wrote("ana"), here.wrote("bob")
    some = [here.wrote("ana"), here.wrote("bob")]
    bulk = done("reply", some, by=here.hero, text=HELLO)
    assert sent() == ["Hello Ana, Mia Brandt here.", "Hello Bob, Mia Brandt here."]
    assert (bulk.done, bulk.refused) == (2, 0)
    assert owners(some) == [here.hero] * 2
    carry_out(bulk.id)
    assert len(sent()) == 2


def test_of_whom_something_is_not_known_nobody_writes_half_a_sentence(here: Shop) -> None:
    ana, nameless = here.wrote("ana"), here.wrote("bob")
    Customer.objects.filter(pk=nameless.contact.customer_id).update(name="")
    bulk = planned("reply", [ana, nameless], by=here.hero, text=HELLO)
    seen = foresee(bulk)
    assert (seen.fine, seen.refused) == (1, [("Not known of them: first name.", 1)])
    assert [one.text for one in seen.examples] == ["Hello Ana, Mia Brandt here."]
    assert not sent()
    assert whys(done("reply", [ana, nameless], by=here.hero, text=HELLO)) == [
        "Not known of them: first name."
    ]
    assert sent() == ["Hello Ana, Mia Brandt here."]


def test_who_wrote_since_they_were_chosen_is_read_by_a_person_first(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    bulk = planned("reply", [ana, bob], by=here.hero, text=HELLO)
    here.wrote("bob", "Forget it, it came.")
    begin(bulk)
    carry_out(bulk.id)
    assert sent() == ["Hello Ana, Mia Brandt here."]
    assert whys(bulk) == ["They have written since. Read it first."]


def test_a_reply_text_is_said_in_the_language_of_each_and_traced(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob", "Wo bleibt mein Paket? Ich warte schon lange.")
    Customer.objects.filter(pk=bob.contact.customer_id).update(language="de")
    text = answer(texts={"en": "Hello there, soon.", "de": "Guten Tag, es kommt bald."})
    done("reply", [ana, bob], by=here.hero, answer=str(text.id))
    assert sent() == ["Guten Tag, es kommt bald.", "Hello there, soon."]
    assert Saying.objects.count() == 2


def test_replies_are_taken_back_while_they_have_not_left(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    bulk = done("reply", [ana, bob], by=here.hero, text="Soon.")
    Sending.objects.filter(entry__conversation=bob.conversation).update(state="accepted", tries=1)
    bulk = taken_back(bulk)
    assert (bulk.undone, bulk.kept) == (1, 1)
    assert whys(bulk) == ["It is already on its way and cannot be taken back."]
    assert ana.conversation.waiting_since is not None
    assert Draft.objects.get().text == "Soon."


# -- tagging


def test_what_is_open_bears_the_tag_and_what_is_closed_last(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    done("close", [bob], by=here.hero, resolution="spam")
    tag = tag_named("Press")
    bulk = done("tag", [ana, bob], by=here.hero, tag=str(tag.id))
    assert bulk.done == 2
    assert bearing() == {ana.contact.id, bob.contact.id}
    second = done("tag", [ana], by=here.hero, tag=str(tag.id))
    assert whys(second) == ["It bears this tag already."]
    assert taken_back(bulk).undone == 2
    assert bearing() == set()


def test_taking_a_tag_off_is_undone_too(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    tag = tag_named("Press")
    done("tag", [ana], by=here.hero, tag=str(tag.id))
    bulk = done("untag", [ana, bob], by=here.hero, tag=str(tag.id))
    assert whys(bulk) == ["It does not bear this tag."]
    assert bearing() == set()
    assert taken_back(bulk).undone == 1
    assert bearing() == {ana.contact.id}


def test_a_name_is_one_tag_however_it_is_written_until_an_admin_retires_it(here: Shop) -> None:
    tag = tag_named(" Press  day ")
    assert tag_named("press DAY") == tag
    retire_tag(tag)
    with pytest.raises(TagRetired):
        tag_named("press day")


# -- assigning and moving


def test_a_hero_takes_and_gives_back_their_own_and_no_more(here: Shop) -> None:
    ana, theirs = here.wrote("ana"), here.wrote("bob")
    colleague = agent(name="Tom Weiss")
    here.inbox.members.add(colleague)
    take(theirs.conversation, by=colleague)
    bulk = done("assign", [ana, theirs], by=here.hero, agent=str(here.hero.id))
    assert owners([ana, theirs]) == [here.hero, colleague]
    assert whys(bulk) == ["Tom Weiss already has this customer."]
    with pytest.raises(NotAllowed):
        planned("assign", [ana], by=here.hero, agent=str(colleague.id))
    repairs = inbox(of=here.inbox.brand, name="Repairs")
    bulk = done("move", [theirs], by=here.hero, inbox=str(repairs.id))
    assert whys(bulk) == ["Tom Weiss already has this customer."]
    assert theirs.conversation.inbox == here.inbox
    back = done("assign", [ana, theirs], by=here.hero, agent="")
    assert owners([ana, theirs]) == [None, colleague]
    assert whys(back) == ["Tom Weiss already has this customer."]


def test_a_lead_assigns_to_anybody_and_takes_it_back_where_nobody_went_on(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    take(ana.conversation, by=here.lead)
    bulk = done("assign", [ana, bob], by=here.lead, agent=str(here.hero.id))
    assert owners([ana, bob]) == [here.hero] * 2
    note(bob.conversation, text="I am on it.", by=here.hero)
    bulk = taken_back(bulk)
    assert owners([ana, bob]) == [here.lead, here.hero]
    assert (bulk.state, whys(bulk)) == (
        BulkState.UNDONE,
        ["Somebody has gone on with it since."],
    )


def test_nobody_is_given_customers_who_does_not_answer_them_or_no_more(here: Shop) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    auditor = agent(Role.AUDITOR, name="Al Auditor")
    here.inbox.members.add(auditor)
    with pytest.raises(CannotTake, match="Al Auditor does not answer customers"):
        planned("assign", [ana], by=here.lead, agent=str(auditor.id))
    colleague = agent(name="Tom Weiss")
    here.inbox.members.add(colleague)
    take(ana.conversation, by=colleague)
    assigned = done("assign", [ana], by=here.lead, agent=str(here.hero.id))
    take(bob.conversation, by=colleague)
    closed = done("close", [bob], by=here.lead, resolution="spam")
    deactivate(colleague, by=None)
    assert (taken_back(assigned).undone, taken_back(closed).undone) == (1, 1)
    assert owners([ana, bob]) == [None, None]


def test_moving_lets_go_of_who_does_not_work_there_and_undoing_gives_both_back(
    here: Shop,
) -> None:
    ana, bob = here.wrote("ana"), here.wrote("bob")
    take(ana.conversation, by=here.hero)
    before = [ana.contact.due_at, bob.contact.due_at]
    repairs = inbox(of=here.inbox.brand, name="Repairs")
    bulk = done("move", [ana, bob], by=here.hero, inbox=str(repairs.id))
    assert [one.conversation.inbox for one in (ana, bob)] == [repairs] * 2
    assert owners([ana, bob]) == [None, None]
    assert taken_back(bulk).undone == 2
    assert [one.conversation.inbox for one in (ana, bob)] == [here.inbox] * 2
    assert owners([ana, bob]) == [here.hero, None]
    assert [ana.contact.due_at, bob.contact.due_at] == before


def test_nobody_is_disturbed_who_talks_live_with_a_colleague(here: Shop) -> None:
    ana = here.wrote("ana")
    take(ana.conversation, by=here.lead)
    type(ana.conversation).objects.update(live_until=clock.now() + timedelta(minutes=4))
    talking = ["Ruth Okafor is talking with them right now."]
    some = [ana]
    repairs = inbox(of=here.inbox.brand, name="Repairs")
    assert whys(done("reply", some, by=here.hero, text="Hm.")) == talking
    assert whys(done("move", some, by=here.hero, inbox=str(repairs.id))) == talking
    assert done("tag", some, by=here.hero, tag=str(tag_named("Press").id)).done == 1
    assert done("move", some, by=here.lead, inbox=str(repairs.id)).done == 1
