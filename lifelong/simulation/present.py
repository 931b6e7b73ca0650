"""Six people who are writing right now: raw mails at the door, for the intake to read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr

from lifelong.channels.actions.delivering import keep
from lifelong.conversations.models import EntryKind, Message
from lifelong.lib import clock, ids
from lifelong.simulation.people import BUYERS, Buyer
from lifelong.simulation.pictures import cracked
from lifelong.simulation.shop import DOMAIN


@dataclass(frozen=True)
class Mail:
    buyer: Buyer
    minutes_ago: int
    subject: str
    text: str
    to: str = "support"
    #: it answers our last mail to this person
    answers: bool = False
    html: str = ""
    picture: bool = False


MAILS = [
    Mail(
        Buyer("Agnes Holm", "en", "post.example"),
        52,
        "Present for Sunday: will it arrive?",
        "Hello,\n\nI have just ordered the merino garden throw (HB-77120) for my father's 80th on "
        'Sunday. The page says "3 to 5 working days". Is there any way to be sure? I would pay '
        "for express.\n\nThank you so much\nAgnes Holm",
    ),
    Mail(
        BUYERS[0],
        38,
        "Lieferung unvollständig",
        "Guten Tag,\n\nin der Kiste mit dem Holunderblütensirup waren nur fünf statt sechs "
        "Flaschen, und eine davon ist ausgelaufen. Ein Foto hängt an. Die Schachtel selbst war "
        "in Ordnung.\n\nHerzliche Grüße\nHannah Vogel",
        to="returns",
        picture=True,
    ),
    Mail(
        BUYERS[3],
        21,
        "Re: Your answer",
        "Hi again,\n\nI tried what you said and it nearly worked. One thing is still not right: "
        "the date in the account is last week's. Could you look once more?\n\nAmara",
        answers=True,
    ),
    Mail(
        Buyer("Gerd Stolzenburg", "de", "web.example"),
        17,
        "Dritte Nachfrage!!",
        "Zum dritten Mal: Wo bleibt meine Gartenschere (HB-65518)? Ich warte seit drei Wochen und "
        "bekomme nur automatische Antworten. Wenn bis Freitag nichts kommt, hole ich mir mein Geld "
        "über die Bank zurück.\n\nG. Stolzenburg",
    ),
    Mail(
        Buyer("Lucía Herrera", "en", "inbox.example"),
        9,
        "Cast-iron skillet on induction?",
        "Hi! Quick question before I order: does the 26 cm cast-iron skillet work on an induction "
        "hob, and does the handle get hot?\n\nLucía",
        html="<p>Hi! Quick question before I order: does the <b>26 cm cast-iron skillet</b> work "
        "on an induction hob, and does the handle get hot?</p><p>Lucía</p>",
    ),
    Mail(
        BUYERS[8],
        3,
        "Discount was not taken off",
        "Hello there,\n\nI used SPRING10 on order HB-80244 ten minutes ago and was charged the "
        "full 64.90. Could you put that right, please?\n\nGrace Whitfield",
    ),
]


def write(*, now: datetime) -> None:
    """Keep the mails as if each had come in some minutes ago."""
    for mail in MAILS:
        at = now - timedelta(minutes=mail.minutes_ago)
        to = f"{mail.to}@{DOMAIN}"
        with clock.stopped_at(at):
            keep(
                "email",
                body=_raw(mail, to, at),
                envelope={"sender": mail.buyer.email, "recipients": [to]},
            )


def _raw(mail: Mail, to: str, at: datetime) -> bytes:
    message = EmailMessage()
    message["From"] = formataddr((mail.buyer.name, mail.buyer.email))
    message["To"] = to
    message["Date"] = format_datetime(at)
    message["Subject"] = mail.subject
    message["Message-ID"] = f"<{ids.new_id().hex}@{mail.buyer.host}>"
    if mail.answers and (answered := _last_to(mail.buyer)):
        del message["Subject"]
        message["Subject"] = answered.subject
        message["In-Reply-To"] = f"<{answered.external_id}>"
    message.set_content(mail.text)
    if mail.html:
        message.add_alternative(mail.html, subtype="html")
    if mail.picture:
        message.add_attachment(cracked(), maintype="image", subtype="png", filename="kiste.png")
    return message.as_bytes()


def _last_to(buyer: Buyer) -> Message | None:
    return (
        Message.objects.filter(entry__kind=EntryKind.MESSAGE_OUT, entry__handle__value=buyer.email)
        .order_by("-entry__placed_at")
        .first()
    )
