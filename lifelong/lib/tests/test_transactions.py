import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.lib.transactions import (
    NoTransaction,
    Undone,
    attempt,
    in_transaction,
    must_last,
    say_before_commit,
    transaction,
)

pytestmark = pytest.mark.django_db


def rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_team")
        return int(cursor.fetchone()[0])


def write(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO accounts_team (id, name) VALUES (gen_random_uuid(), %s)", [name]
        )


def test_what_is_said_is_finished_once_in_order_before_the_commit() -> None:
    finished: list[list[int]] = []
    with transaction():
        with transaction():
            say_before_commit("numbers", 1, finished.append)
        say_before_commit("numbers", 2, finished.append)
        assert finished == []
    assert finished == [[1, 2]]
    assert not in_transaction()


def test_what_finishing_says_is_finished_too() -> None:
    heard: list[str] = []

    def ring(things: list[str]) -> None:
        heard.extend(things)
        say_before_commit("echo", f"{things[0]}!", heard.extend)

    with transaction():
        say_before_commit("bell", "ring", ring)
    assert heard == ["ring", "ring!"]


def test_an_error_in_an_inner_one_undoes_the_whole() -> None:
    with pytest.raises(ValueError), transaction():
        write("outer")
        with transaction():
            write("inner")
            raise ValueError
    assert rows() == 0


def test_a_swallowed_error_of_an_inner_one_is_no_success() -> None:
    finished: list[list[int]] = []
    with pytest.raises(Undone), transaction():
        write("outer")
        say_before_commit("numbers", 1, finished.append)
        try:
            with transaction():
                raise ValueError
        except ValueError:
            pass
    assert (rows(), finished) == (0, [])


def test_finishing_that_fails_undoes_the_whole() -> None:
    def fail(things: list[int]) -> None:
        raise ValueError

    with pytest.raises(ValueError), transaction():
        write("outer")
        say_before_commit("numbers", 1, fail)
    assert rows() == 0
    assert not in_transaction()


def test_what_an_undone_one_said_is_forgotten() -> None:
    finished: list[list[int]] = []
    with pytest.raises(ValueError), transaction():
        say_before_commit("numbers", 1, finished.append)
        raise ValueError
    with transaction():
        say_before_commit("numbers", 2, finished.append)
    assert finished == [[2]]


def test_outside_of_one_nothing_can_be_said() -> None:
    with pytest.raises(NoTransaction):
        say_before_commit("numbers", 1, lambda things: None)


def test_an_attempt_that_fails_is_undone_alone_with_what_it_said() -> None:
    finished: list[str] = []

    def say(word: str) -> None:
        say_before_commit("words", word, finished.extend)

    with transaction():
        write("before")
        say("before")
        with pytest.raises(ValueError), attempt(), transaction():
            write("within")
            say("within")
            raise ValueError
        with attempt():
            write("after")
            say("after")
    assert rows() == 2 and finished == ["before", "after"]


def test_an_attempt_belongs_into_a_transaction() -> None:
    with pytest.raises(NoTransaction), attempt():
        pass


def waits_for_the_disk(asked: CaptureQueriesContext) -> bool:
    return "SET LOCAL synchronous_commit TO off" not in [one["sql"] for one in asked]


def test_a_transaction_waits_for_the_disk_unless_it_is_done_again_when_lost() -> None:
    with CaptureQueriesContext(connection) as asked, transaction():
        write("a")
    assert waits_for_the_disk(asked)
    with CaptureQueriesContext(connection) as asked, transaction(lasting=False), transaction():
        write("b")
    assert not waits_for_the_disk(asked)


def test_what_must_last_waits_whoever_began() -> None:
    with CaptureQueriesContext(connection) as asked, transaction(lasting=False):
        with transaction():
            must_last()
        write("c")
    assert waits_for_the_disk(asked)
    # and says nothing of the next
    with CaptureQueriesContext(connection) as asked, transaction(lasting=False):
        write("d")
    assert not waits_for_the_disk(asked)
