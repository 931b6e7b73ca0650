"""A million entries in SQL alone: one conversation of 10,000, many of about a hundred, some of 50.

They are written in the order of time, so the entries of one conversation lie scattered over the
table, as they would after years.
"""

from bench.shop import Shop

BIG = "Somebody who has written for years"
#: every hundredth entry is the big one's; the others have about so many each
USUAL = 101
SMALL, SMALL_ENTRIES = 99, 50

# ids with the time in front, as lifelong.lib.ids makes them
FUNCTIONS = """
CREATE FUNCTION bench_id(kind text, number bigint, at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
          || substr(md5(kind || number), 1, 3) || '8' || substr(md5(kind || number), 4, 15))::uuid
$$;
CREATE FUNCTION bench_words(number bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT substr(repeat(
    'Hello, thank you for the quick answer. The parcel came yesterday, but one of the two lamps'
    || ' has a crack in its shade, and the bulb is missing. Could you send another one, or shall'
    || ' I bring it back to the shop in the old town? I am at home on weekdays after five. ', 6),
    1 + (number * 7919 % 400)::int, 40 + (number * 104729 % 700)::int)
$$;
"""

#: what an entry is, by its number within the conversation: in, out, in, out, ..., note, event
DEALT = """
CREATE UNLOGGED TABLE bench_dealt AS
SELECT n, c, place,
       now() - interval '3 years' + interval '1 second' * (90000000.0 * n / {entries}) AS at,
       CASE WHEN place % 20 = 19 THEN 'note' WHEN place % 10 = 9 THEN 'event'
            WHEN place % 2 = 1 THEN 'message_in' ELSE 'message_out' END AS kind
FROM (SELECT n, CASE WHEN n % 100 = 0 THEN 0 ELSE n % {others} END AS c,
             CASE WHEN n % 100 = 0 THEN n / 100 ELSE n / {others} + 1 END AS place
      FROM generate_series(1, {entries}) n) dealt
WHERE c NOT BETWEEN 1 AND {small} OR place <= {small_entries}
ORDER BY n
"""

PEOPLE = """
CREATE UNLOGGED TABLE bench_people AS
SELECT c, max(place) AS entries, min(at) AS since, max(at) AS last,
       bench_id('customer', c, min(at)) AS customer, bench_id('handle', c, min(at)) AS handle,
       bench_id('conversation', c, min(at)) AS conversation
FROM bench_dealt GROUP BY c;
ALTER TABLE bench_people ADD PRIMARY KEY (c);
INSERT INTO customers_customer (id, name, language, zone, made_at)
SELECT customer, CASE c WHEN 0 THEN '{big}' ELSE 'Person ' || c END, 'en', '', since
FROM bench_people;
INSERT INTO customers_handle (id, customer_id, kind, value, claimed_how, claimed_at, shared)
SELECT handle, customer, 'email', 'person' || c || '@bench.example', 'email', since, false
FROM bench_people;
INSERT INTO conversations_conversation
  (id, customer_id, inbox_id, channel, status, position, revision, joined_revision, last_entry_at)
SELECT conversation, customer, (SELECT id FROM channels_inbox), 'email', 'pending', entries,
       entries, 0, last
FROM bench_people;
"""

CONTACTS = """
INSERT INTO conversations_contact
  (id, conversation_id, customer_id, channel, endpoint_id, subject, opened_at, closed_at,
   set_aside_on, resolution, closed_reason)
SELECT bench_id('contact', n, at), conversation, customer, 'email',
       (SELECT id FROM channels_endpoint), 'About order ' || n, at,
       CASE WHEN at < last - interval '90 days' THEN at + interval '2 days' END, '',
       CASE WHEN at < last - interval '90 days' THEN 'solved' ELSE '' END, ''
FROM bench_dealt JOIN bench_people USING (c) WHERE place % 10 = 1
"""

ENTRIES = """
INSERT INTO conversations_entry
  (id, conversation_id, customer_id, kind, channel, placed_at, position, revision, agent_id,
   handle_id, text, details)
SELECT bench_id('entry', n, at), conversation, customer, kind,
       CASE WHEN kind LIKE 'message%' THEN 'email' ELSE '' END, at, place, place,
       CASE WHEN kind IN ('message_out', 'note') THEN (SELECT id FROM accounts_agent) END,
       CASE WHEN kind = 'message_in' THEN handle END,
       CASE kind WHEN 'event' THEN '' ELSE bench_words(n) END,
       CASE kind WHEN 'event' THEN '{{"what": "closed", "resolution": "solved"}}'::jsonb
                 ELSE '{{}}'::jsonb END
FROM bench_dealt JOIN bench_people USING (c) ORDER BY n
"""

MESSAGES = """
INSERT INTO conversations_message
  (entry_id, customer_id, endpoint_id, subject, quoted, recipients, copied, external_id, answers,
   automatic, marks)
SELECT bench_id('entry', n, at), customer, (SELECT id FROM channels_endpoint),
       'About order ' || n / 10, CASE WHEN n % 3 = 0 THEN bench_words(n + 1) ELSE '' END,
       '["support@shop.example"]', '[]', md5('mail' || n) || '@bench.example', '[]', '', '[]'
FROM bench_dealt JOIN bench_people USING (c) WHERE kind LIKE 'message%' ORDER BY n
"""

SENDINGS = """
INSERT INTO conversations_sending
  (entry_id, customer_id, endpoint_id, state, recipient, queued_at, send_at, tries, accepted_at,
   words, before, in_doubt)
SELECT bench_id('entry', n, at), customer, (SELECT id FROM channels_endpoint), 'accepted',
       'person' || c || '@bench.example', at, at, 1, at, '250 OK', '{{}}', false
FROM bench_dealt JOIN bench_people USING (c) WHERE kind = 'message_out' ORDER BY n
"""


def fill(shop: Shop, *, entries: int) -> None:
    """`entries` in all, a hundredth of them in the conversation of BIG. Takes about a minute."""
    # no row here refers to what is not there: checking each would take longer than writing
    shop.do("SET session_replication_role = replica")
    shop.do("SET synchronous_commit = off")
    sizes = {
        # so many more as the small conversations leave out
        "entries": entries + SMALL * (USUAL - SMALL_ENTRIES),
        "others": entries // USUAL // 100 * 100 or 100,
        "small": SMALL,
        "small_entries": SMALL_ENTRIES,
        "big": BIG,
    }
    shop.do(FUNCTIONS)
    for statement in (DEALT, PEOPLE, CONTACTS, ENTRIES, MESSAGES, SENDINGS):
        shop.do(statement.format(**sizes))
    shop.do("DROP TABLE bench_dealt, bench_people")
    shop.do("VACUUM (ANALYZE)")
