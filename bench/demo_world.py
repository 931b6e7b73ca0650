"""The made-up shop with its two years, filled into an empty database on the embedded server."""

TARGET = 20
#: inside the installation: prepared without the demo, then filled
FILL = """
import json, time
from lifelong.commerce.models import Order
from lifelong.conversations.models import Entry
from lifelong.customers.models import Customer
from lifelong.simulation.demo import fill_once
begin = time.monotonic()
assert fill_once()
took = time.monotonic() - begin
counts = {"customers": Customer, "orders": Order, "entries": Entry}
print(json.dumps({"took": took} | {name: each.objects.count() for name, each in counts.items()}))
"""
