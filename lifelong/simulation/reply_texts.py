"""What the made-up shop's heroes say often, in English and German."""

from collections.abc import Mapping
from dataclasses import dataclass

from lifelong.channels.models import Brand
from lifelong.conversations.models import Topic
from lifelong.knowledge.actions.writing import Fits, Words, write_answer


@dataclass(frozen=True)
class ReplyText:
    name: str
    shortcut: str
    topics: tuple[str, ...]
    english: tuple[str, str]
    german: tuple[str, str]

    @property
    def texts(self) -> dict[str, Words]:
        return {"en": _words(self.english, _ENGLISH), "de": _words(self.german, _GERMAN)}


_ENGLISH = "Hello {{customer.first_name}},\n\n%s\n\nBest wishes\n{{hero.name}}, {{brand.name}}"
_GERMAN = "Hallo {{customer.first_name}},\n\n%s\n\nViele Grüße\n{{hero.name}}, {{brand.name}}"


def _words(said: tuple[str, str], letter: str) -> Words:
    subject, body = said
    return Words(letter.replace("%s", body), subject)


def write_reply_texts(brand: Brand, topics: Mapping[str, Topic]) -> None:
    for one in REPLY_TEXTS:
        write_answer(
            name=one.name,
            shortcut=one.shortcut,
            texts=one.texts,
            fits=Fits(brand=brand, topics=[topics[name] for name in one.topics]),
            by=None,
        )


