"""The discount code that a concession becomes. Touches no database."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.crypto import salted_hmac

from lifelong.lib.money import Money

#: from granting on
VALID_FOR = timedelta(days=90)
#: without those that look like others when they are read out
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH, _GROUP = 12, 4


@dataclass(frozen=True)
class DiscountCode:
    """What a customer types at the checkout, once, and what it takes off."""

    code: str
    money: Money
    expires_at: datetime


def code_of(concession_id: UUID) -> str:
    """ "K7MQ-2XRA-9TBD": of one concession always the same, so that a repeat makes no second
    one; of 60 bits, under this installation's secret, for the id can be seen by many."""
    keyed = salted_hmac("lifelong.concessions.codes", concession_id.bytes, algorithm="sha256")
    number = int.from_bytes(keyed.digest())
    letters = ""
    for _place in range(_LENGTH):
        number, place = divmod(number, len(_LETTERS))
        letters += _LETTERS[place]
    return "-".join(letters[at : at + _GROUP] for at in range(0, _LENGTH, _GROUP))
