"""What this folder offers to the registry."""

from lifelong.channels.models import Connection
from lifelong.commerce.actions.taking_in import take_in_all
from lifelong.commerce.news import Telling
from lifelong.concessions.authority import Kind
from lifelong.connectors.connector import Connector, WayToGive
from lifelong.connectors.hooks import Hook
from lifelong.connectors.shopify.crediting import credit
from lifelong.connectors.shopify.discounting import look_for_code, make_code
from lifelong.connectors.shopify.reading import envelope, read_news
from lifelong.connectors.shopify.refunding import look_for_refund, pay_back
from lifelong.connectors.shopify.reshipping import look_for_order, send_again
from lifelong.connectors.shopify.signature import verify

SHOPIFY: Connector[Telling] = Connector(
    read=read_news,
    take=take_in_all,
    hook=Hook(door=Connection, verify=verify, envelope=envelope),
    gives={
        Kind.REFUND: WayToGive(hand_over=pay_back, look_up=look_for_refund),
        Kind.DISCOUNT: WayToGive(hand_over=make_code, look_up=look_for_code),
        Kind.CREDIT: WayToGive(hand_over=credit),
        Kind.RESHIP: WayToGive(hand_over=send_again, look_up=look_for_order),
    },
)
