"""The tables, one noun a module."""

from lifelong.commerce.models.catalogue import Product, Variant
from lifelong.commerce.models.milestone import Milestone, MilestoneKind
from lifelong.commerce.models.order import (
    Financial,
    Fulfilment,
    Order,
    OrderItem,
    Recipient,
)
from lifelong.commerce.models.refund import Refund, RefundLine
from lifelong.commerce.models.review import Review
from lifelong.commerce.models.shipment import Shipment, ShipmentReport, ShipmentState
from lifelong.commerce.models.told import Heard

__all__ = [
    "Financial",
    "Fulfilment",
    "Heard",
    "Milestone",
    "MilestoneKind",
    "Order",
    "OrderItem",
    "Product",
    "Recipient",
    "Refund",
    "RefundLine",
    "Review",
    "Shipment",
    "ShipmentReport",
    "ShipmentState",
    "Variant",
]
