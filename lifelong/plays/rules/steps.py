"""What a rule does when it fires: a list of steps, each one of these kinds. No database."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lifelong.conversations.models import Resolution, SetAsideOn
from lifelong.plays.rules.fields import Rows
from lifelong.plays.rules.unfit import RuleUnfit
from lifelong.triage.risk import Risk

MOST = 10
LONGEST_TEXT = 4000
MOST_HOURS = 24 * 90
#: what a text may say of the customer and the brand
VARIABLES = ("name", "brand")
_VARIABLE = re.compile(r"\{([^{}]*)\}")


class Do(models.TextChoices):
    SET_TOPIC = "set-topic", gettext_lazy("Set the topic")
    MOVE = "move", gettext_lazy("Move to the inbox")
    ASSIGN = "assign", gettext_lazy("Give to the hero")
    RELEASE = "release", gettext_lazy("Take from its hero")
    SET_ASIDE = "set-aside", gettext_lazy("Set aside")
    CLOSE = "close", gettext_lazy("Close")
    NOTE = "note", gettext_lazy("Write a note")
    REPLY = "reply", gettext_lazy("Answer by itself")
    TAG = "tag", gettext_lazy("Say that this is at stake")
    UNTAG = "untag", gettext_lazy("Say that this is not at stake")


@dataclass(frozen=True)
class Step:
    do: Do
    #: a topic, an inbox or an agent, by id
    to: str = ""
    hours: int = 0
    on: str = ""
    resolution: str = ""
    reason: str = ""
    text: str = ""
    risk: str = ""

    def written(self) -> dict[str, Any]:
        """What is said of it; the rest is left out."""
        said = {name: getattr(self, name) for name in PARTS[self.do]}
        return {"do": self.do.value, **{name: value for name, value in said.items() if value}}


#: what has to be said of each kind
PARTS: dict[Do, tuple[str, ...]] = {
    Do.SET_TOPIC: ("to",),
    Do.MOVE: ("to",),
    Do.ASSIGN: ("to",),
    Do.RELEASE: (),
    Do.SET_ASIDE: ("hours", "on"),
    Do.CLOSE: ("to", "resolution", "reason"),
    Do.NOTE: ("text",),
    Do.REPLY: ("text",),
    Do.TAG: ("risk",),
    Do.UNTAG: ("risk",),
}
#: of whom `to` speaks
ROWS: dict[Do, str] = {
    Do.SET_TOPIC: Rows.TOPICS,
    Do.CLOSE: Rows.TOPICS,
    Do.MOVE: Rows.INBOXES,
    Do.ASSIGN: "agents",
}
RESOLUTIONS = (
    Resolution.SOLVED, Resolution.NO_REPLY_NEEDED, Resolution.SPAM, Resolution.ABANDONED,
)  # fmt: skip


def read(said: Any) -> list[Step]:
    """From what `written` wrote, or a form said. Raises `RuleUnfit` with what to change."""
    if not isinstance(said, list) or not said:
        raise RuleUnfit(_("Say what the rule does: one step at least."))
    if len(said) > MOST:
        raise RuleUnfit(_("A rule has %(most)s steps at most.") % {"most": MOST})
    return [_step(one) for one in said]


def _step(said: Mapping[str, Any]) -> Step:
    try:
        do = Do(said.get("do", ""))
    except ValueError as error:
        raise RuleUnfit(_("Choose what each step does.")) from error
    parts = {name: _PARTS[name](do, said.get(name)) for name in PARTS[do]}
    return Step(do, **parts)


def _to(do: Do, said: Any) -> str:
    if not said and do is not Do.CLOSE:
        raise RuleUnfit(_("“%(step)s” needs a choice.") % {"step": do.label})
    return str(said or "")


def _hours(do: Do, said: Any) -> int:
    try:
        hours = int(said)
    except (TypeError, ValueError) as error:
        raise RuleUnfit(_("Say for how many hours it is set aside.")) from error
    if not 1 <= hours <= MOST_HOURS:
        raise RuleUnfit(_("Something is set aside for an hour at least and 90 days at most."))
    return hours


def _one_of(choices: type[models.TextChoices]) -> Callable[[Do, Any], str]:
    def read_one(do: Do, said: Any) -> str:
        if said not in choices.values:
            raise RuleUnfit(_("“%(step)s” needs a choice.") % {"step": do.label})
        return str(said)

    return read_one


def _resolution(do: Do, said: Any) -> str:
    if said not in RESOLUTIONS:
        raise RuleUnfit(_("“%(step)s” needs a choice.") % {"step": do.label})
    return str(said)


def _reason(do: Do, said: Any) -> str:
    return " ".join(str(said or "").split())[:300]


def _text(do: Do, said: Any) -> str:
    text = str(said or "").replace("\r\n", "\n").strip()
    if not text:
        raise RuleUnfit(_("“%(step)s” needs words.") % {"step": do.label})
    if len(text) > LONGEST_TEXT:
        raise RuleUnfit(_("The words of a step are %(most)s letters at most.") % {"most": 4000})
    for name in variables(text):
        if name not in VARIABLES:
            raise RuleUnfit(
                _("A text knows {name} and {brand}, and no {%(other)s}.") % {"other": name}
            )
    return text


_PARTS: dict[str, Callable[[Do, Any], Any]] = {
    "to": _to,
    "hours": _hours,
    "on": _one_of(SetAsideOn),
    "resolution": _resolution,
    "reason": _reason,
    "text": _text,
    "risk": _one_of(Risk),
}


def variables(text: str) -> Iterator[str]:
    return (found[1] for found in _VARIABLE.finditer(text))


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables said; what they say is not looked into again."""
    return _VARIABLE.sub(lambda found: values[found[1]], text)
