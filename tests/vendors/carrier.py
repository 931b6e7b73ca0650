"""A carrier that answers about the parcels it knows, as USPS does, and misbehaves on demand."""

import re

from lifelong.connectors.carriers.tests.recorded import usps
from tests.vendors.server import Asked, Says, Vendor

_NUMBER = re.compile(r'TrackID ID="(\w+)"')


class Carrier(Vendor):
    def __init__(self) -> None:
        super().__init__()
        #: scans by number, the newest first
        self.scans: dict[str, list[str]] = {}

    def answer(self, asked: Asked) -> Says:
        found = _NUMBER.search(asked.query.get("XML", ""))
        number = found[1] if found else ""
        if number in self.scans:
            body = usps(*self.scans[number], number=number)
        else:
            body = (
                f'<TrackResponse><TrackInfo ID="{number}"><Error><Number>-2147219302</Number>'
                "</Error></TrackInfo></TrackResponse>"
            ).encode()
        return Says(200, body, {"Content-Type": "text/xml"})
