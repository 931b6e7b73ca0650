"""The connectors. A new vendor is its folder and one line here."""

from typing import Any

from lifelong.connectors.chat.reading import read_chat
from lifelong.connectors.chat.taking import take_chat
from lifelong.connectors.connector import Connector
from lifelong.connectors.email.reading import read_mail

CONNECTORS: dict[str, Connector[Any]] = {
    "chat": Connector(read=read_chat, take=take_chat),
    "email": Connector(read=read_mail),
}
