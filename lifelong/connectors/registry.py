"""The connectors. A new vendor is its folder and its line here."""

from typing import Any

from lifelong.connectors.aftership.connector import AFTERSHIP
from lifelong.connectors.carriers.connector import CARRIERS
from lifelong.connectors.chat.connector import CHAT
from lifelong.connectors.connector import Connector
from lifelong.connectors.easypost.connector import EASYPOST
from lifelong.connectors.email.connector import MAIL
from lifelong.connectors.shippo.connector import SHIPPO
from lifelong.connectors.shopify.connector import SHOPIFY
from lifelong.connectors.twilio.connector import TWILIO

CONNECTORS: dict[str, Connector[Any]] = {
    "aftership": AFTERSHIP,
    "carriers": CARRIERS,
    "chat": CHAT,
    "easypost": EASYPOST,
    "email": MAIL,
    "shippo": SHIPPO,
    "shopify": SHOPIFY,
    "twilio": TWILIO,
}
