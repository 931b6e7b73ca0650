"""What people and heroes say to each other in chat and by text. English and German.

Lines that begin with ">" are ours. In braces as in letters.py, and {day}: a day to come.
"""

from dataclasses import dataclass

from lifelong.channels.models import Channel


@dataclass(frozen=True)
class Dialogue:
    topic: str
    channel: Channel
    en: tuple[str, ...]
    de: tuple[str, ...]

    def lines(self, language: str) -> tuple[str, ...]:
        return self.de if language == "de" else self.en


def _lines(said: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in said.strip().splitlines())


def _chat(topic: str, en: str, de: str) -> Dialogue:
    return Dialogue(topic, Channel.CHAT, _lines(en), _lines(de))


def _text(topic: str, en: str, de: str) -> Dialogue:
    return Dialogue(topic, Channel.SMS, _lines(en), _lines(de))


DIALOGUES = [
    _chat(
        "Where is my order",
        """Hi! where is my parcel? {order}
        > Hello {first}, one moment, I am looking. {hero} here.
        take your time 🙂
        > It left the depot this morning and the carrier says {day}. The neighbour may sign for it.
        perfect, thank you!!
        > With pleasure. Enjoy it when it comes.""",
        """Hallo, wo bleibt denn mein Paket? {order}
        > Guten Tag {first}, ich schaue gleich nach. {hero} hier.
        super danke
        > Es ist heute früh aus dem Depot gegangen und kommt laut Zusteller {day}.
        ah ok, dann bin ich zu Hause. Muss jemand unterschreiben?
        > Nein, der Bote darf es an der Tür abstellen.
        klasse 👍""",
    ),
    _chat(
        "Which one suits me",
        """quick question: is the {product} something for a beginner? it's a present 🎁
        > It is. We give it to everybody who starts with their first balcony.
        and if she has one already?
        > Then she has 30 days to swap it, also without a receipt.
        sold :)""",
        """Moin, taugt „{product}“ auch für Anfänger? Wäre ein Geschenk 🎁
        > Moin! Ja, damit kann man wenig falsch machen.
        und wenn sie das schon hat?
        > Dann tauschen wir 30 Tage lang, auch ohne Bon.
        super, dann bestell ich gleich""",
    ),
    _chat(
        "Discount code",
        """the code WELCOME10 doesn't do anything at the checkout
        > Is there something from the sale in your basket? It skips those.
        oh. yes
        > I have opened it for you, try again in a minute.
        works! you're a star ⭐""",
        """der Code WILLKOMMEN10 tut an der Kasse nichts
        > Ist etwas aus dem Angebot im Korb? Das lässt er aus.
        ach so, ja
        > Ich habe ihn für Sie freigeschaltet, probieren Sie es gleich noch einmal.
        geht! vielen Dank ⭐""",
    ),
    _chat(
        "Damaged item",
        """my {product} came with a chip in the rim 😕 order {order}
        > I am sorry. Is it only looks, or does it not hold any more?
        only looks, but it was not cheap
        > Shall I send a new one, or give you 20 % back and you keep it?
        20% is fine, I'll turn it to the wall
        > Done: you have it on your account in two or three days.""",
        """bei {order} ist „{product}“ am Rand angeschlagen 😕
        > Das tut mir leid. Nur ein Schönheitsfehler, oder ist es unbrauchbar?
        nur schönheit, aber billig war es ja nicht
        > Soll ich Ersatz schicken, oder 20 % erstatten und Sie behalten es?
        20% passt, ich dreh es zur Wand
        > Ist erledigt, das Geld ist in zwei bis drei Tagen da.""",
    ),
    _chat(
        "Care and use",
        """hello, can the {product} go in the dishwasher?
        > Better not: by hand with warm water, and dry it at once.
        too late for one of them haha. rust spots, anything I can do?
        > Salt and half a lemon, rub gently, then a drop of linseed oil.
        trying that tonight, thx""",
        """Hallo, darf „{product}“ in die Spülmaschine?
        > Lieber nicht: mit der Hand, warmes Wasser, gleich abtrocknen.
        für eins zu spät 🙈 Flecken, kann man da was machen?
        > Salz und eine halbe Zitrone, sanft reiben, danach ein Tropfen Leinöl.
        probier ich heute abend, danke""",
    ),
    _chat(
        "Invoice",
        """can I get the invoice for {order} as a pdf?
        > It is in your account below the order. Shall I mail it as well?
        yes please
        > Sent.""",
        """könnte ich die Rechnung zu {order} als PDF haben?
        > Sie liegt im Kundenkonto unter der Bestellung. Soll ich sie auch mailen?
        ja bitte
        > Ist unterwegs.""",
    ),
    _text(
        "Delivery date",
        """Hi, will {order} come today? I have to leave at 3
        > Hello {first}, it is in the van and planned for {day}. Shall it go to a neighbour?
        Yes, no. 12 please. Thanks!
        > Noted with the driver. {hero}, Hollerbusch""",
        """Hallo, kommt {order} heute noch? Muss um 15 Uhr weg
        > Hallo {first}, geplant ist {day}. Soll es zum Nachbarn?
        Ja, bitte Nr. 12. Danke!
        > Ist beim Fahrer vermerkt. {hero}, Hollerbusch""",
    ),
    _text(
        "Change of address",
        """Moved house, new address is 7 Lime Tree Avenue. Can {order} still go there?
        > Just in time {first}: changed. {hero}, Hollerbusch
        You're brilliant""",
        """Sind umgezogen, neue Adresse Lindenallee 7. Geht {order} noch dorthin?
        > Gerade noch {first}: ist geändert. {hero}, Hollerbusch
        Spitze, danke""",
    ),
    _text(
        "Missing part",
        """The leaflet for the {product} was not in the box
        > Sorry {first}. One leaves today by letter. {hero}, Hollerbusch
        Ok 👍""",
        """Bei „{product}“ fehlt die Anleitung
        > Entschuldigung {first}. Eine geht heute per Brief raus. {hero}, Hollerbusch
        Ok 👍""",
    ),
    _text(
        "Back in stock",
        """Is the {product} back?
        > Not yet, we expect it at the end of the month. I will text you. {hero}, Hollerbusch""",
        """Gibt es „{product}“ wieder?
        > Noch nicht, Ende des Monats. Ich schreibe Ihnen dann. {hero}, Hollerbusch""",
    ),
]
