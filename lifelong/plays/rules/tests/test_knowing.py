"""What conditions are told is what the screens show."""

import pytest

from lifelong.commerce.tests.building import order, take
from lifelong.conversations.models import Entry
from lifelong.conversations.tests.building import agent, receive_one, topic
from lifelong.conversations.tests.people import WORK, joined, wrote
from lifelong.customers.models import Consent, Handle, How
from lifelong.lib import clock, ids
from lifelong.lib.money import Money
from lifelong.plays.rules.facts import Known, TheContact
from lifelong.plays.rules.knowing import ask_now
from lifelong.plays.rules.subject import Subject
from lifelong.plays.rules.tests.building import handle_all, rule
from lifelong.triage.actions.correcting import judge_tag
from lifelong.triage.queries import standing_of
from lifelong.triage.risk import Risk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def some_rule() -> None:
    """Where there is none nothing is asked."""
    rule(is_on=False)


def known_of(entry: Entry, *, contact: bool = True) -> Known:
    contact_id = entry.contact_id if contact else None
    subject = Subject(at=clock.now(), customer_id=entry.customer_id, contact_id=contact_id)
    return ask_now([subject])[0]


def contact_of(entry: Entry) -> TheContact:
    found = known_of(entry).contact
    assert found is not None
    return found


def test_risks_are_those_that_stand_after_what_agents_have_said() -> None:
    came = receive_one("My lawyer will write, please cancel my order")
    handle_all()
    words = [(Risk.LEGAL, False), (Risk.SAFETY, True), (Risk.ABUSE, True), (Risk.ABUSE, False)]
    for risk, holds in words:
        judge_tag(came.contact, risk=risk, holds=holds, by=agent())
        standing = {tag.risk.value for tag in standing_of(came.contact.id).tags}
        assert contact_of(came.entry).risks == standing
    receive_one("I mean it: my lawyer will write")
    handle_all()
    standing = {tag.risk.value for tag in standing_of(came.contact.id).tags}
    assert contact_of(came.entry).risks == standing and "legal" in standing


def test_what_was_sent_again_for_nothing_is_no_purchase() -> None:
    came = receive_one("Hello")
    take(order("1"))
    take(order("2", total=Money(0, "EUR"), reship_for=ids.new_id()))
    assert known_of(came.entry).orders == 1


def test_a_topic_is_known_with_what_it_stands_under() -> None:
    lamps = topic("Lamps")
    lamps.parent = topic("Goods")
    lamps.save()
    came = receive_one("Hello")
    contact = came.contact
    contact.topic = lamps
    contact.save()
    assert contact_of(came.entry).topics == {str(lamps.id), str(topic("Goods").id)}


def test_of_joined_people_all_is_known_together() -> None:
    one, other = wrote(), wrote(WORK, "Hello again")
    joined(one, other)
    handle = Handle.objects.get(value=WORK)
    Consent.objects.create(
        handle=handle, customer_id=handle.customer_id, channel="email", given=False,
        how=How.AGENT, at=clock.now(),
    )  # fmt: skip
    for came in (one, other):
        known = known_of(came.entry)
        assert known.stopped and known.contact
        assert known.contact.inbox_id == str(one.conversation.inbox_id)


def test_without_a_contact_the_newest_open_one_is_meant() -> None:
    came = receive_one("Hello")
    found = known_of(came.entry, contact=False).contact
    assert found and found.id == came.contact.id


def test_what_was_removed_is_not_known() -> None:
    came = receive_one("Secret words")
    Entry.objects.filter(pk=came.entry.pk).update(redacted_at=clock.now())
    assert contact_of(came.entry).words is None


def test_many_are_asked_for_as_one() -> None:
    entries = [wrote(f"p{n}@example.com", f"Words {n}").entry for n in range(5)]
    subjects = [
        Subject(at=clock.now(), customer_id=one.customer_id, contact_id=one.contact_id)
        for one in entries
    ]
    told = ask_now(subjects)
    said = [told[place].contact for place in range(5)]
    assert [one and (one.words or "").split("\n")[-1] for one in said] == [
        f"Words {n}" for n in range(5)
    ]
