"""What the made-up shop tells of parcels in trouble, in English and German. Nobody has written it,
so no hero's name is under it; the plain ones can always be said."""

import random
from dataclasses import dataclass

from lifelong.channels.models import Brand
from lifelong.commerce.models import Cause
from lifelong.knowledge.actions.writing import Fits, Words, write_answer
from lifelong.lib import clock
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.outreach.models import Template
from lifelong.simulation.bulk import id_at

#: of a hundred, from the first day on: under one share what a play caused is one sum
HOLDOUT = 20

_DATED = {
    "en": "Hello {{customer.first_name}},\n\n%s\n\nIf you need anything, just answer this "
    "message.\n\nBest wishes\nYour team at {{brand.name}}",
    "de": "Hallo {{customer.first_name}},\n\n%s\n\nWenn Sie etwas brauchen, antworten Sie einfach "
    "auf diese Nachricht.\n\nViele Grüße\nIhr Team von {{brand.name}}",
}
_PLAIN = {
    language: letter.replace(" {{customer.first_name}}", "") for language, letter in _DATED.items()
}
_LATE = (Cause.OVERDUE, Cause.STALLED, Cause.DELAY, Cause.WEATHER)
_HELD = (Cause.CUSTOMS, Cause.DOCUMENTS)
_UNDELIVERED = (Cause.ATTEMPT_FAILED, Cause.NOT_PICKED_UP, Cause.ADDRESS)


@dataclass(frozen=True)
class OutreachText:
    name: str
    shortcut: str
    causes: tuple[Cause, ...]
    #: subject and body
    english: tuple[str, str]
    german: tuple[str, str]

    @property
    def is_dated(self) -> bool:
        return "expected_day" in self.english[1]

    @property
    def texts(self) -> dict[str, Words]:
        letters = _DATED if self.is_dated else _PLAIN
        said = {"en": self.english, "de": self.german}
        return {
            language: Words(letters[language].replace("%s", body), subject)
            for language, (subject, body) in said.items()
        }


def switch_on(brand: Brand) -> Play:
    """The brand's outreach, running since before anybody looks, with its texts."""
    name = str(PlayKind.OUTREACH.label)
    # its id draws who is held out: the same in each made-up world
    play_id = id_at(clock.now(), random.Random(name))
    play = Play.objects.create(
        id=play_id, brand=brand, kind=PlayKind.OUTREACH, name=name, is_on=True, holdout=HOLDOUT
    )
    places: dict[Cause, int] = {}
    for one in OUTREACH_TEXTS:
        answer = write_answer(
            name=one.name,
            shortcut=one.shortcut,
            texts=one.texts,
            fits=Fits(brand=brand),
            by=None,
        )
        for cause in one.causes:
            place = places[cause] = places.get(cause, -1) + 1
            Template.objects.create(play=play, cause=cause, place=place, answer=answer)
    return play


