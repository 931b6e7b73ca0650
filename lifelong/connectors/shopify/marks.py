"""How what we do in a shop names the concession, so that it is known again there."""

import re
from uuid import UUID

#: at Shopify a tag has at most 40 letters
_TAG = re.compile(r"reship-([0-9a-f]{32})")


def note(concession_id: UUID) -> str:
    """For people, and for looking it up where no tag can be."""
    return f"Lifelong {concession_id}"


def tag(concession_id: UUID) -> str:
    """Of an order that sends something again."""
    return f"reship-{concession_id.hex}"


def marked_by(tags: str) -> UUID | None:
    """The concession that an order with these tags carries out, as in "vip, reship-0192..."."""
    found = (_TAG.fullmatch(one.strip()) for one in tags.split(","))
    return next((UUID(one[1]) for one in found if one), None)
