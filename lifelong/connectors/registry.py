"""The connectors. A new vendor is its folder and one line here."""

from typing import Any

from lifelong.connectors.connector import Connector
from lifelong.connectors.email.reading import read_mail

CONNECTORS: dict[str, Connector[Any]] = {
    "email": Connector(read=read_mail),
}
