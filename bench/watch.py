"""The watch over a million open orders, in one warm process of an installation.

Their parcels are made in bulk by SQL. One in 200 has stood still for too long, as many as a bad
quarter of an hour brings; the value is the look that opens their incidents. `again` is the next
look, which finds nothing new.
"""

import time

from bench.dials import dial
from bench.result import Result
from bench.saying import say
from bench.shop import Shop, shop

TARGET_S = 10
ORDERS = 1_000_000
#: one of so many is new to the watch
NEW = 200

FUNCTIONS = """
CREATE FUNCTION bench_id(kind text, number bigint) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$ SELECT md5(kind || number)::uuid $$
"""
CONNECTION = """
INSERT INTO channels_connection (id, brand_id, name, connector, key, settings, is_active, refused,
                                 refused_why)
SELECT bench_id('connection', 0), id, 'Shop', 'shopify', 'bench', '{}', true, 0, ''
FROM channels_brand LIMIT 1
"""
ORDER_ROWS = """
INSERT INTO commerce_order (id, connection_id, ref, updated_at, told_at, number, email, phone,
    buyer, country, currency, total, shipping, tax, discount, financial, fulfilment, placed_at,
    cancel_reason, note, is_test)
SELECT bench_id('order', n), bench_id('connection', 0), n::text, now(), now(), '#' || n, '', '', '',
       (ARRAY['DE', 'NO', 'US'])[1 + n % 3], 'EUR', 5000, 0, 0, 0, 'paid', 'fulfilled',
       now() - interval '2 days', '', '', false
FROM generate_series(1, {orders}) n
"""
SHIPMENTS = """
INSERT INTO commerce_shipment (id, connection_id, ref, updated_at, told_at, order_id, carrier,
    carrier_code, tracking_number, numbers, tracking_url, items, state, shipped_at, expected_on,
    moved_at)
SELECT bench_id('shipment', n), bench_id('connection', 0), n::text, now(), now(),
       bench_id('order', n), 'UPS', 'ups', '1Z' || n, ARRAY['1Z' || n], '', '{{}}', 'in_transit',
       now() - interval '2 days', (now() + interval '3 days')::date,
       now() - CASE WHEN n % {new} = 0 THEN interval '20 days' ELSE n % 20 * interval '1 hour' END
FROM generate_series(1, {orders}) n
"""
REPORTS = """
INSERT INTO commerce_shipmentreport (shipment_id, ref, at, state, expected_on, cause, sub_status,
    place, words)
SELECT id, 'sent', moved_at, state, expected_on, '', '', '', '' FROM commerce_shipment
"""
LOOK = """
import json, time
from lifelong.commerce.actions.watching import _look, _terms, watch
from lifelong.lib import clock
_look(_terms(clock.now()))
took = {}
for name, do in (("statement", lambda: _look(_terms(clock.now()))), ("first", watch),
                 ("again", watch)):
    begin = time.perf_counter()
    found = do()
    took[name] = round(time.perf_counter() - begin, 2)
print(json.dumps(took))
"""


def measure() -> Result:
    orders = dial("orders", ORDERS)
    with shop() as measured:
        begin = time.monotonic()
        _fill(measured, orders)
        say(f"filled in {time.monotonic() - begin:.0f} s")
        took = measured.within(LOOK)
        opened = measured.count("SELECT count(*) FROM commerce_incident WHERE resolved_at IS NULL")
    return Result(
        value=took["first"],
        unit="s",
        target=TARGET_S,
        met=took["first"] <= TARGET_S and opened == orders // NEW,
        extra={"orders": orders, "opened": opened, "detail": took},
    )


def _fill(measured: Shop, orders: int) -> None:
    measured.do(FUNCTIONS)
    measured.do(CONNECTION)
    for statement in (ORDER_ROWS, SHIPMENTS, REPORTS):
        measured.do(statement.format(orders=orders, new=NEW))
    measured.do("VACUUM ANALYZE commerce_order, commerce_shipment, commerce_shipmentreport")
