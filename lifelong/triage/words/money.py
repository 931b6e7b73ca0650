"""Refunds, charges, invoices, discounts, payments. English and German."""

from lifelong.triage.cues import Cue, cue
from lifelong.triage.themes import Theme

MONEY: dict[Theme, list[Cue]] = {
    Theme.REFUND_AWAITED: [
        cue(
            "refund",
            r"\bwhere(?:'s| is| are)? (?:my|the) refunds?\b|\b(?:waiting|wait) (?:on|for) (?:my"
            r"|the|a|this) (?:[\w'-]+ )?refund\b",
            4,
        ),
        cue(
            "refund",
            r"\brefunds? (?:[\w'-]+ ){0,6}?(?:\w*n't|not|never|yet|missing|still|delayed|appear"
            r"|show(?:n|ing)?(?: up)?|arrive[d]?|pending|status)\b",
            4,
        ),
        cue(
            "refund",
            r"\b(?:status of|\w*n't|not|never|no|still|missing|haven't|track|find|see|received?"
            r"|locate) (?:[\w'-]+ ){0,6}?refunds?\b",
            5,
            of_anybody=True,
        ),
        cue(
            "refund",
            r"\bwhen (?:will|can|do|does|should|is) (?:[\w'-]+ ){0,5}?refund(?:ed|s)?\b"
            r"|\b(?:requested|asked for|promised|issued|gave me|got|processed|was supposed to"
            r" (?:get|receive)) (?:[\w'-]+ ){0,2}?refund\b",
            3,
        ),
        cue(
            "money",
            r"\b(?:where(?:'s| is) my money|(?:\w*n't|not|never) (?:[\w'-]+ ){0,4}?my money"
            r" back)\b",
            3,
            of_anybody=True,
        ),
        cue(
            "geld erstattung rückerstattung gutschrift",
            r"\bwo (?:ist|bleibt) (?:mein geld|meine? (?:rück)?erstattung|die (?:rück)?erstattung"
            r"|meine gutschrift)|\b(?:rück)?erstattung (?:[\w'-]+ ){0,5}?(?:nicht|noch|immer)\b"
            r"|\b(?:warte|warten) (?:[\w'-]+ ){0,5}?(?:geld|(?:rück)?erstattung|gutschrift)"
            r"|\bgeld (?:[\w'-]+ ){0,4}?(?:noch nicht|immer noch nicht)",
            4,
            of_anybody=True,
        ),
    ],
    Theme.REFUND_WANTED: [
        cue(
            "refund",
            r"\b(?:want|need|like|get(?:ting)?|request(?:ing)?|demand|ask(?:ing)? for|give me"
            r"|expect|issue(?: me)?|apply for|deserve|receive|have) (?:[\w'-]+ ){0,3}?refund\b"
            r"|\b(?:please|can you|could you|must|should|you|to) refund\b|\b(?:want|like|need)"
            r" (?:[\w'-]+ ){0,4}?refunded\b",
            5,
        ),
        cue("refund", r"\brefund(?:s|ing)?\b|\b(?<!been )(?<!was )(?<!got )refunded\b", 2),
        cue(
            "money",
            r"(?<!just got )(?<!just got back )(?<!gave )\b(?:my|the|our) (?:[\w'-]+ )?(?:money"
            r"|cash|funds) back\b",
            4,
        ),
        cue("reimburse", r"\breimburse(?:d|ment)?\b", 2),
        cue("geld erstatt", r"\bgeld zurück\w*\b|\b(?:rück|zurück)?erstatt(?:ung|en|et)\b", 4),
    ],
    Theme.WRONG_CHARGE: [
        cue(
            "charged billed twice double duplicat",
            r"\b(?:charged|billed|debited|paid|deducted|taken) (?:[\w'-]+ ){0,5}?(?:twice|two"
            r" times|2 times|double|again|too much|multiple times)\b|\b(?:double|duplicat\w*"
            r"|extra|unknown|unauthori[sz]ed|wrong|incorrect) (?:charge[sd]?|charging|payments?"
            r"|transactions?|billing|debits?)\b",
            5,
        ),
        cue(
            "recogni authori charge payment direct",
            r"\b(?:charges?|payments?|transactions?|direct debit|purchases?|debit) (?:[\w'-]+"
            r" ){0,9}?(?:\w*n't|nt|not|never|didnt|dont) (?:recogni[sz]e|recall|remember"
            r"|authori[sz]e|make|made|mine|me|do)\b",
            5,
            of_anybody=True,
        ),
        cue(
            "doppelt zweimal falsch",
            r"\b(?:doppelt|zweimal|falsch|zu viel) (?:[\w'-]+ ){0,2}?(?:abgebucht|berechnet"
            r"|belastet|bezahlt|eingezogen)\b|\bfalsche abbuchung\b",
            5,
        ),
    ],
    Theme.INVOICE: [
        cue("invoice receipt vat", r"\b(?:invoices?|vat|receipts?|billing document)\b", 3),
        cue("rechnung beleg quittung", r"\b(?:rechnung(?:en)?|rechnungskopie|quittung|beleg)\b", 3),
    ],
    Theme.DISCOUNT: [
        cue(
            "code coupon discount voucher promo",
            r"\b(?:(?:discount|promo(?:tional|tion)?|coupon|voucher|gift) ?(?:codes?|cards?)?"
            r"|(?:the |my |a )codes? (?:\S+ )?(?:does|is|do|did|has|won)\w*)\b",
            3,
        ),
        cue(
            "gutschein rabatt code aktionscode",
            r"\b(?:gutschein\w*|rabatt\w*|aktionscode|(?:der|mein|den) code)\b",
            3,
        ),
    ],
    Theme.PAYMENT: [
        cue(
            "payment pay paypal card klarna checkout",
            r"\b(?:payment|card) (?:[\w'-]+ ){0,3}?(?:fail(?:s|ed)?|declined|rejected|does"
            r" ?n[o']t work|did ?n[o']t)\b|\b(?:pay by|pay with|payment (?:method|option)s?"
            r"|can(?:'t|not) pay|can't check ?out)\b",
            3,
            of_anybody=True,
        ),
        cue(
            "zahlung bezahlen zahlen",
            r"\b(?:zahlung (?:[\w'-]+ ){0,3}?(?:fehlgeschlagen|abgelehnt|nicht)|zahlungs(?:art"
            r"|arten|methode|weise)|(?:mit|per) (?:[\w'-]+ )?(?:zahlen|bezahlen))\b",
            3,
            of_anybody=True,
        ),
    ],
}
