"""What people write to the made-up shop, and what it answers. English and German.

In braces: {first} (the customer), {product}, {order} (a number), {hero} (who answers).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """One matter in one language. `more` and `last` are a second question and its answer."""

    subject: str
    asks: str
    answer: str
    more: str = ""
    last: str = ""


@dataclass(frozen=True)
class Matter:
    topic: str
    en: Words
    de: Words
    #: what a hero noted for colleagues
    note: str = ""
    #: what was promised, if anything
    promise: str = ""

    def words(self, language: str) -> Words:
        return self.de if language == "de" else self.en


MATTERS = [
    Matter(
        "Lost parcel",
        Words(
            "{order} never came",
            "Hello,\n\norder {order} should have been here more than a week ago. The carrier's "
            "page has not moved since and their hotline says to ask you. What now?\n\n{first}",
            "Hello {first},\n\nI have opened a search with the carrier. They get until the end of "
            "the week; then the parcel counts as lost and you have your money back the same "
            "day.\n\n{hero}",
            "Thanks for staying on it. The refund is there. Is the {product} still in stock, "
            "should I try again?",
            "It is, and I would send it with the other carrier this time. I have put a jar of "
            "elderberry jam aside for you, it goes into the box.\n\n{hero}",
        ),
        Words(
            "{order} ist nie angekommen",
            "Guten Tag,\n\n{order} sollte vor über einer Woche hier sein. In der Verfolgung tut "
            "sich nichts mehr, und die Hotline verweist mich an Sie. Wie geht es weiter?\n\n"
            "{first}",
            "Guten Tag {first},\n\nich habe einen Nachforschungsauftrag gestellt. Kommt bis Ende "
            "der Woche nichts, gilt das Paket als verloren und Sie haben am selben Tag Ihr Geld "
            "zurück.\n\nHerzliche Grüße\n{hero}",
        ),
        note="Lost between two depots; the carrier owes us this one.",
    ),
    Matter(
        "Where is my order",
        Words(
            "Where is order {order}?",
            'Hello,\n\nI ordered the {product} last week and the tracking page has said "handed to '
            'carrier" for four days. Could you look where it is?\n\nBest\n{first}',
            "Hi {first},\n\nyou are right, it sat in the depot for two days because of a missed "
            "scan. It moved again this morning and the carrier now says Thursday.\n\nIf it is "
            "not with you by Friday evening, write to me and I will send a new one.\n\n{hero}",
            "It came today, well wrapped. Perfect, just the neighbour took it in so I had not seen "
            "the card. What do you do with all that straw in the box, can it go on the compost?",
            "Good to hear! The straw is untreated, so yes: it makes a fine layer on a compost heap."
            "\n\n{hero}",
        ),
        Words(
            "Wo bleibt Bestellung {order}?",
            "Guten Tag,\n\nich habe vor zehn Tagen „{product}“ bestellt. In der Verfolgung steht "
            "seit Montag unverändert „Sendung wird bearbeitet“. Können Sie bitte nachsehen?\n\n"
            "Viele Grüße\n{first}",
            "Guten Tag {first},\n\nda ist beim Umladen ein Scan verloren gegangen, das Paket liegt "
            "seit heute früh im Zustellwagen. Laut DHL kommt es morgen bis 16 Uhr.\n\nSollte es "
            "nicht da sein, melden Sie sich bitte direkt bei mir, dann schicke ich Ersatz.\n\n"
            "Herzliche Grüße\n{hero}",
        ),
        note="Depot Leipzig again, third missed scan this month.",
    ),
    Matter(
        "Damaged item",
        Words(
            "Arrived broken",
            "Hi there,\n\nthe {product} from order {order} arrived today with a crack right down "
            "one side. The box looked fine from outside. It was meant to be a present for "
            "Saturday.\n\n{first}",
            "Dear {first},\n\nI am sorry, and before a birthday at that. A new one leaves our "
            "warehouse today by express and should be with you on Friday. Keep the broken one, or "
            "put it on the balcony: no need to send it back.\n\n{hero}",
            "It arrived this morning in one piece. You saved the party. Could I get the invoice "
            "for the replacement too? My husband keeps them all in a binder.",
            "With pleasure, it is attached to the order in your account now (it says 0.00 EUR, "
            "which the binder will have to forgive).\n\n{hero}",
        ),
        Words(
            "Ware beschädigt angekommen",
            "Hallo,\n\nheute kam „{product}“ an (Bestellung {order}), leider mit einer "
            "abgeplatzten Ecke. Der Karton war unversehrt, also wohl schon beim Einpacken "
            "passiert. Was machen wir da?\n\nGruß\n{first}",
            "Hallo {first},\n\ndas tut mir leid. Ich habe Ihnen gerade Ersatz auf den Weg "
            "gebracht, er ist in zwei Tagen da. Das beschädigte Stück dürfen Sie behalten.\n\n"
            "Schöne Grüße aus dem Laden\n{hero}",
        ),
        note="Sent a new one. Packing table 2 had no corner protectors last week.",
        promise="Replacement arrives before Saturday",
    ),
    Matter(
        "Where is my refund",
        Words(
            "Refund for {order}",
            "Good morning,\n\nI sent the {product} back on the 3rd and your site says it was "
            "received. When will I see the money?\n\nKind regards\n{first}",
            "Good morning {first},\n\nthe refund went out yesterday to the card you paid with. "
            "Banks take two to three working days to show it.\n\n{hero}",
        ),
        Words(
            "Erstattung Bestellung {order}",
            "Sehr geehrte Damen und Herren,\n\n„{product}“ ist laut Sendungsverfolgung seit "
            "über einer Woche wieder bei Ihnen. Auf meinem Konto ist bislang nichts eingegangen."
            "\n\nMit freundlichen Grüßen\n{first}",
            "Guten Tag {first},\n\ndie Erstattung hing bei uns fest, das war unser Fehler. Ich "
            "habe sie eben freigegeben; sie ist spätestens am Donnerstag auf Ihrem Konto.\n\n"
            "Mit freundlichen Grüßen\n{hero}",
            "Das Geld ist heute eingegangen. Danke fürs Kümmern, beim nächsten Mal gern ohne "
            "Erinnerung. Bis wann kann ich den Gutschein aus derselben Bestellung noch einlösen?",
            "Der Gutschein gilt noch bis Jahresende. Und die Erinnerung nehmen wir uns zu Herzen."
            "\n\n{hero}",
        ),
        promise="Look whether the refund has arrived",
    ),
    Matter(
        "Change of address",
        Words(
            "Wrong house number!",
            "Hello, I just placed order {order} and typed the old house number. It should be 14b, "
            "not 41. Can you still change it? Sorry for the trouble! {first}",
            "No trouble, {first}: it had not been packed yet. The label says 14b now.\n\n{hero}",
        ),
        Words(
            "Falsche Adresse bei {order}",
            "Hallo, ich bin letzten Monat umgezogen und habe bei Bestellung {order} aus Versehen "
            "die alte Adresse stehen lassen. Lässt sich das noch ändern? Neue Anschrift: "
            "Lindenallee 7. Danke! {first}",
            "Hallo {first},\n\nist geändert, das Paket geht morgen an die Lindenallee 7. "
            "Willkommen im neuen Zuhause!\n\n{hero}",
        ),
    ),
    Matter(
        "Care and use",
        Words(
            "How do I look after it?",
            "Hi, lovely {product}! The leaflet had got wet in the rain though. How do I clean it, "
            "and can it stay outside in winter?\n{first}",
            "Hi {first},\n\nwarm water and a soft brush, no soap that smells of lemon. It may stay "
            "out until the first frost; after that a dry shed is better.\n\n{hero}",
        ),
        Words(
            "Frage zur Pflege",
            "Guten Abend,\n\nich habe „{product}“ ausgepackt und bin begeistert. Wie "
            "reinige ich das am besten, und darf es im Winter draußen bleiben?\n\n"
            "Liebe Grüße\n{first}",
            "Guten Abend {first},\n\nlauwarmes Wasser und eine weiche Bürste genügen. Vor dem "
            "ersten Frost gehört es ins Trockene.\n\nLiebe Grüße\n{hero}",
        ),
    ),
    Matter(
        "Back in stock",
        Words(
            "Will there be more?",
            "Dear team, the {product} has been sold out for weeks. Will you have it again before "
            "long? I would take two.\n\n{first}",
            "Dear {first},\n\nthe maker sends the next batch at the end of the month. I have put "
            "your address on the list: you hear from us the morning they arrive, and two are yours "
            "until the evening.\n\n{hero}",
        ),
        Words(
            "Wann wieder lieferbar?",
            "Hallo zusammen, „{product}“ ist seit Wochen ausverkauft. Kommt da noch mal was "
            "nach? Viele Grüße, {first}",
            "Hallo {first},\n\nja, Ende des Monats. Ich schreibe Ihnen, sobald die Kiste hier "
            "steht.\n\n{hero}",
        ),
        promise="Write when it is back in stock",
    ),
    Matter(
        "Wrong item",
        Words(
            "This is not what I ordered",
            "Hi,\n\nI opened the parcel for {order} and found a doormat that says WILLKOMMEN. "
            "I had ordered the {product}. I quite like the mat, but still.\n\n{first}",
            "Hi {first},\n\nsomebody in Kassel is now wondering about your order. "
            "The right thing is on its way and the mat is yours.\n\n{hero}",
        ),
        Words(
            "Falscher Artikel",
            "Guten Tag, statt „{product}“ lag in meinem Paket ({order}) eine Packung "
            "Anzuchterde. Bitte um Rückmeldung, wie wir das tauschen. {first}",
            "Guten Tag {first},\n\nda sind zwei Pakete vertauscht worden. Die richtige Ware geht "
            "heute noch raus. Die Erde dürfen Sie behalten, der Frühling kommt bestimmt.\n\n"
            "{hero}",
        ),
        note="Labels of two neighbouring orders were swapped. The other customer is told.",
    ),
    Matter(
        "Invoice",
        Words(
            "Invoice with VAT number, please",
            "Hello, I need the invoice for {order} made out to our studio, with our VAT number "
            "(it is in my account now). Is that possible afterwards? {first}",
            "Hello {first},\n\nit is: the corrected invoice is in your account and the first one "
            "is cancelled, so that your bookkeeper sees only one.\n\n{hero}",
        ),
        Words(
            "Rechnung für {order}",
            "Sehr geehrtes Team, für Bestellung {order} fehlt mir noch die Rechnung. Könnten Sie "
            "sie mir bitte als PDF schicken? Mit freundlichem Gruß {first}",
            "Guten Tag {first},\n\ndie Rechnung liegt in Ihrem Kundenkonto unter der Bestellung "
            "und ging eben noch einmal an diese Adresse.\n\n{hero}",
        ),
    ),
    Matter(
        "Cancel an order",
        Words(
            "Please cancel {order}",
            "Hi, I ordered the {product} twice by mistake (the page hung). Please cancel one of "
            "the two. Thank you, {first}",
            "Hi {first},\n\none is cancelled and its money is on the way back. The other leaves "
            "tomorrow.\n\n{hero}",
        ),
        Words(
            "Bitte stornieren: {order}",
            "Hallo, meine Frau hatte „{product}“ schon gekauft, wir brauchen keine zwei. Können "
            "Sie {order} bitte stornieren? Danke und Gruß, {first}",
            "Hallo {first},\n\nstorniert. Der Betrag ist in drei Tagen zurück.\n\n{hero}",
        ),
    ),
    Matter(
        "How to return",
        Words(
            "Sending something back",
            "Hello, the {product} is smaller than it looked in the picture. How do I send it back, "
            "and who pays?\n\n{first}",
            "Hello {first},\n\nwe pay. The label is in this link for 30 days; any parcel shop "
            "takes it: https://hollerbusch.example/returns/{order}\n\nWould the large one suit "
            "you? I could set one aside.\n\n{hero}",
            "The large one would be great, but my parcel shop is closed for holidays until the "
            "20th. Is that a problem with the 30 days?",
            "Not at all, I have added two weeks. The large one waits here with your name on it."
            "\n\n{hero}",
        ),
        Words(
            "Rücksendung",
            "Guten Tag, „{product}“ passt leider farblich nicht. Wie läuft die Rücksendung, und "
            "muss ich das Porto zahlen? Danke vorab, {first}",
            "Guten Tag {first},\n\ndas Porto zahlen wir. Das Etikett finden Sie hier: "
            "https://hollerbusch.example/returns/{order}\n\n{hero}",
        ),
    ),
    Matter(
        "Which one suits me",
        Words(
            "Advice, please",
            "Hi! I have a north-facing balcony with about three hours of sun. Would the {product} "
            "make sense there, or do I want something else?\n{first}",
            "Hi {first},\n\nthree hours are enough for mint, chives and parsley, not for basil. "
            "I would take the smaller size and leave room for a chair.\n\n{hero}",
        ),
        Words(
            "Beratung",
            "Hallo, ich suche ein Geschenk für meine Schwiegermutter (Hobbygärtnerin, hat schon "
            "alles). Ist „{product}“ etwas für jemanden mit wenig Kraft in den Händen? {first}",
            "Hallo {first},\n\ndas ist leicht und liegt gut in der Hand. Wer schon alles hat, "
            "freut sich erfahrungsgemäß auch über den Sirup.\n\n{hero}",
        ),
    ),
    Matter(
        "Discount code",
        Words(
            "Code does not work",
            'The code from your newsletter (SPRING10) says "not valid" with the {product} in the '
            "basket. Am I too late? {first}",
            "Not too late, {first}: the code left out sale items by mistake. It works now, and if "
            "you have ordered meanwhile I take the ten percent off for you.\n\n{hero}",
        ),
        Words(
            "Gutscheincode ungültig",
            "Guten Morgen, mein Geburtstagsgutschein wird an der Kasse abgelehnt, obwohl er bis "
            "Ende des Monats gilt. Woran liegt das? {first}",
            "Guten Morgen {first},\n\nda fehlte bei uns ein Häkchen. Bitte versuchen Sie es noch "
            "einmal. Und nachträglich alles Gute!\n\n{hero}",
        ),
    ),
]
