"""What is read from words: tags, topics, feelings and language, and what is left unsaid."""

import time
from datetime import UTC, datetime

import pytest

from lifelong.triage.facts import Facts
from lifelong.triage.reading import Findings, read_text
from lifelong.triage.risk import ROUTE, Risk
from lifelong.triage.sentiment import Sentiment
from lifelong.triage.themes import Theme, topic_for

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def read(text: str) -> Findings:
    return read_text(text, Facts(now=NOW))


def risks(text: str) -> set[Risk]:
    return {one.risk for one in read(text).tags}


@pytest.mark.parametrize(
    ("text", "risk"),
    [
        ("I want to cancel my subscription.", Risk.CANCELLATION),
        ("Could you please cancel order #1001?", Risk.CANCELLATION),
        ("I can't cancel my order on the site, help", Risk.CANCELLATION),
        ("Please close my account and delete my data.", Risk.CANCELLATION),
        ("Hiermit kündige ich mein Abo zum Monatsende.", Risk.CANCELLATION),
        ("Bitte stornieren Sie meine Bestellung 1001.", Risk.CANCELLATION),
        ("Ich kann meine Bestellung nicht stornieren, warum?", Risk.CANCELLATION),
        ("You will be hearing from my lawyer.", Risk.LEGAL),
        ("Otherwise I will take legal action.", Risk.LEGAL),
        ("Ich übergebe die Sache meinem Anwalt.", Risk.LEGAL),
        ("Dann wende ich mich an die Verbraucherzentrale.", Risk.LEGAL),
        ("The charger caught fire last night.", Risk.SAFETY),
        ("My son had an allergic reaction to the cream.", Risk.SAFETY),
        ("Ich habe einen Stromschlag bekommen.", Risk.SAFETY),
        ("Meine Tochter hat sich daran verletzt.", Risk.SAFETY),
        ("I will dispute the charge with my bank.", Risk.CHARGEBACK),
        ("Ich eröffne einen Fall beim PayPal Käuferschutz.", Risk.CHARGEBACK),
        ("This is the third time I write to you!", Risk.REPEAT_COMPLAINT),
        ("Ich habe immer noch keine Antwort erhalten.", Risk.REPEAT_COMPLAINT),
        ("You are all idiots.", Risk.ABUSE),
        ("Ihr seid doch alle Idioten", Risk.ABUSE),
    ],
)  # fmt: skip
def test_a_risk_is_read_from_the_words_that_show_it(text: str, risk: Risk) -> None:
    found = {one.risk: one.evidence.words for one in read(text).tags}
    assert found.get(risk, "") and found[risk] in text


@pytest.mark.parametrize(
    "text",
    [
        "I do not want to cancel.",
        "I don't want to cancel my order, I only want to change the colour.",
        "Please do not cancel my subscription!",
        "Why did you cancel my order?",
        "What is your cancellation policy?",
        "Was my order cancelled?",
        "My friend wants to cancel her order, but mine is fine.",
        "Ich möchte nicht kündigen, nur pausieren.",
        "Bitte stornieren Sie die Bestellung nicht.",
        "Meine Schwester möchte ihr Abo kündigen.",
        "I have no intention of taking legal action.",
        "I play on a tennis court, do these shoes fit?",
        "Ich will keinen Anwalt einschalten.",
        "Nobody was injured.",
        "Is the fireplace in stock? I love the burnt orange.",
        "Zum Glück wurde niemand verletzt.",
        "I feel like an idiot, I found the parcel behind the door.",
        "Do you charge for return shipping?",
        "Where is my parcel?",
        "Wo ist mein Paket?",
        "",
    ],
)
def test_what_is_denied_asked_or_said_of_somebody_else_is_no_risk(text: str) -> None:
    assert not risks(text) & ROUTE


def test_a_risk_to_somebody_else_is_one_all_the_same() -> None:
    assert Risk.SAFETY in risks("My neighbour was injured by the ladder you sent.")


def test_lines_that_quote_are_not_read() -> None:
    quoted = "> I want to cancel my subscription.\n> You idiots.\nThanks, all is well now."
    assert not risks(quoted) & ROUTE


