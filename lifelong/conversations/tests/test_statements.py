"""Statements that are written once find what their querysets find."""

from threading import Thread

import pytest
from django.db import connection
from django.db.models.functions import Upper
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from lifelong.conversations.actions.replying import reply
from lifelong.conversations.models import Contact, Entry
from lifelong.conversations.statements import these_entries
from lifelong.conversations.tests.building import agent, receive_one, topic
from lifelong.customers.models import Handle
from lifelong.lib.statements import Statement, among, slot
from lifelong.lib.transactions import transaction

pytestmark = pytest.mark.django_db


def with_all() -> Statement[Entry]:
    return Statement(
        lambda: (
            Entry.objects.filter(among("id", "ids"))
            .select_related("agent", "handle__customer", "contact__topic")
            .prefetch_related("attachments")
            .order_by("placed_at")
        )
    )


def test_what_is_selected_along_needs_no_further_look() -> None:
    came = receive_one()
    Contact.objects.update(topic=topic("Lamps"))
    answer = reply(came.contact, text="Soon", by=agent(), seen_position=None)
    first, second = with_all().rows(ids=[came.entry.id, answer.id])
    with CaptureQueriesContext(connection) as captured:
        assert first.agent is None and second.agent is not None and second.agent == answer.agent
        assert first.handle is not None and first.handle.customer.name == "Ana"
        assert first.contact is not None and str(first.contact.topic) == "Lamps"
        assert list(first.attachments.all()) == [] and first.details == {}
    assert len(captured) == 0


def test_a_statement_is_asked_with_other_values_each_time() -> None:
    one, other = receive_one().entry, receive_one().entry
    statement = with_all()
    assert statement.rows(ids=[one.id]) == [one]
    assert statement.rows(ids=[other.id]) == [other]
    assert statement.rows(ids=[one.id, other.id], most=1) == [one]
    assert statement.rows(ids=[]) == [] and statement.first(ids=[]) is None


def test_values_are_found_as_tuples() -> None:
    one, other = receive_one(), receive_one()
    named = Statement(
        lambda: (
            Entry.objects.filter(among("id", "ids"))
            .annotate(told=Upper("contact__channel"))
            .values_list("pk", "details", "told")
            .order_by("placed_at")
        )
    )
    assert named.tuples(ids=[one.entry.id, other.entry.id]) == [
        (one.entry.id, {}, "EMAIL"),
        (other.entry.id, {}, "EMAIL"),
    ]
    assert named.tuples(ids=[]) == []


def test_what_is_annotated_stands_on_each() -> None:
    entry = receive_one().entry
    loud = Statement(
        lambda: (
            Entry.objects.filter(pk=slot("id"))
            .annotate(loud=Upper("contact__channel"))
            .select_related("contact")
        )
    )
    found = loud.first(id=entry.id)
    assert found == entry and found is not None
    assert (found.loud, found.contact) == ("EMAIL", entry.contact)


def test_a_value_stays_a_value() -> None:
    receive_one()
    by_value = Statement(lambda: Handle.objects.filter(value=slot("value")))
    assert by_value.first(value="ana@example.com") is not None
    assert by_value.rows(value="' OR true --") == []


def test_a_slot_that_is_not_filled_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        with_all().rows()


@pytest.mark.django_db(transaction=True)
def test_a_lock_needs_a_transaction_at_every_asking() -> None:
    entry = receive_one().entry
    locked = Statement(lambda: Entry.objects.select_for_update().filter(pk=slot("id")))
    with transaction():
        assert locked.first(id=entry.id) == entry
    with pytest.raises(TransactionManagementError):
        locked.first(id=entry.id)


@pytest.mark.django_db(transaction=True)
def test_what_one_thread_wrote_another_asks() -> None:
    entry, statement, found = receive_one().entry, with_all(), list[Entry]()
    assert statement.rows(ids=[entry.id]) == [entry]

    def ask() -> None:
        found.extend(statement.rows(ids=[entry.id]))
        connection.close()

    thread = Thread(target=ask)
    thread.start()
    thread.join()
    assert found == [entry]


def test_entries_come_with_their_files() -> None:
    came = receive_one()
    assert these_entries([came.entry.id])[0].attached == []
