"""The live board: who waits where, and what heroes do, for whoever says what others work on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lifelong.accounts.policy import Verb
from lifelong.web.console.board.crews import crew_shown
from lifelong.web.console.board.queues import queues_shown
from lifelong.web.console.doors import ConsoleRequest, door
from lifelong.web.console.pages import page

LEADS = Verb.ASSIGN_OTHERS


@door("GET", needs=LEADS)
def board(request: ConsoleRequest) -> HttpResponse:
    context = _waiting(request) | _heroes(request)
    return page(request, "board", "board/board", title=_("Live board"), **context)


@door("GET", needs=LEADS)
def waiting(request: ConsoleRequest) -> HttpResponse:
    """Who waits, for the live region."""
    return render(request, "console/board/waiting.html", _waiting(request))


@door("GET", needs=LEADS)
def heroes(request: ConsoleRequest) -> HttpResponse:
    """What heroes do, for the live region."""
    return render(request, "console/board/heroes.html", _heroes(request))


def _waiting(request: ConsoleRequest) -> dict[str, Any]:
    return {"shown": queues_shown(request.caller)}


def _heroes(request: ConsoleRequest) -> dict[str, Any]:
    return {"crew": crew_shown(request.caller)}
