"""Where parcels are, when and where they come. English and German."""

from lifelong.triage.cues import Cue, cue
from lifelong.triage.themes import Theme

_ORDER = r"(?:orders?|parcels?|packages?|packets?|deliver(?:y|ies)|shipments?|items?|stuff|things?)"
_PAKET = r"(?:paket|päckchen|bestellung|lieferung|sendung|ware|artikel)"

#: what may be wrong with a parcel that is no theme: few write of it, and what is done about it is
#: what is done about a parcel that does not come
STRANDED: dict[str, list[Cue]] = {
    "returned": [
        cue(
            "sender sent returned back",
            r"\breturn(?:ed|ing|s)? to (?:the )?sender\b"
            rf"|\b(?:my|the|our) {_ORDER} (?:was|were|is|has been|got|is being) (?:sent|going"
            r"|shipped|returned) back to you\b",
            of_anybody=True,
        ),
        cue(
            "absender zurück zurueck retour",
            r"\b(?:zurück|zurueck|retour) an (?:den |die )?absender\b"
            rf"|\b{_PAKET} (?:[\w'-]+ ){{0,3}}?(?:an sie |zu ihnen )?(?:zurückgegangen"
            r"|zurückgeschickt worden|zurückgesendet worden)\b",
            of_anybody=True,
        ),
    ],
    "customs": [
        cue(
            "customs",
            r"\b(?:in|at|by|with|through|from) customs\b"
            r"|\bcustoms (?:has|have|is|are|hold|holds|held|clearance|office|duty|fee|fees)\b",
            of_anybody=True,
        ),
        cue(
            "zoll",
            r"\b(?:beim|im|vom|am|durch den|durch) zoll\b|\bder zoll\b|\bzollamt\b"
            r"|\b(?:einfuhr)?zollgebühr(?:en)?\b",
            of_anybody=True,
        ),
    ],
}
PARCELS: dict[Theme, list[Cue]] = {
    Theme.LOST_PARCEL: [
        cue(
            "lost missing stolen",
            rf"\b{_ORDER} (?:[\w'-]+ ){{0,3}}?(?:is|was|got|has been|been|must be|went) (?:[\w'-]+"
            rf" )?(?:lost|missing|stolen)\b|\b(?:lost|stolen|missing) {_ORDER}\b",
            5,
        ),
        cue(
            "deliver",
            r"\b(?:says|marked as|marked|shows(?: as)?|states|supposedly|shown as|according to"
            r" tracking|claims) (?:[\w'-]+ ){0,3}?delivered\b",
            5,
        ),
        cue(
            "verloren verschwunden gestohlen",
            rf"\b{_PAKET} (?:[\w'-]+ ){{0,4}}?(?:verloren(?:gegangen| gegangen)?|verschwunden"
            rf"|gestohlen|geklaut|verschollen)\b|\bals zugestellt (?:markiert|gemeldet"
            rf"|angezeigt)\b|\bangeblich (?:zugestellt|geliefert)\b",
            5,
        ),
    ],
    Theme.DELIVERY_DATE: [
        cue(
            "today tomorrow day date time deliver",
            r"\b(?:will|can|could|does) (?:\S+ ){1,5}?(?:come|arrive|be delivered|get here|be"
            r" here|delivered) (?:[\w'-]+ ){0,2}?(?:today|tomorrow|by|before|on|in time|this"
            r" week)\b|\b(?:change|move|choose|pick|reschedule|postpone) (?:the|my) delivery"
            r" (?:date|day|time)?\b|\bhow long (?:does|will|is) (?:[\w'-]+ )?(?:delivery"
            r"|shipping)\b",
            4,
        ),
        cue(
            "heute morgen liefer wann",
            r"\bkommt (?:\S+ ){1,4}?(?:heute|morgen|noch diese woche|bis)\b|\b(?:liefertermin"
            r"|lieferdatum|wunschtermin|lieferzeit)\b|\bwie lange dauert (?:die|der) (?:lieferung"
            r"|versand)\b",
            4,
        ),
    ],
    Theme.ADDRESS: [
        cue(
            "address moved",
            r"\b(?:change|update|correct|wrong|new|different|incorrect|typo in) (?:[\w'-]+"
            r" ){0,4}?address\b|\b(?:have |i've |we've |just )?moved house\b|\baddress (?:[\w'-]+"
            r" ){0,3}?(?:wrong|changed|incorrect)\b|\b(?:ship|send|deliver) (?:it|them|this) to"
            r" (?:a |an |my )?(?:different|another|other|new)\b",
            5,
        ),
        cue(
            "adresse anschrift umgezogen",
            r"\b(?:neue|andere|falsche|geänderte|lieferadresse|adresse|anschrift) ?(?:[\w'-]+"
            r" ){0,3}?(?:adresse|anschrift|ändern|falsch|geändert|korrigieren)\b|\bumgezogen\b",
            5,
        ),
    ],
    Theme.WHERE_IS_ORDER: [
        cue(
            "where",
            rf"\bwhere(?:'s| is| are|s) (?:my|the|our|our) (?:[\w'-]+ ){{0,3}}?{_ORDER}\b|\bwhere"
            rf" (?:[\w'-]+ ){{0,3}}?{_ORDER} (?:is|are)\b",
            4,
        ),
        cue(
            "track",
            r"\btrack(?:ing)?(?: (?:number|link|info|information|status|my|the|page))?\b",
            2,
        ),
        cue(
            "status",
            rf"\bstatus of (?:my|the|our) (?:[\w'-]+ )?{_ORDER}\b|\b{_ORDER} status\b",
            3,
        ),
        cue(
            "arriv receiv come here deliver",
            rf"\b{_ORDER} (?:[\w'-]+ ){{0,3}}?(?:\w*n't|not|never) (?:[\w'-]+ ){{0,3}}?(?:arrived?"
            rf"|come|here|delivered|shipped|received|moved)\b|\b{_ORDER} (?:has|is|did)n't"
            rf" (?:[\w'-]+ ){{0,3}}?(?:arrived?|come|here|delivered|shipped|moved|turned up)\b"
            rf"|\b(?:not|\w+n't|never) (?:yet )?(?:received?|got|gotten|had) (?:my|the|our|any)"
            rf" (?:[\w'-]+ )?{_ORDER}\b",
            4,
            of_anybody=True,
        ),
        cue(
            "when",
            rf"\bwhen (?:will|does|is|can|do) (?:[\w'-]+ ){{0,4}}?(?:{_ORDER}|it) (?:[\w'-]+"
            rf" ){{0,3}}?(?:arrive|come|ship|shipped|delivered|here|be here)\b",
            3,
        ),
        cue(
            "wo",
            rf"\bwo (?:ist|bleibt|steckt|bleiben|sind) (?:[\w'-]+ ){{0,2}}?(?:mein|meine|die|das"
            rf"|unser|unsere|denn) ?(?:[\w'-]+ ){{0,2}}?{_PAKET}",
            4,
        ),
        cue(
            "sendungs tracking sendung",
            r"\b(?:sendungs(?:nummer|verfolgung|status|verlauf)|trackingnummer|sendung"
            r" verfolgen)\b",
            2,
        ),
        cue(
            "angekommen geliefert erhalten da versendet",
            rf"\b{_PAKET} (?:[\w#-]+ ){{0,4}}?(?:noch |immer )*nicht (?:[\w'-]+"
            rf" ){{0,2}}?(?:angekommen|geliefert|da|erhalten|gekommen|versendet|zugestellt"
            rf"|bekommen)\b",
            4,
            of_anybody=True,
        ),
        cue("wann", rf"\bwann (?:kommt|wird|kann|bekomme|erhalte) (?:[\w'-]+ ){{0,5}}?{_PAKET}", 3),
    ],
}
