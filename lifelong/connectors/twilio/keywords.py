"""Words that are a wish about texts, and not words to us: as Twilio has them, and some more."""

import re

from lifelong.conversations.incoming import Wish

#: Twilio's own, then what people text elsewhere
_STOP = frozenset(
    "stop stopall unsubscribe cancel end quit revoke optout stopp abmelden abbestellen arret arrêt"
    " désabonner alto parar basta detener".split()
)
_START = frozenset("start unstop".split())
#: a wish only of who has stopped: else an answer
_YES = frozenset(["yes"])
_TWILIOS = {"STOP": Wish.STOP, "START": Wish.START}
_AROUND = re.compile(r"^[\s\"'“”„.!*]+|[\s\"'“”„.!*]+$")


def wish_in(text: str, *, opt_out_type: str = "") -> Wish | None:
    """`opt_out_type`: what Twilio took it for, where its own opt-out handling is on.

    HELP and INFO are no wish: who texts them wants an answer, and gets one from a hero.
    """
    if said := _TWILIOS.get(opt_out_type.upper()):
        return said
    word = _AROUND.sub("", text[:40]).casefold()
    if word in _STOP:
        return Wish.STOP
    if word in _START:
        return Wish.START
    return Wish.YES if word in _YES else None
