"""The shop's number, and the vendor that knocks there."""

import json
import subprocess
import sys
from dataclasses import dataclass

from bench.knocking import ACCOUNT, OURS, TOKEN
from bench.shop import Shop

NUMBER = f"""
from lifelong.channels.models import Endpoint, Inbox
inbox = Inbox.objects.get()
number = Endpoint.objects.create(brand=inbox.brand, inbox=inbox, channel="sms",
    connector="twilio", address="{OURS}", name="Texts", settings={{"account": "{ACCOUNT}"}},
    secrets={{"token": "{TOKEN}"}})
print('"' + number.key + '"')
"""
#: who texts; a few of them often
PEOPLE = 2000


@dataclass(frozen=True)
class Knocked:
    #: milliseconds from its moment to its answer, of each text
    took: list[float]
    statuses: dict[str, int]


def open_number(measured: Shop) -> str:
    """The key of its door."""
    return str(measured.within(NUMBER))


def knocking(measured: Shop, key: str, *, rate: int, seconds: int) -> "subprocess.Popen[str]":
    """The vendor, at work."""
    numbers = [str(rate), str(seconds), str(PEOPLE)]
    command = [sys.executable, "-m", "bench.knocking", str(measured.instance.port), key, *numbers]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def knocked(vendor: "subprocess.Popen[str]") -> Knocked:
    """What it has seen, once it is done."""
    said, _nothing = vendor.communicate()
    if vendor.returncode:
        raise RuntimeError("the vendor ended; the reason stands above")
    return Knocked(**json.loads(said))
