"""Somebody wants to cancel, or to leave. English and German."""

from lifelong.triage.cues import cue

_THING = (
    r"(?:orders?|subscriptions?|purchases?|contract|membership|account|plan|reservations?|bookings?"
    r"|transfers?|transactions?|payments?|delivery|shipment|items?|it|this|that|them|these|those"
    r"|everything|all|both|abo|bestellung)\b"
)
_KEPT = r"(?:subscription|membership|contract|account|reservation|booking|order|purchase|abo)\b"
_FEW = r"(?:[\w'#-]+ ){0,4}?"
_TO_BE = r"(?:(?!has |have |was |were |been |is )[\w'#-]+ ){0,4}?"
#: somebody else did it, or it is only asked what would happen
_BY_US = (
    r"(?<!\byou )(?<!\bthey )(?<!\bit )(?<!\bhe )(?<!\bshe )(?<!\bapp )(?<!\batm )(?<!\bif i )"
    r"(?<!\bif we )(?<!\bonce i )(?<!\bwhen i )(?<!\bseller )(?<!\bmerchant )(?<!\bshop )"
    r"(?<!\bstore )(?<!\bor )(?<!\bafter i )(?<!\balways )(?<!\bchange or )"
)
_NO_CARD = r"(?! (?:my |the |this |that |these |those |our )?(?:\w+ )?(?:card|cards|pin|ad|noise))"
_LATER = r"(?! (?:at )?any ?time| later| policy| whenever)"
_WISH = (
    r"(?:want|wants|wanted|like|need|needs|wish|wishing|going|trying|tried|decided|have|help me"
    r"|how (?:do|can|could|would|should|may) (?:i|we)|(?:can|could|may|must|should|will|would)"
    r" (?:i|we)"
    r"|way|able|possible|allow(?:s|ed)? me|let me|request|ask|asking|about)"
)

CANCELLATION = [
    cue("cancel", rf"{_BY_US}\bcancell?\b{_NO_CARD} {_FEW}{_THING}"),
    cue(
        "cancel",
        rf"(?<!why )\b(?:can|could|would|will) you (?:please |just )?cancell?\b{_NO_CARD}",
    ),
    cue("cancel", rf"\b{_WISH} (?:to )?(?:please |just )?cancell?\b{_NO_CARD}{_LATER}"),
    cue("cancel", r"\b(?:please|pls|simply) cancell?\b(?! (?:my |the |this )?(?:\w+ )?cards?\b)"),
    cue(
        "cancel",
        rf"\b(?:want|need|like|get|have) (?:my|this|the|that|it|them|these|all)"
        rf" {_TO_BE}cancell?ed\b",
    ),
    cue("cancel", rf"\b(?:want|need|like) an? {_TO_BE}cancell?ed\b"),
    cue("cancel", r"\b(?:want|need|like|get|have) (?:it|this|that|them) (?:to be )?cancell?ed\b"),
    cue("cancel", r"\b(?:(?:needs?|has|have) to|should|must|can|could) be cancell?ed\b"),
    cue(
        "cancel",
        r"\b(?:interested in|help (?:me )?(?:with|in)?|about|how about|procedure for|process"
        r" for|steps for"
        r"|think(?:ing)? (?:of|about)|consider(?:ing)?|i'm|im|i am|we are|we're|by) cancell?ing\b",
    ),
    cue("cancel", rf"\bcancell?ing (?:my|this|the) {_THING}"),
    cue(
        "cancel",
        rf"\b(?:request|want|like|need|apply for|notice of|process) {_FEW}cancell?ation\b(?!"
        rf" policy)",
    ),
    cue("cancel", rf"\bcancell?ation (?:request\b|of (?:my|the|this|our) {_FEW}{_THING})"),
    cue("call", rf"\bcall off (?:my|the|this|our) {_FEW}{_THING}"),
    cue(
        "terminat clos delet deactivat end shut discontinue remove rid",
        rf"{_BY_US}\b(?:terminate|close(?: (?:out|down))?|shut down|discontinue|deactivate"
        r"|delet(?:e|ing)|closing|terminating|end|remove|get rid of) (?:(?:my|this|the|our|all"
        r"|an) )?(?:\w+ )?"
        r"(?:accounts?|subscription|membership|contract|abo)\b(?! (?:from|balance|number|manager))",
    ),
    cue(
        "clos delet terminat",
        r"(?<!why )\b(?:can|could|would|will) you (?:please |just )?(?:close|delete|terminate)"
        r" (?:my|the|our) (?:\w+ )?(?:account|subscription|membership)\b",
    ),
    cue(
        "stop quit",
        rf"{_BY_US}\b(?:stop|quit) (?:my|this|the|our) (?:\w+ )?(?:subscription|membership"
        rf"|contract|abo)\b",
    ),
    cue(
        "terminat clos delet",
        r"\b(?:account|subscription|membership) (?:to be |be )?(?:terminated|closed|deleted)\b",
    ),
    cue(
        "longer need want more",
        rf"\b(?:do not|don't|dont|no longer) (?:want|need) (?:my|this|the|that|an?|any of my)"
        rf" (?:\w+ )?{_KEPT}",
    ),
    cue("longer", rf"\b{_KEPT} is no longer (?:needed|wanted|required)"),
    cue(
        "reservation",
        r"\b(?:remove|get rid of|drop|delete|undo) (?:my|the|our) (?:\w+ )?reservations?\b",
    ),
    cue(
        "withdraw",
        r"\b(?:withdraw from (?:the|my|this) (?:contract|purchase|order)|right (?:of|to)"
        r" withdraw(?:al)?)",
    ),
    cue("renew", r"\b(?:do not|don't|dont|not) (?:want to )?(?:auto-?)?renew (?:my|the|this)\b"),
    cue("stornier", r"\bstornier(?:en|e)\b(?!t)"),
    cue("stornier", r"\b(?:bitte|soll|muss|möchte|moechte|will) (?:[\w-]+ ){0,5}?storniert\b"),
    cue(
        "storn",
        r"\b(?:um|eine|zur|wünsche|beantrage|verlange|sofortige) (?:[\w-]+ ){0,2}?storn(?:o"
        r"|ierung)\b"
        r"|\bstornierung (?:meiner|der|dieser|von) ",
    ),
    cue(
        "kündig kuendig",
        r"\bk(?:ü|ue)ndige\b|\bk(?:ü|ue)ndigen\b(?! sie)"
        r"|\bk(?:ü|ue)ndigung (?:meines|meiner|des|der|zum)",
    ),
    cue(
        "widerruf",
        r"\bwiderrufe\b|\b(?:möchte|moechte|will|kann ich) (?:[\w-]+ ){0,5}?widerrufen\b",
    ),
    cue(
        "zurücktreten rücktritt",
        r"\bvom (?:kauf|vertrag|kaufvertrag) zurück(?:zu)?treten\b|\brücktritt vom\b",
    ),
    cue(
        "konto abo",
        r"\b(?:konto|kundenkonto|account|abo) (?:[\w-]+ ){0,3}?(?:löschen|loeschen|schließen"
        r"|beenden|auflösen)\b",
    ),
    cue("abbestell", r"\b(?:bestellung|abo) (?:[\w-]+ ){0,3}?abbestellen\b"),
]