OUTREACH_TEXTS = [
    OutreachText(
        "Told: late, with the new day",
        "told-late-day",
        _LATE,
        (
            "Your order {{order.number}} comes later",
            "your parcel with order {{order.number}} takes longer than we said, and we are sorry. "
            "{{parcel.carrier}} now expects to bring it on {{parcel.expected_day}}. We keep an eye "
            "on it.",
        ),
        (
            "Ihre Bestellung {{order.number}} kommt später",
            "Ihr Paket zur Bestellung {{order.number}} braucht länger als zugesagt, das tut uns "
            "leid. {{parcel.carrier}} bringt es nun voraussichtlich am {{parcel.expected_day}}. "
            "Wir behalten es im Blick.",
        ),
    ),
    OutreachText(
        "Told: late",
        "told-late",
        _LATE,
        (
            "Your order {{order.number}} comes later",
            "your parcel with order {{order.number}} takes longer than we said, and we are sorry. "
            "We look again in two days, and write to you if it is still not there.",
        ),
        (
            "Ihre Bestellung {{order.number}} kommt später",
            "Ihr Paket zur Bestellung {{order.number}} braucht länger als zugesagt, das tut uns "
            "leid. In zwei Tagen sehen wir wieder nach und melden uns, wenn es noch nicht da ist.",
        ),
    ),
    OutreachText(
        "Told: held, with the new day",
        "told-held-day",
        _HELD,
        (
            "Your order {{order.number}} is held on its way",
            "your parcel with order {{order.number}} is held by customs for a moment. "
            "{{parcel.carrier}} expects to bring it on {{parcel.expected_day}}. You need not do "
            "anything.",
        ),
        (
            "Ihre Bestellung {{order.number}} liegt beim Zoll",
            "Ihr Paket zur Bestellung {{order.number}} liegt noch beim Zoll. {{parcel.carrier}} "
            "bringt es voraussichtlich am {{parcel.expected_day}}. Sie müssen nichts tun.",
        ),
    ),
    OutreachText(
        "Told: held",
        "told-held",
        _HELD,
        (
            "Your order {{order.number}} is held on its way",
            "your parcel with order {{order.number}} is held by customs. If they ask you for a "
            "paper, send the question on to us: we answer it.",
        ),
        (
            "Ihre Bestellung {{order.number}} liegt beim Zoll",
            "Ihr Paket zur Bestellung {{order.number}} liegt beim Zoll. Falls man Sie nach einem "
            "Papier fragt, leiten Sie die Frage einfach an uns weiter.",
        ),
    ),
    OutreachText(
        "Told: not handed over, with the new day",
        "told-undelivered-day",
        _UNDELIVERED,
        (
            "Nobody could take your order {{order.number}}",
            "{{parcel.carrier}} could not hand over your parcel with order {{order.number}}, and "
            "tries again on {{parcel.expected_day}}. Shall it go to a neighbour or a shop?",
        ),
        (
            "Ihre Bestellung {{order.number}} konnte nicht übergeben werden",
            "{{parcel.carrier}} konnte Ihr Paket zur Bestellung {{order.number}} nicht übergeben "
            "und versucht es am {{parcel.expected_day}} noch einmal. Soll es zu Nachbarn oder in "
            "einen Paketshop?",
        ),
    ),
    OutreachText(
        "Told: not handed over",
        "told-undelivered",
        _UNDELIVERED,
        (
            "Nobody could take your order {{order.number}}",
            "your parcel with order {{order.number}} could not be handed over. Is the address "
            "right, or does it wait for you at a shop? Tell us, and we see to it.",
        ),
        (
            "Ihre Bestellung {{order.number}} konnte nicht übergeben werden",
            "Ihr Paket zur Bestellung {{order.number}} konnte nicht übergeben werden. Stimmt die "
            "Adresse, oder wartet es in einem Paketshop? Schreiben Sie uns, wir kümmern uns.",
        ),
    ),
    OutreachText(
        "Told: lost",
        "told-lost",
        (Cause.LOST,),
        (
            "Your order {{order.number}} was lost on its way",
            "the carrier cannot find your parcel with order {{order.number}}. You shall not wait "
            "for that: tell us whether we send it again or give your money back. Both are free.",
        ),
        (
            "Ihre Bestellung {{order.number}} ging unterwegs verloren",
            "Ihr Paket zur Bestellung {{order.number}} ist nicht auffindbar. Darauf sollen Sie "
            "nicht warten: Schreiben Sie uns, ob wir es noch einmal senden oder Ihr Geld "
            "zurückgeben. Beides kostet Sie nichts.",
        ),
    ),
    OutreachText(
        "Told: damaged",
        "told-damaged",
        (Cause.DAMAGED,),
        (
            "Your order {{order.number}} was damaged on its way",
            "your parcel with order {{order.number}} was damaged on its way and may not come. "
            "Tell us whether we send it again or give your money back. Both are free.",
        ),
        (
            "Ihre Bestellung {{order.number}} wurde unterwegs beschädigt",
            "Ihr Paket zur Bestellung {{order.number}} wurde unterwegs beschädigt und kommt "
            "vielleicht nicht an. Schreiben Sie uns, ob wir es noch einmal senden oder Ihr Geld "
            "zurückgeben. Beides kostet Sie nichts.",
        ),
    ),
    OutreachText(
        "Told: goes back to us",
        "told-returned",
        (Cause.RETURNED, Cause.REFUSED),
        (
            "Your order {{order.number}} is on its way back to us",
            "your parcel with order {{order.number}} is on its way back to us. Tell us whether we "
            "send it again, and to which address, or give your money back.",
        ),
        (
            "Ihre Bestellung {{order.number}} ist auf dem Rückweg zu uns",
            "Ihr Paket zur Bestellung {{order.number}} ist auf dem Rückweg zu uns. Schreiben Sie "
            "uns, ob und wohin wir es noch einmal senden oder ob Sie Ihr Geld zurückmöchten.",
        ),
    ),
]
