"""Asking other machines: what a stranger's address names, without being sent round our own
house, and vendors' own interfaces.

A name is looked up once, every address it has must be public, and the connection goes to an
address that was checked: a name that answers differently the second time (DNS rebinding) gains
nothing. Each redirect is a new address and passes the same door. Direct connections only:
proxies in the environment are not used, since they would look the name up again.
"""

from lifelong.lib.http.asking import Answer, Fetched, call, fetch
from lifelong.lib.http.network import (
    INTERNET,
    AddressRefused,
    Answered,
    Network,
    NotFetched,
    NotReached,
    TooLarge,
    TooSlow,
    is_public,
    look_up,
    origin_of,
)
from lifelong.lib.http.pictures import SHOWN_PICTURES, fetch_image, picture_size, picture_type

__all__ = [
    "INTERNET",
    "SHOWN_PICTURES",
    "AddressRefused",
    "Answer",
    "Answered",
    "Fetched",
    "Network",
    "NotFetched",
    "NotReached",
    "TooLarge",
    "TooSlow",
    "call",
    "fetch",
    "fetch_image",
    "is_public",
    "look_up",
    "origin_of",
    "picture_size",
    "picture_type",
]
