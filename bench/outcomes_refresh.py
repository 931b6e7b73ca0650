"""The night after one day of a big shop: what changed is added to the facts of its years.

The files are those of `outcomes`, with reopenings. The day's contacts and orders are made in bulk
by SQL, with what the log says of them; all lie in the last month of the files, which is written
again with them, and every other month is searched for them. In one warm process.
"""

import time
from pathlib import Path

from bench.dials import dial
from bench.outcomes import CONTACTS, MONTHS, ORDERS, make
from bench.result import Result
from bench.saying import say
from bench.shop import Shop, shop
from bench.watch import CONNECTION, FUNCTIONS

TARGET_S = 60
#: a month has so many days
DAYS = 30

PEOPLE = """
CREATE UNLOGGED TABLE bench_day AS
SELECT n, timestamptz '2025-12-30 00:00+00' + n * interval '10 seconds' AS at
FROM generate_series(1, {contacts}) n;
INSERT INTO customers_customer (id, name, language, zone, made_at)
SELECT bench_id('customer', n), 'Person ' || n, 'en', '', at FROM bench_day;
INSERT INTO conversations_conversation
  (id, customer_id, inbox_id, channel, status, position, revision, joined_revision, last_entry_at)
SELECT bench_id('conversation', n), bench_id('customer', n),
       (SELECT id FROM channels_inbox LIMIT 1), 'email', 'closed', 2, 2, 0, at FROM bench_day;
INSERT INTO conversations_contact
  (id, conversation_id, customer_id, channel, subject, opened_at, begun_by, first_due_at,
   first_reply_at, closed_at, set_aside_on, resolution, closed_reason)
SELECT bench_id('contact', n), bench_id('conversation', n), bench_id('customer', n), 'email',
       'Order', at, 'customer', at + interval '8 hours', at + interval '1 hour',
       at + interval '1 hour', '',
       'solved', ''
FROM bench_day;
INSERT INTO events_event (id, name, at, data, customer_id, depth)
SELECT bench_id(name, n), name, now(), jsonb_build_object(
         'customer_id', bench_id('customer', n), 'conversation_id', bench_id('conversation', n),
         'contact_id', bench_id('contact', n), 'automatic', false, 'resolution', 'solved',
         'received_at', at, 'closed_at', at + interval '1 hour'), bench_id('customer', n), 0
FROM bench_day, unnest(ARRAY['MessageReceived', 'ReplySent', 'ContactClosed']) AS name;
"""
BOUGHT = """
INSERT INTO commerce_order (id, connection_id, customer_id, ref, updated_at, told_at, number, email,
    phone, buyer, country, currency, total, shipping, tax, discount, financial, fulfilment,
    placed_at, cancel_reason, note, is_test)
SELECT bench_id('order', n), bench_id('connection', 0), bench_id('customer', 1 + n % {contacts}),
       n::text, now(), now(), '#' || n, '', '', '', 'DE', 'EUR', 5000, 0, 0, 0, 'paid', 'fulfilled',
       timestamptz '2025-12-30 00:00+00' + n * interval '5 seconds', '', '', false
FROM generate_series(1, {orders}) n;
INSERT INTO events_event (id, name, at, data, depth)
SELECT bench_id('told', n), 'OrderChanged', now(),
       jsonb_build_object('order_id', bench_id('order', n)), 0
FROM generate_series(1, {orders}) n;
"""
WHERE = """
import json
from lifelong.outcomes import keeping
keeping.folder().mkdir(parents=True, exist_ok=True)
print(json.dumps(str(keeping.folder())))
"""
REFRESH = """
import json, time
from datetime import timedelta
from lifelong.lib import clock
from lifelong.outcomes import keeping
keeping.note_seen(keeping.folder(), clock.now() - timedelta(days=1))
begin = time.perf_counter()
assert keeping.refresh()
took = time.perf_counter() - begin
facts = keeping.opened()
print(json.dumps({"seconds": took, "contacts": int(facts.contacts.count().to_pyarrow().as_py()),
                  "orders": int(facts.orders.count().to_pyarrow().as_py())}))
"""


def measure() -> Result:
    contacts, orders = dial("contacts", CONTACTS), dial("orders", ORDERS)
    of_day = {"contacts": contacts // MONTHS // DAYS, "orders": orders // MONTHS // DAYS}
    with shop() as measured:
        begin = time.monotonic()
        make(Path(measured.within(WHERE)))
        _fill(measured, of_day)
        say(f"made in {time.monotonic() - begin:.0f} s")
        found = measured.within(REFRESH)
    added = {
        "contacts": found["contacts"] - contacts // MONTHS * MONTHS,
        "orders": found["orders"] - orders // MONTHS * MONTHS,
    }
    return Result(
        value=found["seconds"],
        unit="s",
        target=TARGET_S,
        met=found["seconds"] <= TARGET_S and added == of_day,
        extra={"added": added},
    )


def _fill(measured: Shop, of_day: dict[str, int]) -> None:
    measured.do(FUNCTIONS)
    measured.do(CONNECTION)
    for statements in (PEOPLE, BOUGHT):
        for statement in statements.format(**of_day).split(";\n"):
            if statement.strip():
                measured.do(statement)
    measured.do("VACUUM ANALYZE")
