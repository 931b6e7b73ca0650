"""Tracking numbers and carriers, as everybody writes them and as we compare them."""

import re

from babel.core import get_global

_APART = re.compile(r"[,;\n]")
_KEPT = re.compile(r"[^0-9A-Z]")
#: how names begin, and what we call who is meant; the longer beginnings first
_CARRIERS = (
    ("fedex", "fedex"),
    ("unitedstatespostal", "usps"),
    ("usps", "usps"),
    ("unitedparcel", "ups"),
    ("ups", "ups"),
    ("deutschepost", "dhl"),
    ("dhl", "dhl"),
    ("canadapost", "canadapost"),
    ("postescanada", "canadapost"),
    ("postnord", "postnord"),
    ("royalmail", "royalmail"),
    ("dpd", "dpd"),
    ("gls", "gls"),
)
#: as they write themselves
_WRITTEN = {
    "fedex": "FedEx",
    "usps": "USPS",
    "ups": "UPS",
    "dhl": "DHL",
    "canadapost": "Canada Post",
    "postnord": "PostNord",
    "royalmail": "Royal Mail",
    "dpd": "DPD",
    "gls": "GLS",
}
#: what stores write when they do not say
_NOBODY = {"", "other", "custom", "unknown", "shippo"}


def number_of(words: str) -> str:
    """Letters and digits alone: "9400 1000-11" and "9400100011" are one number."""
    return _KEPT.sub("", words.upper())[:64]


def numbers_in(words: str) -> list[str]:
    """The numbers of a parcel; stores write several with commas between."""
    return list(dict.fromkeys(filter(None, map(number_of, _APART.split(words)))))[:20]


def carrier_of(words: str) -> str:
    """One name for one carrier: "FedEx Ground" and "FedExDefault" are fedex; "" is anybody."""
    squeezed = _KEPT.sub("", words.upper()).lower()
    if squeezed in _NOBODY:
        return ""
    named = (name for beginning, name in _CARRIERS if squeezed.startswith(beginning))
    return next(named, squeezed[:40])


def carrier_words(name: str) -> str:
    """A carrier, as `carrier_of` names it, for people to read."""
    return _WRITTEN.get(name, name.capitalize())


def may_be_one(one: str, other: str) -> bool:
    """Whether two carriers, as `carrier_of` names them, can be the same."""
    return not one or not other or one == other


def country_of(zone: str) -> str:
    """The country of a time zone in two letters; "" for UTC and the like."""
    country: str = get_global("zone_territories").get(zone, "")
    return "" if country in ("ZZ", "001") else country
