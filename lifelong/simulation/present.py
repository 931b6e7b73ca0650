"""Four people who are writing right now: raw deliveries at the doors, for the intake to read."""

import secrets
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, formataddr
from urllib.parse import urlencode
from uuid import UUID

from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Endpoint
from lifelong.commerce.models import Order
from lifelong.customers.models import Handle, HandleKind
from lifelong.lib import clock, ids
from lifelong.simulation.ground import ACCOUNT, Ground
from lifelong.simulation.people import GERD, HANNAH, LEILA, OLIVER
from lifelong.simulation.pictures import cracked
from lifelong.simulation.shop import HOP

MINUTE = timedelta(minutes=1)

HANNAHS = (
    "Lieferung unvollständig ({order})",
    "Guten Tag,\n\nin der Kiste mit dem Holunderblütensirup waren nur fünf statt sechs Flaschen, "
    "und eine davon ist ausgelaufen. Ein Foto hängt an. Die Schachtel selbst war in Ordnung.\n\n"
    "Herzliche Grüße\nHannah Vogel",
)
GERDS = (
    "Dritte Nachfrage!!",
    "Zum dritten Mal: Wo bleibt meine Gartenschere ({order})? Ich warte seit drei Wochen. Wenn bis "
    "Freitag nichts kommt, hole ich mir mein Geld über die Bank zurück.\n\nG. Stolzenburg",
)
OLIVERS = (
    "Hi, it's about {order}. Was meant to be here days ago and the tracking is stuck",
    "It's a birthday present for Saturday, any chance?",
)
LEILAS = (
    "Hallo! Kommt meine Gartendecke ({order}) noch vor dem Wochenende?",
    "Die Verfolgung sagt seit gestern nichts mehr.",
)


def write(ground: Ground, *, now: datetime) -> None:
    """Keep what they write as if it had come in some minutes ago."""
    _mail(ground.returns, HANNAH, HANNAHS, now - 38 * MINUTE, picture=True)
    _mail(ground.support, GERD, GERDS, now - 17 * MINUTE)
    for place, text in enumerate(OLIVERS):
        _text(ground.number, OLIVER, text, now - (6 - place) * MINUTE)
    for place, text in enumerate(LEILAS):
        _chat(ground.chat, LEILA, text, now - (0.8 - 0.4 * place) * MINUTE)


def _mail(
    to: Endpoint, name: str, words: tuple[str, str], at: datetime, *, picture: bool = False
) -> None:
    order = _order_of(name)
    message = EmailMessage()
    host = order.email.rpartition("@")[2]
    message["Authentication-Results"] = f"{HOP}; dmarc=pass header.from={host}"
    message["From"] = formataddr((name, order.email))
    message["To"] = to.address
    message["Date"] = format_datetime(at)
    message["Subject"] = words[0].format(order=order.number)
    message["Message-ID"] = f"<{ids.new_id().hex}@{host}>"
    message.set_content(words[1].format(order=order.number))
    if picture:
        message.add_attachment(cracked(), maintype="image", subtype="png", filename="kiste.png")
    with clock.stopped_at(at):
        envelope = {"sender": order.email, "recipients": [to.address], "peer": "127.0.0.1"}
        keep("email", body=message.as_bytes(), envelope=envelope)


def _text(to: Endpoint, name: str, text: str, at: datetime) -> None:
    order = _order_of(name)
    fields = {
        "MessageSid": f"SM{secrets.token_hex(16)}",
        "AccountSid": ACCOUNT,
        "From": order.phone,
        "To": to.address,
        "Body": text.format(order=order.number),
        "NumMedia": "0",
    }
    with clock.stopped_at(at):
        keep("twilio", body=urlencode(fields).encode(), envelope={"query": ""}, at=to)


def _chat(to: Endpoint, name: str, text: str, at: datetime) -> None:
    """As the widget posts it for somebody whom the shop has signed for."""
    order = _order_of(name)
    visitor = Handle.objects.get(kind=HandleKind.VISITOR, customer__name=name)
    content_type, body = form(id=ids.new_id(), text=text.format(order=order.number))
    envelope = {"visitor": visitor.value, "signed": True, "content_type": content_type}
    with clock.stopped_at(at):
        keep("chat", body=body, envelope=envelope, at=to)


def form(*, id: UUID, text: str, **answers: str) -> tuple[str, bytes]:
    """What a widget posts: content type and body. `answers`: to what it asks before the chat."""
    mark = f"----{id.hex}"
    parts = "".join(
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in {"id": str(id), "text": text, **answers}.items()
    )
    return f"multipart/form-data; boundary={mark}", f"{parts}--{mark}--\r\n".encode()


def _order_of(name: str) -> Order:
    """Their newest order, which they write about."""
    rows = Order.objects.filter(customer__name=name)
    return rows.order_by("-placed_at")[0]
