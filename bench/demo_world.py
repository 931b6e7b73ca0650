"""The made-up shop with its two years, filled into an empty database on the embedded server."""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.processes import environment
from bench.result import Result

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
