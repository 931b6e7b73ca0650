"""The tables, one noun a module."""

from lifelong.commerce.models.catalogue import Product, Variant
from lifelong.commerce.models.cause import FAMILY, Cause, Family
from lifelong.commerce.models.feed import Feed, Pace, StrayReport
from lifelong.commerce.models.incident import Incident, Noticed
from lifelong.commerce.models.milestone import Milestone, MilestoneKind
from lifelong.commerce.models.order import (
    NUMBER,
    Financial,
    Fulfilment,
    Order,
    OrderItem,
    Recipient,
)
from lifelong.commerce.models.refund import Refund, RefundLine
from lifelong.commerce.models.review import Review
from lifelong.commerce.models.shipment import UNDER_WAY, Shipment, ShipmentReport, ShipmentState
from lifelong.commerce.models.told import Heard

__all__ = [
    "FAMILY",
    "NUMBER",
    "UNDER_WAY",
    "Cause",
    "Family",
    "Feed",
    "Financial",
    "Fulfilment",
    "Heard",
    "Incident",
    "Milestone",
    "MilestoneKind",
    "Noticed",
    "Order",
    "OrderItem",
    "Pace",
    "Product",
    "Recipient",
    "Refund",
    "RefundLine",
    "Review",
    "Shipment",
    "ShipmentReport",
    "ShipmentState",
    "StrayReport",
    "Variant",
]
