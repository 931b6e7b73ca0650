"""Somebody turns to the law or to their bank, or turns on us. English and German."""

from lifelong.triage.cues import cue

LEGAL = [
    cue(
        "legal",
        r"\b(?:take|taking|pursue|seek|start|threaten|consider(?:ing)?) legal (?:action|steps"
        r"|advice|proceedings)\b|\blegal (?:action|proceedings) (?:will|against)\b",
    ),
    cue(
        "lawyer attorney solicitor",
        r"\b(?:hear(?:ing)? from|contact(?:ed|ing)?|consult(?:ed|ing)?|speak to|spoken to|involve"
        r"|hire[d]?|call(?:ing)?|instruct(?:ed)?|pass(?:ed)? (?:this|it) (?:on )?to|talk(?:ing)?"
        r" to|get) (?:my |a |our |an )?(?:lawyer|attorney|solicitor)s?\b",
    ),
    cue(
        "lawyer attorney solicitor",
        r"\bmy (?:lawyer|attorney|solicitor)s? (?:will|is going to|has|have|advised|told|says)\b",
    ),
    cue(
        "sue suing",
        r"\b(?:sue you|sue (?:the|your) (?:company|shop|store)|will sue|going to sue|suing you"
        r"|suing)\b",
    ),
    cue(
        "court",
        r"\b(?:small claims(?: court)?|(?:take|taking) (?:you|this|it) to court|(?:see|meet) you"
        r" in court|go(?:ing)? to court)\b",
    ),
    cue(
        "trading ombudsman consumer attorney protection bbb better",
        r"\b(?:trading standards|ombudsman|consumer (?:protection|rights act|council|court|forum)"
        r"|better business bureau|attorney general|data protection (?:authority|commissioner"
        r"|officer))\b",
    ),
    cue("gdpr", r"\b(?:gdpr|subject access) (?:request|complaint|violation|breach)\b"),
    cue(
        "anwalt anwält",
        r"\b(?:meine[mnr]?|einen|einem|mein|zum|unser(?:e[mn])?) (?:rechts)?anw(?:alt|ältin"
        r"|älte)\b(?! hat (?:mir|euch|sie) empfohlen)|\banwaltlich\w*",
    ),
    cue(
        "rechtlich gerichtlich juristisch",
        r"\b(?:rechtliche|gerichtliche|juristische)[nr]? (?:schritte|mittel|konsequenzen|hilfe"
        r"|weg)\b|\bgerichtlich (?:vorgehen|einklagen)|\brechtlich (?:vorgehen|dagegen)",
    ),
    cue("klag", r"\b(?:verklage|verklagen|einklagen|klage (?:ein|erheben|einreichen))\b"),
    cue("anzeige", r"\b(?:strafanzeige|anzeige (?:erstatten|wegen|bei der))\b"),
    cue(
        "verbraucher schlichtung mahnbescheid mahnverfahren datenschutzbehörde",
        r"\bverbraucher(?:zentrale|schutz|schützer)\w*|\bschlichtungsstelle\b|\bmahn(?:bescheid"
        r"|verfahren)\b|\bdatenschutz(?:behörde|beauftragten?)\b",
    ),
]