@pytest.mark.parametrize(
    ("text", "theme"),
    [
        ("Hi! where is my parcel?", Theme.WHERE_IS_ORDER),
        ("My order has not arrived yet", Theme.WHERE_IS_ORDER),
        ("Hallo, wo bleibt denn mein Paket?", Theme.WHERE_IS_ORDER),
        ("Meine Bestellung ist noch nicht angekommen.", Theme.WHERE_IS_ORDER),
        ("Tracking says delivered but there is nothing here", Theme.LOST_PARCEL),
        ("my lantern came with a chip in the rim", Theme.DAMAGED),
        ("Die Lampe ist am Rand angeschlagen", Theme.DAMAGED),
        ("You sent me the wrong size", Theme.WRONG_ITEM),
        ("Where is my refund? It's been two weeks.", Theme.REFUND_AWAITED),
        ("Wo bleibt mein Geld?", Theme.REFUND_AWAITED),
        ("I would like a refund please", Theme.REFUND_WANTED),
        ("How do I return this?", Theme.RETURN),
        ("Ich möchte die Schuhe zurückschicken", Theme.RETURN),
        ("the jacket is too small, can I exchange it", Theme.EXCHANGE),
        ("Please cancel my order", Theme.CANCEL),
        ("I was charged twice for one order", Theme.WRONG_CHARGE),
        ("can I get the invoice for #1001 as a pdf?", Theme.INVOICE),
        ("der Code WILLKOMMEN10 tut an der Kasse nichts", Theme.DISCOUNT),
        ("Moved house, new address is 7 Lime Tree Avenue.", Theme.ADDRESS),
        ("The leaflet was not in the box", Theme.MISSING_PART),
        ("Darf das in die Spülmaschine?", Theme.CARE),
    ],
)  # fmt: skip
def test_what_a_message_is_about(text: str, theme: Theme) -> None:
    found = read(text)
    assert (found.theme, bool(found.about)) == (theme, True)


@pytest.mark.parametrize("text", ["", "ok", "Good morning", "👍"])
def test_where_nothing_is_said_no_topic_is_proposed(text: str) -> None:
    assert read(text).theme is None


def test_a_theme_is_proposed_as_the_nearest_topic_that_the_shop_has() -> None:
    assert topic_for(Theme.REFUND_WANTED, {"returns": 1, "refund": 2}) == 2
    assert topic_for(Theme.REFUND_WANTED, {"returns": 1}) == 1
    assert topic_for(Theme.REFUND_WANTED, {"gardening": 3}) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Where is my parcel?", "en"),
        ("Wo ist mein Paket?", "de"),
        ("Können Sie mir helfen", "de"),
        ("Où est ma commande, je ne la trouve pas", ""),
        ("¿Dónde está mi pedido? Gracias", ""),
        ("Waar is mijn bestelling, ik heb het niet", ""),
        ("1001", ""),
        ("👍", ""),
    ],
)
def test_english_and_german_are_told_from_the_rest(text: str, language: str) -> None:
    assert read(text).language == language


@pytest.mark.parametrize(
    ("text", "sentiment"),
    [
        ("Where is my parcel?", Sentiment.NEUTRAL),
        ("This is ridiculous, the worst shop ever!!", Sentiment.ANGRY),
        ("I am disappointed.", Sentiment.UNHAPPY),
        ("I am not disappointed, all good.", Sentiment.NEUTRAL),
        ("WHERE IS MY PARCEL THIS TIME", Sentiment.UNHAPPY),
        ("I love it, thank you so much", Sentiment.PLEASED),
        ("Eine Frechheit!", Sentiment.ANGRY),
        ("Bin enttäuscht", Sentiment.UNHAPPY),
        ("Super, vielen Dank", Sentiment.PLEASED),
    ],
)
def test_how_somebody_feels(text: str, sentiment: Sentiment) -> None:
    assert read(text).sentiment == sentiment


@pytest.mark.parametrize(
    "text",
    [
        "I want to cancel my order. " * 2000,
        "want need like get have can you not " * 2000,
        "a" * 50_000,
        "refund n't not never refund was charged " * 2000,
        "meine bestellung noch immer nicht " * 2000,
        " " * 50_000 + "cancel",
    ],
)
def test_no_words_hold_a_reading_up(text: str) -> None:
    read(text)
    begun = time.process_time()
    read(text)
    assert time.process_time() - begun < 0.15


def test_of_a_long_message_the_beginning_and_the_end_are_read() -> None:
    filling = "It is a long story, and I shall tell all of it. " * 200
    assert Risk.CANCELLATION in risks(f"{filling}So please cancel my order.")
    assert Risk.CANCELLATION in risks(f"Please cancel my order. {filling}")
