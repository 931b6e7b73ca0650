"""Somebody came to harm, or might. English and German."""

from lifelong.triage.cues import cue

SAFETY = [
    cue(
        "fire feuer brand",
        r"\b(?:caught|catches|catch|set|started a|on) fire\b(?! sale)|\bfeuer gefangen\b|\bin"
        r" brand\b|\bhat gebrannt\b",
    ),
    cue(
        "burn burnt",
        r"\b(?:burn(?:ed|t)) (?:my|his|her|our|myself|me)\b|\b(?:got|has|have) (?:a )?burn(?:ed|s"
        r"|t)?\b(?! out)|\bsecond degree burns?\b",
    ),
    cue("injur", r"\b(?:injured|injury|injuries)\b"),
    cue(
        "hurt",
        r"\bhurt (?:(?:my|her|his) (?:hand|finger|foot|back|face|head|eyes?|skin|arm|leg|child"
        r"|son|daughter|baby|dog|cat)|me\b|myself|himself|herself)\w*|\b(?:was|got|were|is|been)"
        r" (?:badly |seriously )?hurt (?:by (?:the|it)|when|while|because|badly)",
    ),
    cue(
        "cut schnitt",
        r"\bcut (?:my|her|his) (?:finger|hand|foot|lip|arm|leg|mouth)\w*|\b(?:finger|hand|lippe"
        r"|fuß) (?:\w+ ){0,2}geschnitten\b",
    ),
    cue("explod explosion", r"\bexplo(?:ded|des|sion)\b|\bexplodiert\w*"),
    cue(
        "smok rauch qualm",
        r"\b(?:started|starts|began|was|is) smok(?:e|ing)\b|\bsmoke (?:came|coming|comes)\b"
        r"|\b(?:raucht|qualmt|rauchte|qualmte|geraucht)\b",
    ),
    cue(
        "shock stromschlag schlag",
        r"\belectric(?:al)? shock\b|\belectrocuted\b|\b(?:gave|got|giving) (?:me )?(?:an?"
        r" )?(?:electric )?shock from\b|\bstromschlag\b",
    ),
    cue(
        "allerg ausschlag rash",
        r"\ballergic (?:reaction|shock)\b|\b(?:got|have|developed|gave me|has) (?:an? )?(?:\w+"
        r" )?rash\b|\ballergische reaktion\b|\bausschlag (?:bekommen|im|am|an)\b"
        r"|\bhautausschlag\b",
    ),
    cue(
        "hospital krankenhaus notaufnahme emergency",
        r"\bhospitali[sz]ed\b|\b(?:went|go|taken|rushed|ended up|had|was|is|am|landed) (?:\w+"
        r" ){0,2}?(?:to|in|at) (?:the |a )?(?:hospital|emergency room)\b|\b(?:ins|im|ins)"
        r" krankenhaus\b|\bnotaufnahme\b",
    ),
    cue(
        "chok erstick verschluck swallow",
        r"\b(?:choked|choking(?! hazard warning)|swallowed a)\b|\b(?:erstickt|verschluckt)\b",
    ),
    cue(
        "poison giftig vergift toxic",
        r"\b(?:poisoned|poisoning|food poisoning|toxic fumes)\b|\b(?:vergiftet|vergiftung"
        r"|lebensmittelvergiftung)\b",
    ),
    cue("bleed blut", r"\b(?:bleeding|bled)\b|\bgeblutet\b|\bblutete\b"),
    cue(
        "verletz verbrannt verbrüh verbrenn",
        r"\bverletzt\b(?! (?:mein|die) recht)|\bverletzungen?\b|\b(?:mir|sich|uns) (?:\w+"
        r" ){0,4}?(?:verbrannt|verbrüht)\b|\bverbrennungen\b",
    ),
    cue(
        "glass splitter scherbe",
        r"\b(?:glass|metal|plastic) (?:shards?|splinters?|pieces?) in (?:the|my|our) (?:food"
        r"|drink|bottle|jar|mouth)|\b(?:splitter|scherben?) (?:im|in der|in dem) (?:essen|getränk"
        r"|glas|mund|flasche)",
    ),
    cue(
        "kill umbring leben",
        r"\b(?:kill myself|end my life|mich umbringen|mir das leben nehmen)\b",
    ),
    cue(
        "overheat gas geschmolzen melted überhitzt",
        r"\b(?:battery|charger|akku|ladegerät) (?:\w+ ){0,3}?(?:overheated|melted|swollen"
        r"|geschmolzen|überhitzt|aufgebläht)\b|\bgas leak\b",
    ),
]
