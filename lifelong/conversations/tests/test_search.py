"""Who and what is found by what somebody typed, and who may find it."""

from datetime import timedelta
from typing import Any

import pytest

from lifelong.accounts.models import Agent, Role
from lifelong.accounts.policy import caller_for
from lifelong.channels.models import Connection
from lifelong.commerce.tests.building import connection
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.owning import take
from lifelong.conversations.incoming import Sender
from lifelong.conversations.models import Entry
from lifelong.conversations.search import people, said
from lifelong.conversations.tests.building import (
    Came,
    agent,
    endpoint,
    inbox,
    incoming,
    receive_one,
)
from lifelong.conversations.tests.people import MAIL, WORK, customer, joined, wrote
from lifelong.customers.actions.recognising import Claim
from lifelong.customers.actions.showing import attribute, claim
from lifelong.customers.models import Customer
from lifelong.lib import clock, ids
from lifelong.lib.errors import NotAllowed

pytestmark = pytest.mark.django_db

NOBODY = frozenset[str]()


def named(name: str, sender: str = "", **fields: Any) -> Came:
    value = sender or f"{ids.new_id().hex[-8:]}@example.com"
    return receive_one(incoming(sender=Sender(kind="email", value=value, name=name)), **fields)


def names(said: str, *, by: Agent | None = None, most: int = 6, **regions: set[str]) -> list[str]:
    found = people(
        said,
        regions=regions.get("regions", NOBODY),
        visible_to=caller_for(by or agent()),
        most=most,
    )
    return [one.name for one in found]


@pytest.mark.parametrize(
    "said",
    ["José", "jose", "MÜLLER", "muller", "mül", "müller jo", "José Müller-Ünal", "unal", "jo mü"],
)
def test_a_person_is_found_by_any_word_of_their_name(said: str) -> None:
    named("José Müller-Ünal")
    named("Ben Ek")
    # each word but the last is meant whole
    assert names(said) == ([] if said == "jo mü" else ["José Müller-Ünal"])


@pytest.mark.parametrize("said", ["'", "& !", "a:*", "%", "_", "\\", "()", "@", "  "])
def test_signs_find_nobody_and_break_nothing(said: str) -> None:
    named("Ana Ek")
    assert names(said) == (["Ana Ek"] if said == "a:*" else [])


@pytest.mark.parametrize("said", ["ana@example.com", "ANA@Example", " ana@", "ana@example.com "])
def test_a_person_is_found_by_their_address_as_it_is_typed(said: str) -> None:
    named("Somebody Else", "ana@example.com")
    named("Ben", "ben@example.com")
    assert names(said) == ["Somebody Else"]


SPELLINGS = [
    "+4930901820", "+49 30 901820", "+49 (0)30 901820", "0049 30 90 18 20", "030 901820",
    "030/901820", "(030) 90-18-20", "4930901820", "030 901", "+49 30 9",
]  # fmt: skip


@pytest.mark.parametrize("said", SPELLINGS)
def test_a_person_is_found_by_their_phone_however_it_is_spelled(said: str) -> None:
    for number, name in (("+4930901820", "Ana"), ("+4940123456", "Ben")):
        sender = Sender(kind="phone", value=number, name=name)
        receive_one(incoming(sender=sender, channel="sms"))
    assert names(said, regions={"DE", "US"}) == ["Ana"]


def test_a_number_of_the_shop_finds_its_buyer(ours: Connection) -> None:
    attribute([Claim(kind="store", value=f"{ours.id}:1153", name="Ana Ek", how="store")])
    assert names("1153") == ["Ana Ek"]
    assert names("115") == []


def test_who_only_said_that_an_address_is_theirs_is_found_by_it() -> None:
    claim(customer(wrote()), kind="email", value="work@example.com", how="form")
    assert names("work@example.com") == ["Ana"]


def test_joined_people_are_found_once_under_whoever_leads() -> None:
    first, second = wrote(MAIL), wrote(WORK)
    joined(first, second)
    for typed in ("ana", MAIL, WORK):
        found = people(typed, regions=NOBODY, visible_to=caller_for(agent()), most=6)
        assert [one.id for one in found] == [customer(first).id], typed


def test_whom_the_word_names_comes_before_whom_it_begins_then_who_wrote_last() -> None:
    for name, hours in (("Ana Old", 9), ("Ana New", 1), ("Anabel", 0), ("Bo Ana", 5)):
        named(name, when=clock.now() - timedelta(hours=hours))
    Customer.objects.create(name="Ana Silent", made_at=clock.now())
    order = ["Ana New", "Bo Ana", "Ana Old", "Ana Silent", "Anabel"]
    assert names("ana") == order
    assert names("ana", most=2) == order[:2]


