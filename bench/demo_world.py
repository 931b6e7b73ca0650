"""The made-up shop with its two years, filled into an empty installation on its own database."""

from bench.result import Result
from bench.shop import shop

TARGET = 20
#: inside the installation, whose own brand makes room first
FILL = """
import json, time
from lifelong.channels.models import Brand, Endpoint, Inbox
from lifelong.commerce.models import Order
from lifelong.conversations.models import Entry
from lifelong.customers.models import Customer
from lifelong.simulation.demo import fill_once
for each in (Endpoint, Inbox, Brand):
    each.objects.all().delete()
begin = time.monotonic()
assert fill_once()
took = time.monotonic() - begin
counts = {"customers": Customer, "orders": Order, "entries": Entry}
print(json.dumps({"took": took} | {name: one.objects.count() for name, one in counts.items()}))
"""


def measure() -> Result:
    with shop() as empty:
        said = empty.within(FILL)
    took = said.pop("took")
    return Result(value=took, unit="s", target=TARGET, met=took <= TARGET, extra=said)
