"""How somebody feels about us, by their words and how loud they are."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from lifelong.triage.cues import Cue, Said, cue


class Sentiment(models.TextChoices):
    ANGRY = "angry", _("Angry")
    UNHAPPY = "unhappy", _("Unhappy")
    NEUTRAL = "neutral", _("Neutral")
    PLEASED = "pleased", _("Pleased")


#: from so many points on
_ANGRY = 4
_UNHAPPY = 1
_PLEASED = 2
_SHOUTED = re.compile(r"\b[A-ZÄÖÜ]{4,}\b")
_LOUD = re.compile(r"[!?]{3,}|!\s*!")

_BAD: list[Cue] = [
    cue(
        "furious outrag disgust livid fed scam fraud rip thie liar lying",
        r"\b(?:furious|outrag\w+|disgust\w+|livid|fed up|scam\w*|fraudsters?|rip-?off|thieves"
        r"|liars?|lying to)\b",
        4,
    ),
    cue(
        "ridiculous unacceptable appall shame worst terrible horrible awful pathetic joke useless",
        r"\b(?:ridiculous|unacceptable|appall\w+|shame on|shameful|worst|terrible|horrible|awful"
        r"|pathetic|a joke|useless|incompetent)\b",
        3,
    ),
    cue(
        "never again",
        r"\bnever (?:again|(?:buy|order|shop)\w* (?:\w+ ){0,2}again)\b",
        4,
        of_anybody=True,
    ),
    cue("fuck shit damn crap bloody wtf", r"\b(?:fuck\w*|shit\w*|damn|crap|bloody|wtf)\b", 3),
    cue(
        "disappoint annoy frustrat upset angry unhappy dissatisf sick",
        r"\b(?:disappoint\w+|annoy\w+|frustrat\w+|upset|angry|unhappy|dissatisfied|sick of|tired"
        r" of|not (?:happy|satisfied|impressed))\b",
        2,
        of_anybody=True,
    ),
    cue("bad poor rude problem ignor", r"\b(?:bad|poor|rude|ignor(?:ed|ing))\b", 1),
    cue(
        "unverschämt frechheit betrug betrüger abzock sauerei wütend saftladen unfassbar unmöglich",
        r"\b(?:unverschämt\w*|frechheit|betrug|betrüger\w*|abzock\w*|sauerei|wütend|stinksauer"
        r"|saftladen|unfassbar|eine zumutung|nie wieder)\b",
        4,
        of_anybody=True,
    ),
    cue(
        "katastroph schlecht inakzeptabel lächerlich unzumutbar peinlich scheiß mist",
        r"\b(?:katastroph\w*|inakzeptabel|lächerlich|unzumutbar|peinlich|schei(?:ß|ss)\w*"
        r"|verdammt\w*|das letzte|schlechteste[nrs]?)\b",
        3,
    ),
    cue(
        "enttäusch ärger sauer verärgert genervt unzufrieden nervt schlecht mist",
        r"\b(?:enttäusch\w*|ärger\w*|sauer|verärgert|genervt|nervt|unzufrieden|schlechte?[nrs]?"
        r"|mist)\b",
        2,
    ),
]

_GOOD: list[Cue] = [
    cue(
        "love great perfect amazing excellent brilliant fantastic wonderful delighted happy"
        " awesome",
        r"\b(?:love (?:it|them|the|my|your|this)|great|perfect|amazing|excellent|brilliant"
        r"|fantastic|wonderful|delighted|awesome|very happy|so happy|lovely)\b",
        2,
    ),
    cue("thank", r"\b(?:thank you so much|thanks so much|many thanks|thanks a lot)\b", 1),
    cue(
        "super toll klasse wunderbar perfekt begeistert spitze zufrieden freue schön",
        r"\b(?:super|toll\w*|klasse|wunderbar\w*|perfekt\w*|begeistert|spitze|sehr zufrieden"
        r"|freue mich|wunderschön\w*|großartig\w*)\b",
        2,
    ),
    cue("dank", r"\b(?:vielen (?:lieben )?dank|herzlichen dank|tausend dank)\b", 1),
]


def sentiment_of(said: Said) -> tuple[Sentiment, str]:
    """The sentiment, with the words that show it; "" for neutral."""
    bad, words = _weighed(said, _BAD)
    shouted = _SHOUTED.findall(said.words)
    if len(shouted) >= 3:
        bad, words = bad + 2, words or " ".join(shouted[:4])
    if bad and _LOUD.search(said.words):
        bad += 1
    if bad >= _ANGRY:
        return Sentiment.ANGRY, words
    good, kind = _weighed(said, _GOOD)
    if bad >= _UNHAPPY and bad >= good:
        return Sentiment.UNHAPPY, words
    return (Sentiment.PLEASED, kind) if good >= _PLEASED and not bad else (Sentiment.NEUTRAL, "")


def _weighed(said: Said, cues: list[Cue]) -> tuple[int, str]:
    """The points of what was found, and the words that weigh most."""
    found = sorted(said.found(cues), key=lambda one: -one[0].weight)
    return sum(cue.weight for cue, _words in found), found[0][1] if found else ""
