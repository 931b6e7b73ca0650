"""English, German, or neither that we could tell: by the small words that every sentence has."""

import re

_ENGLISH = frozenset(
    "the a an is are was were i you he she it we they my your our their this that these those and"
    " or but if when where what why how who not no do does did have has had will would can could"
    " should to of in on at for from with by be been please thanks thank hello hi hey order"
    " never there here about am it's i'm don't can't haven't isn't order's me us them get got just"
    " still any all after before yes".split()
)
_GERMAN = frozenset(
    "der die das den dem des ein eine einen einem einer ist sind war waren ich du er sie es wir ihr"
    " mein meine meinen meinem meiner ihre ihren ihrem euer eure unser und oder aber wenn wann wo"
    " was warum wie wer nicht kein keine keinen habe hat haben hatte wird werden würde kann können"
    " könnte soll sollte zu von in im auf an am für aus mit bei bitte danke hallo guten tag moin"
    " noch schon auch nur sehr mich mir uns dass diese dieser dieses seit nach vor bis um so ja"
    " nein zum zur vom bestellung paket".split()
)
#: French, Spanish, Italian, Dutch, Portuguese, Polish: enough of them and it is neither
_OTHERS = frozenset(
    "le la les une des est sont je vous nous mon ma mes votre pas ne que qui pour avec dans sur au"
    " bonjour merci commande el los las un una es son yo mi mis su sus no que por para con en del"
    " hola gracias pedido dónde está il lo gli uno è sono mio mia per non che di ciao grazie ordine"
    " dove het een ik je mijn niet van voor met op zijn heb waar bestelling hallo dank o os"
    " um uma meu minha não obrigado onde encomenda jest nie moje się na gdzie dziękuję"
    " zamówienie et du de à".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
#: so much is enough to tell
_FIRST = 1500
#: of a longer text so many words have to be known
_SHARE = 0.12


def language_of(small: str) -> str:
    """ "en", "de" or "". `small`: the words in small letters."""
    words = _WORD.findall(small[:_FIRST])
    if not words:
        return ""
    german = sum(word in _GERMAN for word in words) + 0.5 * sum(
        letter in "äöüß" for letter in small[:_FIRST]
    )
    scores = {
        "en": float(sum(word in _ENGLISH for word in words)),
        "de": german,
        "": float(sum(word in _OTHERS for word in words)),
    }
    best = max(scores, key=lambda one: scores[one])
    rest = max(score for one, score in scores.items() if one != best)
    told = scores[best] > rest and scores[best] >= max(1.0, _SHARE * len(words))
    return best if told else ""