CHARGEBACK = [
    cue("chargeback charge-back charge", r"\bcharge ?-?backs?\b"),
    cue(
        "disput",
        r"\b(?:dispute|disputing|disputed) (?:(?:the|this|my|a|these|that|it) )?(?:\w+"
        r" )?(?:charges?|payments?|transactions?|it with)\b|\b(?:open|file|raise|start|opened"
        r"|filed|raised)(?:ing)? (?:a |an )?(?:paypal |klarna )?(?:dispute|claim with (?:my bank"
        r"|paypal|visa|klarna|my card))\b",
    ),
    cue(
        "bank paypal card visa",
        r"\b(?:reverse|stop|claim back|reclaim|get) (?:the |this |my )?(?:(?:payment|charge)(?:"
        r" back)?|money back) (?:through|via|with|from|at) (?:my )?(?:bank|paypal|card|credit"
        r" card|visa)\b|\b(?:open|opened|start) (?:a )?(?:paypal )?case\b|\bpaypal (?:case|claim"
        r"|dispute|buyer protection)\b|\b(?:tell|ask|contact) my (?:bank|card company|credit card"
        r" company) to (?:reverse|refund|stop|take)\b",
    ),
    cue("käuferschutz kaeuferschutz", r"\bk(?:ä|ae)uferschutz\w*"),
    cue(
        "rückbuch zurückbuch rueckbuch zurueckbuch rückgebucht",
        r"\b(?:rückbuchung|rueckbuchung|zurückbuchen|zurueckbuchen|zurückgebucht|rückgängig bei"
        r" (?:meiner|der) bank)\b",
    ),
    cue(
        "lastschrift",
        r"\brücklastschrift\b|\blastschrift (?:\w+ ){0,4}?(?:zurück\w*|widersprech\w*"
        r"|widerspreche)\b",
    ),
    cue(
        "bank kreditkarte",
        r"\b(?:geld|betrag|zahlung|abbuchung) (?:\w+ ){0,4}?(?:von meiner|über meine|über die"
        r"|durch meine|bei meiner) (?:bank|kreditkarte\w*) (?:\w+ ){0,2}?(?:zurück\w*|stornieren"
        r"|stoppen)\b",
    ),
]

ABUSE = [
    cue("fuck fick", r"\b(?:fuck (?:you|off|yourselves|u)|fick (?:dich|euch)|fickt euch)\b"),
    cue(
        "you u",
        r"\byou (?:are |all |lot |people |guys |fucking |bloody |stupid |absolute |complete |a "
        r"|bunch of |total |'re |re |bunch )*(?:idiots?|morons?|imbeciles?|scum|bastards?"
        r"|bitch(?:es)?|assholes?|arseholes?|cunts?|retards?|pigs?|wankers?|parasites|dickheads?"
        r"|pricks?)\b",
    ),
    cue(
        "hell rot die choke shove",
        r"\b(?:go to hell|rot in hell|drop dead|hope you (?:all )?die|shove it up your)\b",
    ),
    cue("piece pieces", r"\byou (?:\w+ )?pieces? of (?:shit|crap|trash)\b"),
    cue(
        "bitch cunt asshole arsehole",
        r"\b(?:stupid|dumb|fat|lazy|useless) (?:bitch|cunt|cow|asshole|arsehole)\b",
    ),
    cue(
        "kill find",
        r"\b(?:i will|i'll|gonna|going to) (?:kill|find and|hunt|beat|hurt) (?:you|your|u)\b|\bi"
        r" know where you (?:live|work)\b",
    ),
    cue(
        "arschl wichser hurens schlampe drecks fotze missgeburt spasti vollidiot",
        r"\b(?:arschl(?:och|öcher)|wichser|hurens(?:ohn|öhne)|schlampen?|drecks(?:laden|pack|sau"
        r"|kerl)\w*|fotzen?|missgeburt\w*|spast\w*|vollidioten)\b",
    ),
    cue(
        "ihr sie",
        r"\b(?:ihr|sie|du) (?:seid |sind |bist )?(?:alle |doch |alles |ein haufen |so |ein |eine"
        r" |verdammten |dummen |blöden )*(?:idiot(?:en)?|penner|versager|schweine?"
        r"|betrügerschweine|deppen|trottel|abschaum)\b",
    ),
    cue(
        "verpiss schnauze fresse",
        r"\bverpiss\w*|\bhalt (?:die|deine|eure) (?:schnauze|fresse)\b|\bin die fresse\b",
    ),
    cue(
        "finde mach weiß bring",
        r"\bich (?:finde (?:dich|euch)|mach(?:e)? (?:dich|euch) (?:kalt|fertig)|bring(?:e)?"
        r" (?:dich|euch) um|weiß wo (?:du|ihr) wohnst?)\b",
    ),
]
