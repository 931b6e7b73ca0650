"""The connectors. A new vendor is its folder and its line here."""

from typing import Any

from lifelong.connectors.chat.connector import CHAT
from lifelong.connectors.connector import Connector
from lifelong.connectors.email.connector import MAIL
from lifelong.connectors.shopify.connector import SHOPIFY
from lifelong.connectors.twilio.connector import TWILIO

CONNECTORS: dict[str, Connector[Any]] = {
    "chat": CHAT,
    "email": MAIL,
    "shopify": SHOPIFY,
    "twilio": TWILIO,
}
