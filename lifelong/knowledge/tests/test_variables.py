"""What reply texts leave open: read, checked and filled, never evaluated."""

from datetime import date

import pytest

from lifelong.knowledge.variables import (
    UnfitText,
    Values,
    Variable,
    check,
    fill,
    fill_html,
    missing,
    stems_from,
    used,
)
from lifelong.lib.money import Money

ANA: Values = {
    Variable.FIRST_NAME: "Ana",
    Variable.ORDER_NUMBER: "#1001",
    Variable.EXPECTED_DAY: date(2026, 11, 23),
    Variable.ORDER_TOTAL: Money(5500, "EUR"),
    Variable.TRACKING_LINK: "https://track.example/PN1?a=1&b=2",
}


def test_what_is_known_is_filled_in_and_what_is_not_keeps_its_braces() -> None:
    text = "Hello {{customer.first_name}}, {{ order.number }}: {{code}}"
    assert fill(text, ANA) == "Hello Ana, #1001: {{code}}"
    assert missing(text, ANA) == [Variable.CODE]
    assert used(text) == [Variable.FIRST_NAME, Variable.ORDER_NUMBER, Variable.CODE]


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "November 23, 2026, €55.00"), ("de", "23. November 2026, 55,00\xa0€"),
     ("de-AT", "23. November 2026, €\xa055,00"), ("xx-nowhere", "November 23, 2026, €55.00")],
)  # fmt: skip
def test_days_and_sums_are_written_as_the_language_does(language: str, said: str) -> None:
    assert fill("{{parcel.expected_day}}, {{order.total}}", ANA, language=language) == said


def test_a_value_is_put_in_once_and_never_read_again() -> None:
    sly: Values = {Variable.FIRST_NAME: "{{code}}{{order.number}}", Variable.CODE: "SECRET"}
    assert fill("Hi {{customer.first_name}}", sly) == "Hi {{code}}{{order.number}}"
    assert missing("Hi {{customer.first_name}}", sly) == []


@pytest.mark.parametrize("name", ["customer.__class__", "7*7", "brand.name.upper()", "config"])
def test_nothing_is_evaluated(name: str) -> None:
    text = "{{%s}}" % name  # noqa: UP031
    assert fill(text, ANA) == text
    with pytest.raises(UnfitText):
        check(text)


def test_as_html_words_and_values_are_escaped_and_what_is_open_is_marked() -> None:
    sly: Values = {Variable.FIRST_NAME: "<img src=x onerror=alert(1)>"}
    assert fill_html("<b>{{customer.first_name}}</b> & {{code}}", sly) == (
        "&lt;b&gt;&lt;img src=x onerror=alert(1)&gt;&lt;/b&gt; &amp; <mark>{{code}}</mark>"
    )


@pytest.mark.parametrize("url", ["javascript:alert(1)", "", "https://a b", "ftp://x", "http://["])
def test_a_link_that_leads_nowhere_sound_is_missing(url: str) -> None:
    assert missing("{{parcel.tracking_link}}", {Variable.TRACKING_LINK: url})


def test_a_value_of_another_kind_is_missing() -> None:
    assert missing("{{order.total}}", {Variable.ORDER_TOTAL: "55"}) == [Variable.ORDER_TOTAL]
    assert missing("{{order.number}}", {Variable.ORDER_NUMBER: " \n "}) == [Variable.ORDER_NUMBER]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{order.nubmer}}", "Did you mean {{order.number}}?"),
        ("{{Order Number}}", "Did you mean {{order.number}}?"),
        ("{{first_name}}", "Did you mean {{customer.first_name}}?"),
        ("{{zzz}}", "There is no variable “zzz”. Write one of the list"),
        ("{{order.number}", "two braces"),
        ("order.number}}", "two braces"),
        ("{{}}", "There is no variable"),
    ],
)
def test_what_cannot_be_meant_is_said_with_what_may_have_been(text: str, says: str) -> None:
    with pytest.raises(UnfitText) as refused:
        check(text)
    assert says in str(refused.value)


def test_every_variable_has_words_and_is_found_in_its_own_slot() -> None:
    for one in Variable:
        assert one.words
        check(one.slot)
        assert used(one.slot) == [one]


def test_words_stem_from_a_text_while_most_of_it_stands_there() -> None:
    text = "Hello {{customer.first_name}},\n\nyour parcel is lost. We send it again.\n\nBye"
    assert stems_from("Hello Ana,\n\nyour parcel is lost. We send it again, today.", text)
    assert not stems_from("Hello Ana, here it comes. Best wishes", text)
    short = "Order {{order.number}} comes on {{day}}."
    assert stems_from("Order #1 comes on Friday.", short) and not stems_from("It left.", short)
    assert stems_from("Yes", "Yes") and not stems_from("No", "Yes")
