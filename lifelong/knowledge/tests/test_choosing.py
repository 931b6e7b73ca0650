"""Which answer fits best, and in which language it is said."""

from dataclasses import dataclass

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand, Kind
from lifelong.channels.tests.building import brand
from lifelong.conversations.models import Topic
from lifelong.knowledge.actions.writing import retire_answer
from lifelong.knowledge.choosing import in_language, match
from lifelong.knowledge.queries import fitting, text_for
from lifelong.knowledge.tests.building import answer
from lifelong.knowledge.variables import Variable


@dataclass
class Said:
    language: str


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (["de", "en"], (0, "de")),
        (["de-AT", "en"], (0, "de")),
        (["pt", "en"], (0, "pt-BR")),
        (["fr", "de", "en"], (1, "de")),
        (["fr"], (1, "de")),
        (["", "EN"], (1, "en")),
        ([], (0, "de")),
    ],
)
def test_a_text_is_said_in_the_first_language_that_there_is(
    wanted: list[str], found: tuple[int, str]
) -> None:
    rank, text = in_language([Said("en"), Said("pt-BR"), Said("de")], wanted)
    assert (rank, text.language) == found


@pytest.mark.parametrize(
    ("typed", "rank"),
    [("", 0), ("whe", 1), ("on way", 2), ("ORDER  wh", 2), ("tracking", 3), ("refund", None)],
)
def test_what_is_typed_finds_by_shortcut_then_name_then_words(typed: str, rank: int | None) -> None:
    said = match(typed, shortcut="where", name="Order on its way", body="The tracking link")
    assert said == rank


@pytest.fixture
def shop() -> Brand:
    made = brand()
    made.languages = ["de", "en"]
    made.save()
    return made


def names(shop: Brand, topic: Topic | None = None, channel: str = "email") -> list[str]:
    found = fitting(topic=topic, channel=channel, language="en", brand=shop)
    return [one.answer.name for one in found]


@pytest.mark.django_db
def test_what_is_about_the_topic_stands_first_then_what_stands_above_it(shop: Brand) -> None:
    delivery = Topic.objects.create(name="Delivery")
    lost = Topic.objects.create(name="Lost", parent=delivery)
    other = Topic.objects.create(name="Refund")
    answer("Any")
    answer("Delivery", topics=[delivery])
    answer("Refund", topics=[other])
    answer("Lost", topics=[other, lost])
    assert names(shop, lost) == ["Lost", "Delivery", "Any", "Refund"]
    assert names(shop) == ["Any", "Delivery", "Lost", "Refund"]


@pytest.mark.django_db
def test_what_another_brand_or_channel_says_or_nobody_any_more_is_not_offered(shop: Brand) -> None:
    answer("Everywhere")
    answer("Here", brand=shop)
    answer("There", brand=brand())
    answer("Live", channel_kinds=[Kind.LIVE])
    retire_answer(answer("Old"), by=agent())
    assert names(shop) == ["Everywhere", "Here"]
    assert names(shop, channel="sms") == ["Everywhere", "Here", "Live"]


@pytest.mark.django_db
def test_of_those_that_fit_alike_what_speaks_the_customers_language_stands_first(
    shop: Brand,
) -> None:
    answer("A german", texts={"de": "Hallo"})
    answer("B both", texts={"de": "Hallo", "en": "Hello"})
    assert names(shop) == ["B both", "A german"]


@pytest.mark.django_db
def test_a_text_is_filled_in_and_says_what_it_lacks_and_in_which_language_it_is(
    shop: Brand,
) -> None:
    one = answer(texts={"de": "Hallo {{customer.first_name}}", "en": "Hello {{code}}"})
    german = text_for(one, language="fr", values={Variable.FIRST_NAME: "Ana"}, brand=shop)
    assert (german.language, german.body, german.missing) == ("de", "Hallo Ana", [])
    english = text_for(one, language="en", values={}, brand=shop)
    assert (english.body, english.missing) == ("Hello {{code}}", [Variable.CODE])
