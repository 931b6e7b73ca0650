"""The tables, one noun a module."""

from lifelong.channels.models.brand import PLAIN, Brand, Inbox
from lifelong.channels.models.channel import LIVE, TARGET_OTHERWISE, TARGETS, Channel, Kind, kind_of
from lifelong.channels.models.delivery import Block, Delivery, DeliveryState, Round
from lifelong.channels.models.door import Connection, Door, Endpoint
from lifelong.channels.models.first_step import FirstStep, PutAway
from lifelong.channels.models.probe import Probe

__all__ = [
    "LIVE",
    "PLAIN",
    "TARGETS",
    "TARGET_OTHERWISE",
    "Block",
    "Brand",
    "Channel",
    "Connection",
    "Delivery",
    "DeliveryState",
    "Door",
    "Endpoint",
    "FirstStep",
    "Inbox",
    "Kind",
    "Probe",
    "PutAway",
    "Round",
    "kind_of",
]