REPLY_TEXTS = [
    ReplyText(
        "On its way",
        "where",
        ("Where is my order", "Delivery date"),
        (
            "Your order {{order.number}}",
            "your order {{order.number}} is with {{parcel.carrier}} and should be with you on "
            "{{parcel.expected_day}}. You can follow it here:\n{{parcel.tracking_link}}",
        ),
        (
            "Ihre Bestellung {{order.number}}",
            "Ihre Bestellung {{order.number}} ist mit {{parcel.carrier}} unterwegs und sollte am "
            "{{parcel.expected_day}} bei Ihnen sein. Hier können Sie sie verfolgen:\n"
            "{{parcel.tracking_link}}",
        ),
    ),
    ReplyText(
        "Delayed, told before they ask",
        "delay",
        ("Delivery",),
        (
            "Your order {{order.number}} is late",
            "your parcel with order {{order.number}} takes longer than we said, and we are sorry. "
            "{{parcel.carrier}} now expects to bring it on {{parcel.expected_day}}. We keep an eye "
            "on it; you need not do anything.",
        ),
        (
            "Ihre Bestellung {{order.number}} kommt später",
            "Ihr Paket zur Bestellung {{order.number}} braucht länger als zugesagt. Das tut uns "
            "leid. {{parcel.carrier}} bringt es nun voraussichtlich am {{parcel.expected_day}}. "
            "Wir behalten es im Blick; Sie müssen nichts tun.",
        ),
    ),
    ReplyText(
        "Lost, we send it again",
        "lost",
        ("Lost parcel",),
        (
            "A new parcel for your order {{order.number}}",
            "{{parcel.carrier}} cannot find your parcel. You shall not wait for that: we send "
            "{{order.item}} again today, at no cost. Should the first parcel turn up after all, "
            "just refuse it at the door.",
        ),
        (
            "Ein neues Paket zu Ihrer Bestellung {{order.number}}",
            "{{parcel.carrier}} findet Ihr Paket nicht. Darauf sollen Sie nicht warten: Wir senden "
            "{{order.item}} heute noch einmal, kostenlos. Taucht das erste Paket doch noch auf, "
            "nehmen Sie es einfach nicht an.",
        ),
    ),
    ReplyText(
        "Address changed",
        "address",
        ("Change of address",),
        (
            "",
            "your order {{order.number}} has not left yet, and I have changed the address. It goes "
            "out on {{day}}.",
        ),
        (
            "",
            "Ihre Bestellung {{order.number}} ist noch bei uns, und ich habe die Adresse geändert. "
            "Sie geht am {{day}} hinaus.",
        ),
    ),
    ReplyText(
        "Damaged: a photo, please",
        "photo",
        ("Damaged item",),
        (
            "",
            "I am sorry that {{order.item}} came damaged. Please send me a photo of it and of the "
            "parcel: just answer this message. You then choose between a new one and your money.",
        ),
        (
            "",
            "es tut mir leid, dass {{order.item}} beschädigt ankam. Bitte senden Sie mir ein Foto "
            "davon und vom Paket: Antworten Sie einfach auf diese Nachricht. Dann haben Sie die "
            "Wahl zwischen Ersatz und Ihrem Geld.",
        ),
    ),
    ReplyText(
        "Damaged: we replace it",
        "replace",
        ("Damaged item", "Missing part"),
        (
            "",
            "thank you for the photos. A new {{order.item}} leaves today and should be with you on "
            "{{day}}. Keep the damaged one or throw it away; you need not send it back.",
        ),
        (
            "",
            "danke für die Fotos. Ein neues Stück ({{order.item}}) geht heute hinaus und sollte am "
            "{{day}} bei Ihnen sein. Das beschädigte brauchen Sie nicht zurückzusenden.",
        ),
    ),
    ReplyText(
        "Wrong item",
        "wrong",
        ("Wrong item",),
        (
            "",
            "we packed the wrong thing, and I am sorry. The right one leaves today. For the other "
            "a label comes by mail; sending it back costs you nothing.",
        ),
        (
            "",
            "da haben wir das Falsche eingepackt, das tut mir leid. Das Richtige geht heute "
            "hinaus. Für das andere kommt ein Etikett per Mail; die Rücksendung kostet Sie nichts.",
        ),
    ),
    ReplyText(
        "How to return",
        "return",
        ("How to return", "Returns"),
        (
            "Returning your order {{order.number}}",
            "you can send back what you ordered on {{order.day}} within 30 days. Put it in its "
            "box, stick on the label from this message and hand it in at any parcel shop. Your "
            "money is back five days after it arrives.",
        ),
        (
            "Rücksendung Ihrer Bestellung {{order.number}}",
            "was Sie am {{order.day}} bestellt haben, können Sie 30 Tage lang zurücksenden. Packen "
            "Sie es in seinen Karton, kleben Sie das Etikett aus dieser Nachricht darauf und geben "
            "Sie es in einem Paketshop ab. Fünf Tage nach der Ankunft ist Ihr Geld zurück.",
        ),
    ),
    ReplyText(
        "Refund made",
        "refund",
        ("Where is my refund", "Returns"),
        (
            "Your refund for order {{order.number}}",
            "today we sent {{amount}} for order {{order.number}} back the way you paid. Banks need "
            "up to five working days until you see it.",
        ),
        (
            "Ihre Erstattung zur Bestellung {{order.number}}",
            "heute haben wir {{amount}} zur Bestellung {{order.number}} auf Ihren Zahlungsweg "
            "zurückgegeben. Bei Banken dauert es bis zu fünf Werktage, bis Sie es sehen.",
        ),
    ),
    ReplyText(
        "Exchange",
        "exchange",
        ("Exchange",),
        (
            "",
            "of course you can exchange {{order.item}}. Tell me which one you want instead, and I "
            "keep it for you until yours is here.",
        ),
        (
            "",
            "natürlich können Sie {{order.item}} umtauschen. Sagen Sie mir, was Sie stattdessen "
            "möchten; ich lege es zurück, bis Ihr Paket hier ist.",
        ),
    ),
    ReplyText(
        "Cancelled",
        "cancel",
        ("Cancel an order",),
        (
            "Your order {{order.number}} is cancelled",
            "your order {{order.number}} is cancelled. The {{order.total}} go back the way you "
            "paid; banks need up to five working days.",
        ),
        (
            "Ihre Bestellung {{order.number}} ist storniert",
            "Ihre Bestellung {{order.number}} ist storniert. Die {{order.total}} gehen auf Ihren "
            "Zahlungsweg zurück; bei Banken dauert es bis zu fünf Werktage.",
        ),
    ),
    ReplyText(
        "Too late to cancel",
        "too-late",
        ("Cancel an order",),
        (
            "",
            "your order {{order.number}} has left already, so I cannot stop it. Refuse the parcel "
            "at the door, or send it back within 30 days: it costs you nothing either way.",
        ),
        (
            "",
            "Ihre Bestellung {{order.number}} ist schon unterwegs, ich kann sie nicht mehr "
            "anhalten. Nehmen Sie das Paket nicht an oder senden Sie es binnen 30 Tagen zurück: "
            "Beides kostet Sie nichts.",
        ),
    ),
    ReplyText(
        "A code for the trouble",
        "code",
        ("Discount code",),
        (
            "",
            "for the trouble we made, here is a code worth {{amount}}: {{code}}. It counts once, "
            "until {{day}}.",
        ),
        (
            "",
            "für den Ärger, den Sie mit uns hatten, ein Gutschein über {{amount}}: {{code}}. Er "
            "gilt einmal, bis zum {{day}}.",
        ),
    ),
    ReplyText(
        "Back in stock",
        "stock",
        ("Back in stock", "Stock and advice"),
        ("", "it is back on {{day}}. Shall I put one aside for you?"),
        ("", "am {{day}} ist es wieder da. Soll ich Ihnen eines zurücklegen?"),
    ),
    ReplyText(
        "Did this solve it?",
        "solved",
        (),
        (
            "Is all well now?",
            "some days ago you wrote to us. Is it settled now? If anything is still open, just "
            "answer: it comes straight to me.",
        ),
        (
            "Ist jetzt alles gut?",
            "vor einigen Tagen haben Sie uns geschrieben. Ist die Sache nun erledigt? Wenn noch "
            "etwas offen ist, antworten Sie einfach: Es kommt direkt zu mir.",
        ),
    ),
]
