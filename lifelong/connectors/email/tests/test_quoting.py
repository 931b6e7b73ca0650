import time

import pytest

from lifelong.connectors.email.html_text import text_of
from lifelong.connectors.email.quoting import fold


@pytest.mark.parametrize(
    "attribution",
    [
        "On Mon, 2 Mar 2026 at 10:00, Ana <ana@example.com> wrote:",
        "On Mon, 2 Mar 2026 at 10:00, Somebody With A Long Name\n<ana@example.com> wrote:",
        "On Mon, 2 Mar 2026 at 10:00, Ana <\nana@example.com> wrote:",
        "Am 02.03.2026 um 10:00 schrieb Ana:",
        "Le lun. 2 mars 2026 à 10:00, Ana <ana@example.com> a écrit :",
        "El lun, 2 mar 2026 a las 10:00, Ana (<ana@example.com>) escribió:",
        "Il giorno lun 2 mar 2026 alle ore 10:00 Ana <ana@example.com> ha scritto:",
        "Op ma 2 mrt 2026 om 10:00 schreef Ana <ana@example.com>:",
        "pon., 2 mar 2026 o 10:00 Ana <ana@example.com> napisał(a):",
        "2 марта 2026 г. в 10:00, Ana <ana@example.com> написал:",
        "2026年3月2日(月) 10:00 Ana <ana@example.com>:",
        "2 Mar 2026, 10:00, Ana <ana@example.com> (in a tongue nobody taught us):",
    ],
)
def test_an_attribution_and_its_quote_are_folded(attribution: str) -> None:
    folded = fold(f"Thank you!\n\n{attribution}\n\n> Here it is.\n>\n> Brand\n")
    assert folded.said == "Thank you!"
    assert folded.history.endswith("> Brand")


def test_a_block_of_headers_begins_history() -> None:
    folded = fold(
        "Danke!\n\nVon: Brand <a@b.example>\nGesendet: Montag\nAn: Ana\nBetreff: Hallo\n\nText"
    )
    assert (folded.said, folded.history[:4]) == ("Danke!", "Von:")


def test_a_forward_with_nothing_else_said_is_kept() -> None:
    text = "---------- Forwarded message ---------\nFrom: Ana <ana@example.com>\n\nWhere is it?"
    assert fold(text).said == text


def test_a_forward_beneath_some_words_is_folded() -> None:
    folded = fold("See below.\n\n---------- Forwarded message ---------\nFrom: Ana\n\nHi")
    assert folded.said == "See below."


def test_answers_between_quotes_keep_what_they_answer() -> None:
    text = "> Which size?\n\nLarge.\n\n> Which colour?\n\nGreen."
    assert (
        fold(f"Hi,\n\nOn 2 Mar 2026, at 10:00, Brand wrote:\n\n{text}").said == f"Hi,\n\n\n{text}"
    )


def test_an_answer_beneath_the_quote_stands_alone() -> None:
    assert fold("On 2 Mar 2026, Ana wrote:\n> Hi\n> there\nHello").said == "Hello"


@pytest.mark.parametrize("signature", ["-- \nAna\nTel. 123", "Sent from my iPhone", "--\nAna"])
def test_a_signature_is_folded(signature: str) -> None:
    folded = fold(f"Hello\n\n{signature}")
    assert (folded.said, folded.signature) == ("Hello", signature.replace("-- ", "--"))


@pytest.mark.parametrize(
    "text",
    [
        "Please send it to:\nAna\nMain Street 1",
        "I wrote to you on 2 March, and you wrote:\nnothing.",
        "- one\n- two",
        "From: a shop that I like\nplease.",
        "> only a quote",
        "Sent from Berlin it would have been quicker, as I told you several times.",
    ],
)
def test_what_only_looks_like_history_stays(text: str) -> None:
    assert fold(text).said == text


def test_nothing_is_lost() -> None:
    text = "Hi\n\n-- \nAna\n\nOn 2 Mar 2026, at 10:00, Brand wrote:\n\n> a\n> b\n"
    folded = fold(text)
    assert " ".join(f"{folded.said} {folded.quoted}".split()) == " ".join(text.split())


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><div class="gmail_attr">On Mon wrote:</div>'
        "<blockquote>Old</blockquote></div>",
        '<blockquote type="cite"><div>Old</div></blockquote>',
        '<div id="yahoo_quoted_123" class="yahoo_quoted">Old</div>',
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Brand</div>Old',
        '<div style="border:none;border-top:solid #B5C4DF 1.0pt;padding:3.0pt 0cm 0cm 0cm">'
        "<p>From: Brand</p></div><p>Old</p>",
        '<hr id="stopSpelling">Date: Mon<br>Old',
        '<div class="lifelong_quote"><p>Brand</p><blockquote>Old</blockquote></div>',
    ],
)
def test_the_quotes_of_known_programs_are_folded_from_html(quote: str) -> None:
    folded = fold(text_of(f"<html><body><p>Thanks&nbsp;&amp; bye</p><br>{quote}</body></html>"))
    assert folded.said == "Thanks & bye"
    assert "Old" in folded.history


def test_html_becomes_the_lines_that_a_reader_sees() -> None:
    shown = text_of(
        "<head><title>x</title><style>p{}</style></head><!-- <p>no</p> --><p>One<br>two</p>"
        "<ul><li>three</li></ul><script>alert(1)</script><table><tr><td>a</td><td>b</td></tr>"
    )
    assert [line for line in shown.split("\n") if line] == ["One", "two", "- three", "a b"]


@pytest.mark.parametrize(
    "line",
    [" \n", "On 2026 a@b\n", "--\n", "Sent from my x\n", "From: a\n", "> x:\n", "<\n", "a:\n"],
)
def test_the_time_taken_grows_with_the_lines_only(line: str) -> None:
    begun = time.process_time()
    fold(line * 100_000)
    assert time.process_time() - begun < 1
