"""Writing sequences, and what they say."""

from datetime import timedelta

import pytest

from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Channel
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.authority import Kind
from lifelong.concessions.tests.building import level
from lifelong.conversations.models import Message
from lifelong.conversations.tests.building import endpoint, topic
from lifelong.customers.tests.handles import met
from lifelong.knowledge.actions.writing import retire_answer
from lifelong.knowledge.models import AnswerText, Saying
from lifelong.knowledge.tests.building import answer
from lifelong.lib import clock, ids
from lifelong.plays.follow_up.actions.arranging import (
    Doing,
    Terms,
    UnfitSequence,
    change_sequence,
    write_sequence,
)
from lifelong.plays.follow_up.models import Sequence, StepKind
from lifelong.plays.follow_up.saying import Texts, To
from lifelong.plays.follow_up.tests.building import (
    ASK,
    DAY,
    HOUR,
    NOON,
    THANK,
    closed,
    goes_on,
    said,
    sequence,
    stands,
)
from lifelong.plays.models import Case

pytestmark = pytest.mark.django_db
TEXT = Doing(StepKind.TEXT, 60)
GARDEN = "Hello {{customer.first_name}}, how to keep it: {{brand.name}}."


@pytest.mark.parametrize(
    ("steps", "why"),
    [
        ((), "between one and six"),
        ((THANK,), "after asking"),
        ((ASK, THANK, TEXT), "come last"),
        ((ASK, Doing(StepKind.THANK, 60)), "what is given"),
        ((ASK, Doing(StepKind.THANK, 60, gives=Kind.REFUND, amount=5)), "what is given"),
        ((ASK, Doing(StepKind.THANK, 60, gives=Kind.CREDIT, amount=5, percent=5)), "what is given"),
        ((ASK, Doing(StepKind.THANK, 60, gives=Kind.CREDIT, amount=1001)), "€10.00 at most"),
        ((ASK, Doing(StepKind.THANK, 60, gives=Kind.CREDIT, percent=31)), "30% of an order"),
        ((Doing(StepKind.ASK, 1000 * 60 + 1),), "1,000 opening hours"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_sentence(
    steps: tuple[Doing, ...], why: str
) -> None:
    terms = Terms(name="New", steps=steps, level=level(1, 1000, percent=30))
    with pytest.raises(UnfitSequence, match=why):
        write_sequence(endpoint().brand, terms, by=None)
    assert not Sequence.objects.exists()


def test_a_text_of_another_brand_or_in_a_heros_name_is_refused() -> None:
    brand = endpoint().brand
    others = answer("Theirs", brand=endpoint().brand)
    heros = answer("Signed", texts={"de": "Hallo", "en": "Yours, {{hero.name}}"})
    for text, why in ((others, "another brand"), (heros, "names a hero")):
        with pytest.raises(UnfitSequence, match=why):
            terms = Terms(name="New", steps=(Doing(StepKind.ASK, 60, answer=text),))
            write_sequence(brand, terms, by=None)


def test_the_longest_delay_is_a_thousand_hours() -> None:
    assert sequence(Doing(StepKind.ASK, 1000 * 60)).steps.get().delay_minutes == 60_000


def test_a_text_that_has_a_subject_of_its_own_is_sent_under_it() -> None:
    chosen = answer("Ours", texts={"en": GARDEN})
    AnswerText.objects.update(subject="How to keep it, {{customer.first_name}}")
    sequence(Doing(StepKind.ASK, 60, answer=chosen))
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert Message.objects.get(automatic="by-itself").subject == "How to keep it, Ana"


def test_thanks_need_a_level_and_a_name_is_taken_once() -> None:
    brand = endpoint().brand
    with pytest.raises(UnfitSequence, match="authority level"):
        write_sequence(brand, Terms(name="New", steps=(ASK, THANK)), by=None)
    write_sequence(brand, Terms(name="New", steps=(ASK,)), by=None)
    with pytest.raises(UnfitSequence, match="there already"):
        write_sequence(brand, Terms(name=" New ", steps=(ASK,)), by=None)


def test_who_is_under_way_goes_on_with_the_steps_as_they_are_then() -> None:
    made = sequence(ASK, TEXT)
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + HOUR):
        goes_on()
        change_sequence(made, Terms(name="Shorter", steps=(ASK,)), version=1, by=agent())
    with clock.stopped_at(NOON + 3 * HOUR):
        goes_on()
    assert (len(said()), stands()) == (1, ("stopped", "off"))


def test_the_text_of_the_topic_is_said_and_traced() -> None:
    answer("General", texts={"en": "Nothing in particular"})
    answer("Of heroes", texts={"en": "From {{hero.name}}"}, topics=[topic()])
    fit = answer("Garden", texts={"en": GARDEN, "de": "Hallo"}, topics=[topic()])
    sequence(TEXT)
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert said()[0].startswith("Hello Ana, how to keep it: ")
    assert Saying.objects.get().text.version.answer == fit


def test_a_chosen_text_replaces_our_words_and_keeps_the_links() -> None:
    chosen = answer("Ours", texts={"en": GARDEN})
    sequence(Doing(StepKind.ASK, 60, answer=chosen))
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert said()[0].startswith("Hello Ana, how to keep it") and said()[0].count("/t/") == 2


@pytest.mark.parametrize("gone", ["deleted", "cancelled", "somebody else's"])
def test_an_order_that_is_theirs_no_more_is_not_spoken_of(gone: str) -> None:
    answer("Number", texts={"en": "How is {{order.number}}?"}, topics=[topic()])
    sequence(TEXT)
    with clock.stopped_at(NOON - DAY):
        taken(order(buyer=buyer("ana@example.com"), placed_at=clock.now()))
    with clock.stopped_at(NOON):
        closed()
        assert Case.objects.get().order == Order.objects.get()
        changed = {"deleted": {"deleted_at": NOON}, "cancelled": {"cancelled_at": NOON}}
        assert Order.objects.update(**changed.get(gone, {"customer": met("eve@example.com")})) == 1
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert (said(), stands()) == ([], ("stopped", "wordless"))


def test_a_text_that_was_retired_is_not_said_and_nothing_in_its_place() -> None:
    chosen = answer("Ours", texts={"en": GARDEN})
    sequence(Doing(StepKind.ASK, 60, answer=chosen))
    with clock.stopped_at(NOON):
        closed()
        retire_answer(chosen, by=agent())
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert (said(), stands()) == ([], ("stopped", "wordless"))


@pytest.mark.parametrize("body", ["Your code is {{code}}", "Your parcel: {{parcel.tracking_link}}"])
def test_what_is_not_known_is_not_said(body: str) -> None:
    answer("Garden", texts={"en": body}, topics=[topic()])
    sequence(TEXT)
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + timedelta(hours=1)):
        goes_on()
    assert (said(), stands()) == ([], ("stopped", "wordless"))


def test_a_language_that_is_neither_theirs_nor_the_brands_is_not_said() -> None:
    answer("Garden", texts={"fr": "Bonjour"}, topics=[topic()])
    made = sequence(TEXT)
    made.play.brand.languages = ["en"]
    made.play.brand.save()
    with clock.stopped_at(NOON):
        closed()
    with clock.stopped_at(NOON + HOUR):
        goes_on()
    assert (said(), stands()) == ([], ("stopped", "wordless"))


def test_a_text_message_is_short_and_keeps_both_links() -> None:
    contact = closed()
    step = sequence().steps.get()
    to = To(
        case_id=ids.new_id(),
        brand=contact.conversation.inbox.brand,
        customer=contact.customer,
        contact=contact,
        channel=Channel.SMS,
        language="de",
    )
    words = Texts([step]).words(step, to)
    assert words is not None
    first, yes, no = [line for line in words.text.splitlines() if line]
    assert first.endswith("Hat unsere Antwort geholfen?")
    assert yes.startswith("Ja: http") and no.startswith("Nein: http")
    assert "Ana" not in words.text
