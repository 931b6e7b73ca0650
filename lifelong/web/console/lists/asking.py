"""What one can ask for in a list, and how it is said in an address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from lifelong.accounts.models import Team
from lifelong.channels.models import Channel
from lifelong.conversations.standing import Status
from lifelong.lists.filters import ME, NOBODY, WAITING, Filter, Order
from lifelong.triage.risk import ROUTE, Risk
from lifelong.web.console.doors import ConsoleRequest
from lifelong.web.console.lists.naming import Named
from lifelong.web.look.words import language_words

Options = list[tuple[str, str]]


@dataclass(frozen=True)
class Choice:
    """One thing that can be asked, with what it may be; `value`: what is asked."""

    name: str
    words: str
    options: Options
    value: str

    @property
    def asked(self) -> bool:
        return bool(self.value)


def asked_in(request: ConsoleRequest) -> tuple[Filter, Order]:
    """What the address asks for."""
    said = request.POST if request.method == "POST" else request.GET
    order = said.get("order", "")
    return Filter.read(said.dict()), Order(order) if order in Order.values else Order.WAITING


def address(asked: Filter, order: str, **more: str) -> str:
    """The query of an address: "status=new&order=activity"."""
    said = {**asked.kept, **({} if order == Order.WAITING else {"order": order}), **more}
    return urlencode({name: str(value) for name, value in said.items()})


def choices(of: Named, asked: Filter) -> tuple[list[Choice], list[Choice]]:
    """Those that everybody needs, and the rarer ones."""
    inboxes = [one for one in of.inboxes if one.id in of.own_inbox_ids]
    first = [
        _choice(asked, "status", _("Status"), _statuses()),
        _choice(asked, "inbox", _("Inbox"), [(str(one.id), one.name) for one in inboxes]),
        _choice(asked, "owner", _("With"), _owners(of)),
        _choice(asked, "topic", _("Topic"), _rows(of.topics)),
        _choice(asked, "tag", _("Tag"), _rows(of.tags)),
        _choice(asked, "channel", _("Channel"), [(one.value, str(one.label)) for one in Channel]),
    ]
    rarer = [
        _choice(asked, "team", _("Team of who has them"), _rows(Team.objects.order_by("name"))),
        _choice(asked, "risk", _("At stake"), _risks()),
        _choice(asked, "language", _("Language"), _languages()),
    ]
    return first, rarer


def _choice(asked: Filter, name: str, words: str, options: Options) -> Choice:
    return Choice(name, words, options, str(getattr(asked, name)))


def _statuses() -> Options:
    waiting = [(WAITING, _("Waiting"))]
    return waiting + [(one.value, str(one.label)) for one in Status]


def _owners(of: Named) -> Options:
    return [(ME, _("Me")), (NOBODY, _("Nobody")), *((str(id), name) for id, name in of.others)]


def _rows(rows: Any) -> Options:
    return [(str(one.id), str(one)) for one in rows]


def _risks() -> Options:
    return [(one.value, str(one.label)) for one in Risk if one in ROUTE]


#: what shops hear most; others can be said in an address
_HEARD = ("en", "de", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "no", "cs", "tr")


def _languages() -> Options:
    return [(one, language_words(one)) for one in _HEARD]
