"""Words that say something, and when they do not: denied, or said of somebody else."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

#: so much of a message is read, of its beginning and of its end: its customer waits meanwhile
FIRST, LAST = 1300, 700
#: how far before the words a denial may stand
_NEAR = 70
#: evidence is shown in one line
_SHOWN = 90

_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_BLANKS = re.compile(r"[ \t\u00a0]+")
_NEW_THOUGHT = re.compile(r"[.!?;:,\n]|\b(?:but|however|though|aber|sondern|jedoch|doch)\b")

#: "zum 2. Mal" ends nowhere
_SENTENCE_END = re.compile(r"(?<!\d)[.!?]+\s|\n")

_DENIED = re.compile(
    r"(?:(?<!\bcan )(?<!\bcould )\bnot|\b(?!ca|could)\w+n't|\b(?:do|does|did|would|is|was|wo)nt"
    r"|\bno|\bnever|\bno longer|\bwithout"
    r"|\binstead of|\brather than|\bnobody|\bno one|\bnone|\bnothing"
    r"|\bnicht|\bkeine?[nrs]?|\bnie|\bniemals|\bniemand|\bohne|\bstatt|\banstatt)"
    r"(?: (?:really|actually|even|yet|ever|currently|want|wanna|wish|need|intend|intending"
    r"|intention"
    r"|reason|plan|planning|going|trying|like|asking|ask|looking|willing|interested|consider"
    r"|considering|about|in|to|be|been|was|were|is|are|being|for|a|an|any|the|my|this|that|it"
    r"|of|you|me"
    r"|please|got|get|had|have"
    r"|mehr|unbedingt|gleich|sofort|wirklich|vor|die|der|das|den|meine?[nrs]?|diese?[nrs]?|zu"
    r"|wurde|worden|hat|sich|absicht|grund|bitte))* $"
)
#: these deny that it works, not that it is wanted
_CANNOT = re.compile(r"\b(?:kann|konnte|können|könnte|lässt|laesst|geht|warum|wieso|klappt)\b")
_DENIED_AFTER = re.compile(
    r" (?:(?!weil|wenn|da|falls|und|oder)\w+ ){0,4}(?:nicht|keinesfalls|niemals)\b(?! mehr)"
)
_OTHERS = (
    r"friend|sister|brother|mother|mum|mom|father|dad|neighbou?r|colleague|boss|cousin|aunt|uncle"
    r"|wife|husband|partner|girlfriend|boyfriend|daughter|son|freund|freundin|schwester|bruder"
    r"|mutter|vater|nachbar|nachbarin|kollege|kollegin|frau|mann|tochter|sohn|tante|onkel"
)
_SAID_OF_ANOTHER = re.compile(
    rf"(?:\b(?:my|a|our|meine?|unsere?|eine?) (?:\w+ )?(?:{_OTHERS})"
    r"|\b(?:someone|somebody|someone else|somebody else|jemand|jemand anders|he|she|er))"
    r" (?:(?!i\b|we\b|me\b|ich\b|wir\b)\w+ ){0,4}$"
)
_ANOTHERS = re.compile(
    rf"\b(?:(?:someone|somebody)(?: else)?'s|(?:my|our) (?:{_OTHERS})'s|(?:her|his|their)"
    rf"|(?:seine|ihre)[nr]? (?=bestellung|abo)|(?:meiner|meines) (?:{_OTHERS})s?)\b"
)


@dataclass(frozen=True)
class Cue:
    """`pattern`: over words in small letters; `anchors`: one of them stands in whatever matches,
    so that most patterns are never tried."""

    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    weight: int = 1
    #: it says something also when it is said of somebody else
    of_anybody: bool = False


def cue(anchors: str, pattern: str, weight: int = 1, *, of_anybody: bool = False) -> Cue:
    """`anchors`: divided by blanks."""
    return Cue(tuple(anchors.split()), re.compile(pattern), weight, of_anybody)


@dataclass(frozen=True)
class Said:
    """What somebody wrote, and the same in small letters, place by place."""

    words: str
    small: str
    #: where each sentence begins, and the end
    begins: list[int]
    #: what was looked for already: a topic and a tag may have the same cues
    known: dict[re.Pattern[str], tuple[int, int] | None] = field(default_factory=dict)

    def found(self, cues: Iterable[Cue]) -> Iterator[tuple[Cue, str]]:
        """The cues that say what they say, each with the words that say it."""
        for one in cues:
            if one.pattern not in self.known:
                self.known[one.pattern] = self._place(one)
            place = self.known[one.pattern]
            if place is not None:
                yield one, self.shown(*place)

    def first(self, cues: Iterable[Cue]) -> str:
        """The words of the first cue that is there, else ""."""
        return next((words for _cue, words in self.found(cues)), "")

    def _place(self, cue: Cue) -> tuple[int, int] | None:
        for match in self._matches(cue):
            begin, end = match.span()
            if not self.denied(begin, end) and (cue.of_anybody or not self._another(begin, end)):
                return begin, end
        return None

    def _matches(self, cue: Cue) -> Iterator[re.Match[str]]:
        """Only the sentences in which an anchor stands are looked at."""
        for place in sorted({place for one in cue.anchors for place in self._sentences_with(one)}):
            yield from cue.pattern.finditer(self.small, self.begins[place], self.begins[place + 1])

    def _sentences_with(self, anchor: str) -> Iterator[int]:
        at = self.small.find(anchor)
        while at >= 0:
            place = bisect_right(self.begins, at) - 1
            yield place
            at = self.small.find(anchor, self.begins[place + 1])

    def denied(self, begin: int, end: int) -> bool:
        before = self._thought_before(begin)
        if _DENIED.search(before):
            return not _CANNOT.search(before)
        after = self.small[end : end + 40]
        return bool(_DENIED_AFTER.match(after)) and not _CANNOT.search(before)

    def _another(self, begin: int, end: int) -> bool:
        if _SAID_OF_ANOTHER.search(self._thought_before(begin)):
            return True
        return bool(_ANOTHERS.search(self.small[begin : end + 14]))

    def _thought_before(self, begin: int) -> str:
        """The words of the same thought that stand before a place."""
        near = self.small[max(0, begin - _NEAR) : begin]
        return _NEW_THOUGHT.split(near)[-1].lstrip()

    def shown(self, begin: int, end: int) -> str:
        return " ".join(self.words[begin:end].split())[:_SHOWN]


def said(text: str) -> Said:
    """A message's words, without the lines that it quotes."""
    if len(text) > FIRST + LAST:
        text = f"{text[:FIRST]}\n{text[-LAST:]}"
    words = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    if ">" in words:
        words = _QUOTED_LINE.sub("", words)
    words = _BLANKS.sub(" ", words)
    small = words.lower()
    begins = [0, *(match.end() for match in _SENTENCE_END.finditer(small)), len(small) + 1]
    return Said(words if len(words) == len(small) else small, small, begins)
