"""What is wrong with the goods, sent back, sought. English and German."""

from lifelong.triage.cues import Cue, cue
from lifelong.triage.themes import Theme

GOODS: dict[Theme, list[Cue]] = {
    Theme.DAMAGED: [
        cue(
            "damag broke crack smash shatter defect faulty scratch dent chip torn ripped stain"
            " leak hole stopped work",
            r"\b(?:damaged|broken|cracked|smashed|shattered|defect(?:ive)?|faulty|scratch(?:ed"
            r"|es)?|dent(?:ed)?|torn|ripped|stain(?:ed)?|leak(?:s|ed|ing)|a (?:chip|hole|crack"
            r"|scratch|dent) in|stopped working|does ?n[o']t work|(?:is|are)n't working|came"
            r" apart|fell apart)\b",
            4,
            of_anybody=True,
        ),
        cue(
            "kaputt beschädigt defekt zerbrochen gebrochen riss kratzer angeschlagen"
            " funktioniert gesprungen",
            r"\b(?:kaputt\w*|beschädigt\w*|defekt\w*|zerbrochen|gebrochen|risse?|zerkratzt"
            r"|kratzer|angeschlagen|gesprungen|funktioniert nicht|zerrissen)\b",
            4,
            of_anybody=True,
        ),
    ],
    Theme.WRONG_ITEM: [
        cue(
            "wrong",
            r"\b(?:wrong|incorrect|different) (?:item|product|colou?r|size|one|thing|order"
            r"|article|model|shirt|shoes|jeans|parcel)s?\b|\b(?:sent|received|got|shipped"
            r"|delivered) (?:[\w'-]+ ){0,2}?(?:the )?wrong\b|\bnot what i ordered\b|\bordered"
            r" (?:[\w'-]+ ){1,5}?but (?:got|received)\b",
            5,
            of_anybody=True,
        ),
        cue(
            "falsch",
            r"\bfalsche[nrs]? (?:artikel|produkt|farbe|größe|ware|lieferung|bestellung|modell"
            r"|teil)\b|\bfalsch geliefert\b|\b(?:etwas|was) (?:anderes|falsches) (?:bekommen"
            r"|erhalten|geliefert)\b",
            5,
        ),
    ],
    Theme.MISSING_PART: [
        cue(
            "missing",
            r"\b(?:missing|incomplete)\b(?! (?:parcel|package|order|refund))|\b(?:was|were|is"
            r"|are)(?: not|n't) in the (?:box|parcel|package)\b",
            3,
            of_anybody=True,
        ),
        cue(
            "box parcel package",
            r"\b(?:was|were|is|are)(?: not|n't) (?:included|in (?:the|my) (?:box|parcel"
            r"|package))\b|\bonly (?:got|received) (?:one|half|part|some)\b",
            5,
            of_anybody=True,
        ),
        cue(
            "fehlt fehlen fehlte unvollständig",
            r"\b(?:fehlt|fehlen|fehlte|fehlten|unvollständig)\b",
            4,
        ),
    ],
    Theme.EXCHANGE: [
        cue("exchang swap", r"\b(?:exchange(?! rate)|exchanging|swap(?:ping)?)\b", 4),
        cue(
            "size",
            r"\b(?:too (?:small|big|large|tight|loose|long|short)|(?:smaller|bigger|larger"
            r"|different|another) size|does ?n[o']t fit)\b",
            3,
            of_anybody=True,
        ),
        cue(
            "umtausch tauschen größe",
            r"\b(?:um|aus)?(?:ge)?tausch(?:en|t)?\b|\b(?:zu (?:klein|groß|eng|weit)|andere größe"
            r"|passt nicht|passen nicht|nummer (?:größer|kleiner))\b",
            4,
            of_anybody=True,
        ),
    ],
    Theme.RETURN: [
        cue(
            "return send sending",
            r"\b(?:return(?:ing|s)?|send(?:ing)? (?:it|them|this|these|the \w+) back|sent (?:it"
            r"|them) back)\b(?! (?:my |a |the )?(?:call|calls|e-?mail|message))",
            3,
        ),
        cue(
            "return label",
            r"\breturn (?:label|slip|policy|address|period|window|form|shipping)\b|\bhow (?:do"
            r"|can|to) (?:i |we )?return\b",
            4,
        ),
        cue(
            "zurücksend zurückschick zurückgeb retour rücksend rückgabe",
            r"\b(?:zurück(?:zu)?(?:senden|schicken|geben)|retoure\w*|retour\w*|rücksende\w*"
            r"|rücksendung|rückgabe\w*|zurückgeschickt)\b",
            4,
        ),
    ],
    Theme.SUBSCRIPTION: [
        cue(
            "subscription",
            r"\b(?:pause|skip|change|restart|renew|upgrade|downgrade) (?:my|the) (?:[\w'-]+"
            r" )?subscription\b",
            4,
        ),
        cue("subscription", r"\bsubscription\b", 2),
        cue("abo", r"\babo\b|\babonnement\w*", 2),
    ],
    Theme.ACCOUNT: [
        cue(
            "password log login account sign passwor anmeld einlogg konto",
            r"\b(?:forgot(?:ten)? (?:my )?password|reset (?:my )?password|can(?:'t|not) (?:log"
            r"|sign) ?in|log ?in|locked out)\b|\b(?:passwort|kennwort|einloggen|anmelden"
            r"|zugangsdaten)\b",
            3,
            of_anybody=True,
        ),
    ],
    Theme.STOCK: [
        cue(
            "stock available back restock",
            r"\b(?:back in stock|in stock|out of stock|sold out|restock(?:ed|ing)?|available"
            r" again)\b|\bis (?:the |\S+ ){1,5}back\?",
            4,
            of_anybody=True,
        ),
        cue(
            "lieferbar vorrätig ausverkauft verfügbar wieder",
            r"\b(?:wieder (?:lieferbar|verfügbar|da|vorrätig|rein)|ausverkauft|vorrätig"
            r"|nachschub)\b|\bgibt es (?:\S+ ){1,5}wieder\b",
            4,
            of_anybody=True,
        ),
    ],
    Theme.CARE: [
        cue(
            "wash clean dishwasher care oven microwave how",
            r"\b(?:dishwasher|washing machine|how (?:do|should|can|to) (?:i |we )?(?:clean|wash"
            r"|care|use|assemble|set ?up)|machine wash\w*|microwave|instructions for)\b",
            4,
        ),
        cue(
            "spülmaschine waschmaschine waschen reinig pflege",
            r"\b(?:spülmaschine|waschmaschine|wie (?:reinige|wasche|pflege|benutze|verwende)"
            r"|pflegehinweis\w*|reinigen|waschbar)\b",
            4,
        ),
    ],
    Theme.ADVICE: [
        cue(
            "recommend which suit suitable advice difference compatible beginner",
            r"\b(?:recommend|which (?:one|of|size|model)|suit(?:s|able)? (?:me|for)|advice on"
            r"|difference between|compatible with|for (?:a )?beginners?)\b",
            3,
        ),
        cue(
            "empfehl welche geeignet taugt unterschied anfänger passt",
            r"\b(?:empfehl\w*|welche[rsn]? (?:größe|ist|passt|würde|modell)|geeignet|taugt"
            r"|unterschied zwischen|für anfänger)\b",
            3,
        ),
    ],
}
