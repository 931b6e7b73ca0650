"""The connectors. A new vendor is its folder and one line here."""

from typing import Any

from lifelong.connectors.connector import Connector, Repeat, WayOut
from lifelong.connectors.email.reading import read_mail
from lifelong.connectors.email.sending import send_mail

CONNECTORS: dict[str, Connector[Any]] = {
    "email": Connector(read=read_mail, out=WayOut(send=send_mail, repeat=Repeat.SAFE)),
}