def test_heroes_find_people_in_inboxes_that_are_not_theirs_and_finance_nobody() -> None:
    named("Ana Ek")
    assert names("ana", by=agent()) == ["Ana Ek"]
    with pytest.raises(NotAllowed):
        names("ana", by=agent(Role.FINANCE))


# -- words


def texts(words: str, by: Agent, most: int = 6) -> list[str]:
    return [one.text for one in said(words, visible_to=caller_for(by), most=most)]


@pytest.fixture
def ours() -> Connection:
    return connection()


@pytest.fixture
def mia() -> Agent:
    return agent(name="Mia")


@pytest.fixture
def here(mia: Agent) -> Any:
    """An address that leads into an inbox of Mia's."""
    return endpoint(into=inbox(mia))


def test_messages_and_notes_hold_the_words_in_any_order(mia: Agent, here: Any) -> None:
    came = wrote(MAIL, "The zipper of my tent is torn.", at=here)
    note(came.conversation, text="Torn zipper: send a tent.", by=mia)
    wrote(WORK, "A tent, please", at=here)
    both = ["Torn zipper: send a tent.", "The zipper of my tent is torn."]
    assert texts("tent zipper", mia) == both
    assert texts("TORN zipp", mia) == both
    assert texts("zip torn", mia) == []
    assert texts("zipper-tent", mia) == both
    assert texts("te", mia) == texts("'!", mia) == []


def test_words_within_addresses_are_found(mia: Agent, here: Any) -> None:
    wrote(MAIL, "See https://shop.example/lamps/brass-17?x=1 or mail to bob@mail.example.", at=here)
    for words in ("brass", "lamps/brass-17", "bob@mail.example", "shop.example", "mail.exam"):
        assert len(texts(words, mia)) == 1, words


def test_what_is_newest_stands_first_however_old_the_rest_is(mia: Agent, here: Any) -> None:
    for days in (700, 0, 40, 3, 1, 10, 300):
        wrote(MAIL, f"tent {days}", at=here, when=clock.now() - timedelta(days=days))
    assert texts("tent", mia, most=2) == ["tent 0", "tent 1"]
    assert texts("tent", mia, most=4) == ["tent 0", "tent 1", "tent 3", "tent 10"]
    assert texts("tent", mia, most=6)[-1] == "tent 300"
    assert len(texts("tent", mia, most=9)) == 7


def test_of_other_inboxes_not_a_word_is_found_but_of_ones_own_people(mia: Agent, here: Any) -> None:
    mine = wrote(MAIL, "my tent", at=here)
    other = wrote(WORK, "their tent", at=endpoint(into=inbox()))
    assert texts("tent", mia) == ["my tent"]
    take(other.conversation, by=mia)
    assert texts("tent", mia) == ["their tent", "my tent"]
    assert texts("tent", agent()) == []
    assert texts("tent", agent(Role.AUDITOR)) == ["their tent", "my tent"]
    take(mine.conversation, by=agent())
    assert "my tent" in texts("tent", mia), "it is still in an inbox of hers"
    for role in (Role.ADMIN, Role.FINANCE, Role.WAREHOUSE):
        with pytest.raises(NotAllowed):
            texts("tent", agent(role))


def test_the_words_of_joined_people_are_where_the_lead_is(mia: Agent, here: Any) -> None:
    elsewhere = wrote(MAIL, "first tent", at=endpoint(into=inbox()))
    second = wrote(WORK, "second tent", at=here)
    joined(elsewhere, second)
    assert elsewhere.conversation.lead_id is None
    assert texts("tent", mia) == []
    take(elsewhere.conversation, by=mia)
    assert texts("tent", mia) == ["second tent", "first tent"]


@pytest.mark.parametrize("mark", ["redacted_at", "withdrawn_at"])
def test_what_was_removed_or_taken_back_is_not_found(mia: Agent, here: Any, mark: str) -> None:
    came = wrote(MAIL, "secret tent", at=here)
    Entry.objects.filter(pk=came.entry.id).update(**{mark: clock.now()})
    assert texts("tent", mia) == []


HOSTILE = {
    "hyphens": "a-b-" * 60_000,
    "one word": "x" * 300_000,
    "addresses": "a@b.c/d?e=f&" * 30_000,
    "entities": "<a href=&amp;>" * 30_000,
    "different words": " ".join(f"{number:x}é" for number in range(60_000)),
    "syllables": "각 갂 갃 간 " * 20_000,
    "marks": "e" + "\u0301" * 100_000,
    "numbers": "1e5-7.5e" * 30_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_text_is_too_much_for_its_words(mia: Agent, here: Any, text: str) -> None:
    began = clock.now()
    came = wrote(MAIL, f"tent {text}", at=here)
    assert came.entry.text.startswith("tent")
    assert len(texts("tent", mia)) == 1
    assert (clock.now() - began).total_seconds() < 10
