"""All that conditions may ask about, for many subjects in one statement.

The same statement asks whether the rules are still those that this process knows; if they are
not, or nothing is to be looked at, it stops there.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection

from lifelong.commerce.queries import PAID
from lifelong.plays.rules.facts import Known, TheContact, TheOrder, TheParcel
from lifelong.plays.rules.subject import Subject

_ASK = """
SELECT book.revision, known.*
FROM (SELECT (SELECT revision FROM rules_rulebook WHERE id = 1) AS revision) book
LEFT JOIN LATERAL (
  SELECT asked.place, asked.customer_id, bought.orders, bought.spent, stopped.so,
    contact.id, contact.conversation_id, contact.channel,
    ARRAY(SELECT one.id::text FROM conversations_topic topic
      LEFT JOIN conversations_topic above ON above.id = topic.parent_id,
      LATERAL (VALUES (topic.id), (above.id), (above.parent_id)) one(id)
      WHERE topic.id = contact.topic_id AND one.id IS NOT NULL),
    contact.closed_at, contact.waiting_since, contact.due_at, contact.set_aside_until,
    home.inbox_id::text, inbox.brand_id, home.owner_id IS NOT NULL,
    CASE WHEN inbox.hours = '{{}}' THEN brand.hours ELSE inbox.hours END, brand.zone,
    said.words, said.language, said.sentiment,
    ARRAY(SELECT risk FROM
      (SELECT tag ->> 'risk' AS risk, max(reading.at) AS at
        FROM conversations_entry entry JOIN triage_reading reading ON entry_id = entry.id,
        jsonb_array_elements(reading.tags) tag
        WHERE entry.contact_id = contact.id AND entry.redacted_at IS NULL GROUP BY 1) found
      FULL JOIN (SELECT DISTINCT ON (risk) risk, holds, at FROM triage_correction
        WHERE contact_id = contact.id AND risk <> '' ORDER BY risk, at DESC, id DESC) told
        USING (risk)
      WHERE told.holds IS NOT FALSE OR found.at > told.at),
    bill.id, bill.total, bill.currency, bill.financial, bill.fulfilment, bill.placed_at,
    bill.cancelled_at IS NOT NULL,
    (SELECT string_agg(concat_ws(' ', title, variant, sku), chr(10))
      FROM commerce_orderitem WHERE order_id = bill.id),
    shop.brand_id,
    parcel.state, parcel.carrier, parcel.expected_on, parcel.delivered_at
  FROM (VALUES {rows}) AS asked(place, customer_id, contact_id, entry_id, order_id, shipment_id)
  CROSS JOIN LATERAL (
    SELECT ARRAY(
      SELECT coalesce(me.lead_id, me.id) FROM customers_customer me WHERE me.id = asked.customer_id
      UNION ALL
      SELECT one.id FROM customers_customer me
        JOIN customers_customer one ON one.lead_id = coalesce(me.lead_id, me.id)
        WHERE me.id = asked.customer_id) AS ids
  ) person
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(many), 0)::int AS orders,
      jsonb_object_agg(currency, spent) FILTER (WHERE spent IS NOT NULL) AS spent
    FROM (
      SELECT currency, count(*) AS many,
        (sum(total - (SELECT coalesce(sum(refund.amount), 0) FROM commerce_refund refund
           WHERE refund.order_id = one.id AND refund.currency = one.currency))
         FILTER (WHERE financial = ANY(%s::text[])))::bigint AS spent
      FROM commerce_order one
      WHERE customer_id = ANY(person.ids) AND placed_at IS NOT NULL AND deleted_at IS NULL
        AND NOT is_test AND cancelled_at IS NULL AND reship_for IS NULL
      GROUP BY currency) per_currency
  ) bought
  CROSS JOIN LATERAL (
    SELECT EXISTS (SELECT FROM customers_handle handle
      JOIN customers_consent ON handle_id = handle.id
      WHERE handle.customer_id = ANY(person.ids) AND NOT given) AS so
  ) stopped
  LEFT JOIN LATERAL (
    SELECT * FROM conversations_contact one WHERE one.id = asked.contact_id
    UNION ALL
    (SELECT * FROM conversations_contact one
      WHERE asked.contact_id IS NULL AND one.customer_id = ANY(person.ids) AND one.closed_at IS NULL
      ORDER BY one.opened_at DESC LIMIT 1)
  ) contact ON true
  LEFT JOIN conversations_conversation own ON own.id = contact.conversation_id
  LEFT JOIN conversations_conversation home ON home.id = coalesce(own.lead_id, own.id)
  LEFT JOIN channels_inbox inbox ON inbox.id = home.inbox_id
  LEFT JOIN channels_brand brand ON brand.id = inbox.brand_id
  LEFT JOIN LATERAL (
    SELECT concat_ws(chr(10), message.subject, entry.text) AS words,
      reading.language, reading.sentiment
    FROM conversations_entry entry
    JOIN conversations_message message ON message.entry_id = entry.id
    LEFT JOIN triage_reading reading ON reading.entry_id = entry.id
    WHERE entry.id = coalesce(
        (SELECT id FROM conversations_entry
          WHERE id = asked.entry_id AND kind = 'message_in'),
        (SELECT id FROM conversations_entry
          WHERE contact_id = contact.id AND kind = 'message_in'
          ORDER BY position DESC LIMIT 1))
      AND entry.redacted_at IS NULL
  ) said ON true
  LEFT JOIN LATERAL (
    SELECT * FROM commerce_order one WHERE one.id = asked.order_id
    UNION ALL
    (SELECT * FROM commerce_order one
      WHERE asked.order_id IS NULL AND one.customer_id = ANY(person.ids)
        AND one.placed_at IS NOT NULL AND one.deleted_at IS NULL AND NOT one.is_test
      ORDER BY one.placed_at DESC LIMIT 1)
  ) bill ON true
  LEFT JOIN channels_connection shop ON shop.id = bill.connection_id
  LEFT JOIN LATERAL (
    SELECT * FROM commerce_shipment one WHERE one.id = asked.shipment_id
    UNION ALL
    (SELECT * FROM commerce_shipment one
      WHERE asked.shipment_id IS NULL AND one.order_id = bill.id AND one.state <> 'cancelled'
      ORDER BY one.id DESC LIMIT 1)
  ) parcel ON true
  WHERE book.revision = %s::uuid
) known ON true
"""

_REVISION = "SELECT (SELECT revision FROM rules_rulebook WHERE id = 1)"
#: said row by row and not as arrays, so that the plan for any one is as good as for this one, and
#: is kept: making it takes several times as long as following it
_ROW = "(%s::int, %s::uuid, %s::uuid, %s::uuid, %s::uuid, %s::uuid)"
_PAID = [str(one) for one in PAID]

#: by the subject's place
Told = dict[int, Known]


def ask(subjects: Sequence[Subject], *, revision: UUID | None) -> tuple[UUID | None, Told]:
    """The rulebook's revision now; and where it is `revision`, what is known of each subject, by
    its place. No revision: there never was a rule. One statement."""
    with connection.cursor() as cursor:
        if not subjects:
            cursor.execute(_REVISION)
            return cursor.fetchone()[0], {}
        cursor.execute(
            _ASK.format(rows=", ".join([_ROW] * len(subjects))),
            [*_values(subjects), _PAID, revision],
        )
        rows = cursor.fetchall()
    known = {row[1]: _known(row[1:], subjects[row[1]]) for row in rows if row[1] is not None}
    return rows[0][0], known


def _values(subjects: Sequence[Subject]) -> Iterator[Any]:
    for place, one in enumerate(subjects):
        yield from (
            place, one.customer_id, one.contact_id, one.entry_id, one.order_id, one.shipment_id,
        )  # fmt: skip


def _known(row: Sequence[Any], subject: Subject) -> Known:
    _place, customer_id, orders, spent, stopped, *rest = row
    return Known(
        at=subject.at,
        customer_id=customer_id,
        orders=orders,
        spent=_json(spent),
        stopped=stopped,
        contact=_contact(rest[:17]),
        order_id=rest[17],
        order=_order(rest[17:26]),
        parcel=_parcel(rest[26:]),
    )


def _contact(row: Sequence[Any]) -> TheContact | None:
    if row[0] is None:
        return None
    return TheContact(
        id=row[0],
        conversation_id=row[1],
        channel=row[2],
        topics=frozenset(row[3]),
        closed_at=row[4],
        waiting_since=row[5],
        due_at=row[6],
        set_aside_until=row[7],
        inbox_id=row[8],
        brand_id=row[9],
        owned=row[10],
        hours=_json(row[11]),
        zone=row[12],
        words=row[13],
        language=row[14] or "",
        sentiment=row[15] or "",
        risks=frozenset(row[16]),
    )


def _order(row: Sequence[Any]) -> TheOrder | None:
    if row[0] is None:
        return None
    return TheOrder(
        total=row[1],
        currency=row[2],
        financial=row[3],
        fulfilment=row[4],
        placed_at=row[5],
        cancelled=row[6],
        items=row[7] or "",
        brand_id=row[8],
    )


def _parcel(row: Sequence[Any]) -> TheParcel | None:
    if row[0] is None:
        return None
    return TheParcel(state=row[0], carrier=row[1], expected_on=row[2], delivered_at=row[3])


def _json(value: Any) -> dict[str, Any]:
    """Django has the driver hand JSON over as text."""
    return json.loads(value) if isinstance(value, str) else (value or {})


def ask_now(subjects: Sequence[Subject]) -> Told:
    """What is known of them, whatever the rules say, where there are any."""
    revision, _nothing = ask([], revision=None)
    while True:
        now, known = ask(subjects, revision=revision)
        if now == revision:
            return known
        revision = now
