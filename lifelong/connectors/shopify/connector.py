"""What this folder offers to the registry."""

from lifelong.channels.models import Connection
from lifelong.commerce.actions.taking_in import take_in_all
from lifelong.commerce.news import Telling
from lifelong.concessions.authority import Kind
from lifelong.connectors.connector import Connector, WayToGive
from lifelong.connectors.hooks import Hook
from lifelong.connectors.shopify.reading import envelope, read_news
from lifelong.connectors.shopify.refunding import look_for_refund, pay_back
from lifelong.connectors.shopify.signature import verify

SHOPIFY: Connector[Telling] = Connector(
    read=read_news,
    take=take_in_all,
    hook=Hook(door=Connection, verify=verify, envelope=envelope),
    gives={Kind.REFUND: WayToGive(hand_over=pay_back, look_up=look_for_refund)},
)
