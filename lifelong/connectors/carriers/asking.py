"""Asking carriers where parcels are, politely; what they say is kept raw and read by the intake."""

import time
from datetime import timedelta

import structlog
from django.utils.translation import gettext as _

from lifelong.channels.actions.delivering import keep
from lifelong.channels.models import Connection
from lifelong.commerce.actions.hearing import answered, fell_silent
from lifelong.commerce.actions.polling import may_be_asked, note_asked, to_ask_about
from lifelong.connectors.carriers.accounts import CARRIERS_BY_NAME, secrets_of, settings_of
from lifelong.connectors.carriers.answers import Carrier
from lifelong.lib.http import Answer, NotFetched, call

log = structlog.get_logger()

#: in one round, which comes every five minutes
MOST = 100
#: seconds between two questions, and for one answer
APART, PATIENCE = 0.5, 15.0
#: at most so long a pause is heeded
LONGEST_PAUSE = timedelta(hours=6)


class Silent(Exception):
    """The carrier did not answer. `str(error)` says why, without personal data."""

    def __init__(self, why: str, pause: timedelta = timedelta(0)) -> None:
        super().__init__(why)
        self.pause = pause


def ask(connection: Connection, *, apart: float = APART) -> int:
    """About the parcels of this account that were not asked about for longest. How many answers.

    The first failure ends the round; the next comes after a pause that grows.
    """
    carrier = CARRIERS_BY_NAME.get(settings_of(connection).carrier)
    if carrier is None or not may_be_asked(connection.id):
        return 0
    code = "usps" if carrier.name == "stamps" else carrier.name
    heard = 0
    for shipment_id, number in to_ask_about(connection.brand_id, code, limit=MOST):
        if heard:
            time.sleep(apart)
        try:
            answer = _ask(connection, carrier, number)
        except Silent as silent:
            log.warning("carrier silent", connection_id=str(connection.id), why=str(silent))
            fell_silent(connection.id, why=str(silent), pause=silent.pause)
            return heard
        said = {"carrier": carrier.name, "number": number}
        keep("carriers", body=answer.content, envelope=said, at=connection)
        note_asked(shipment_id)
        heard += 1
    if heard:
        answered(connection.id)
    return heard


def _ask(connection: Connection, carrier: Carrier, number: str) -> Answer:
    """Raises `Silent`."""
    question = carrier.question(number, secrets_of(connection))
    url = settings_of(connection).api_url.rstrip("/") + question.path
    try:
        answer = call(
            question.method,
            url,
            body=question.body,
            headers=question.headers,
            timeout=PATIENCE,
        )
    except NotFetched as error:
        raise Silent(_("It could not be reached.")) from error
    if answer.status in (401, 403):
        raise Silent(_("It does not let us in: look at the account's keys."))
    if answer.status == 429:
        raise Silent(_("It wants to be asked less often."), _pause(answer))
    if answer.status >= 500 or not answer.content:
        raise Silent(_("It answered %(status)s.") % {"status": answer.status}, _pause(answer))
    return answer


def _pause(answer: Answer) -> timedelta:
    try:
        seconds = float(answer.headers.get("retry-after", ""))
    except ValueError:
        return timedelta(0)
    asked = seconds if seconds > 0 else 0.0  # also of what is no number
    return timedelta(seconds=min(asked, LONGEST_PAUSE.total_seconds()))
