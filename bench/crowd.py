"""Very many conversations in SQL alone, as a shop has them after some years: most closed, some set
aside, one in twenty waiting; each with a matter, its topic, and the customer's words."""

from bench.shop import Shop

#: of so many one waits, and one is answered or set aside
WAITING, PENDING = 20, 10
INBOXES, TOPICS, TAGS, AGENTS = 4, 30, 20, 50
#: of so many matters one bears a tag
TAGGED = 15

FUNCTIONS = """
CREATE FUNCTION bench_id(kind text, number bigint, at timestamptz) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
          || substr(md5(kind || number), 1, 3) || '8' || substr(md5(kind || number), 4, 15))::uuid
$$
"""
GROUND = """
INSERT INTO channels_inbox (id, brand_id, name, hours, targets)
SELECT md5('inbox' || n)::uuid, brand_id, 'Inbox ' || n, hours, targets
FROM channels_inbox, generate_series(2, {inboxes}) n;
INSERT INTO conversations_topic (id, name, is_active)
SELECT md5('topic' || n)::uuid, 'Topic ' || n, true FROM generate_series(1, {topics}) n;
INSERT INTO conversations_tag (id, name, is_active)
SELECT md5('tag' || n)::uuid, 'Tag ' || n, true FROM generate_series(1, {tags}) n;
INSERT INTO channels_inbox_members (inbox_id, agent_id)
SELECT inbox.id, agent.id FROM channels_inbox inbox, accounts_agent agent ON CONFLICT DO NOTHING;
CREATE UNLOGGED TABLE bench_people AS
SELECT n, at, kind, owner, inbox, bench_id('customer', n, at) AS customer,
       bench_id('handle', n, at) AS handle, bench_id('conversation', n, at) AS conversation,
       bench_id('contact', n, at) AS contact, bench_id('entry', n, at) AS entry
FROM (
  SELECT n, now() - interval '3 years' * (1 - n::float / {count}) AS at,
         CASE WHEN n % {waiting} = 0 THEN 'waiting' WHEN n % {pending} = 1 THEN 'pending'
              ELSE 'closed' END AS kind,
         CASE WHEN n % {pending} = 1 OR n % {waiting} = 0 AND n % 40 = 0
              THEN agents[1 + n % array_length(agents, 1)] END AS owner,
         inboxes[1 + n % array_length(inboxes, 1)] AS inbox
  FROM generate_series(1, {count}) n,
       (SELECT array_agg(id ORDER BY id) AS agents FROM accounts_agent) a,
       (SELECT array_agg(id ORDER BY id) AS inboxes FROM channels_inbox) i
) dealt
"""
PEOPLE = """
INSERT INTO customers_customer (id, name, language, zone, made_at)
SELECT customer, 'Person ' || n, (ARRAY['en', 'de', 'de-AT', 'fr', ''])[1 + n % 5], '', at
FROM bench_people;
INSERT INTO customers_handle (id, customer_id, kind, value, claimed_how, claimed_at, shared)
SELECT handle, customer, 'email', 'person' || n || '@bench.example', 'email', at, false
FROM bench_people;
INSERT INTO conversations_conversation
  (id, customer_id, inbox_id, owner_id, channel, status, waiting_since, due_at, position, revision,
   joined_revision, last_entry_at)
SELECT conversation, customer, inbox, owner, 'email',
       CASE kind WHEN 'waiting' THEN CASE WHEN owner IS NULL THEN 'new' ELSE 'open' END
            ELSE kind END,
       CASE kind WHEN 'waiting' THEN at END,
       CASE kind WHEN 'waiting' THEN at + interval '8 hours' END, 1, 1, 0, at
FROM bench_people
"""
MATTERS = """
INSERT INTO conversations_contact
  (id, conversation_id, customer_id, channel, endpoint_id, topic_id, subject, opened_at, begun_by,
   waiting_since, due_at, first_due_at, closed_at, set_aside_on, resolution, closed_reason)
SELECT contact, conversation, customer, 'email', (SELECT id FROM channels_endpoint),
       md5('topic' || 1 + (n::bigint * n) % {topics})::uuid, 'About order ' || n, at, 'customer',
       CASE kind WHEN 'waiting' THEN at END,
       CASE kind WHEN 'waiting' THEN at + interval '8 hours' END, at + interval '8 hours',
       CASE kind WHEN 'closed' THEN at + interval '1 hour' END, '',
       CASE kind WHEN 'closed' THEN 'solved' ELSE '' END, ''
FROM bench_people;
INSERT INTO conversations_tagging (contact_id, tag_id, at)
SELECT contact, md5('tag' || 1 + n / {tagged} % {tags})::uuid, at FROM bench_people
WHERE n % {tagged} = 0;
INSERT INTO conversations_entry
  (id, conversation_id, customer_id, contact_id, kind, channel, placed_at, position, revision,
   handle_id, text, details)
SELECT entry, conversation, customer, contact, 'message_in', 'email', at, 1, 1, handle,
       'Where is my order ' || n || '? It was to come on Tuesday, and nobody tells me anything.',
       '{{}}'
FROM bench_people;
INSERT INTO conversations_message
  (entry_id, customer_id, endpoint_id, subject, quoted, recipients, copied, external_id, answers,
   automatic, purpose, marks)
SELECT entry, customer, (SELECT id FROM channels_endpoint), 'About order ' || n, '',
       '["support@shop.example"]', '[]', md5('mail' || n) || '@bench.example', '[]', '', '', '[]'
FROM bench_people
"""


def fill(shop: Shop, *, count: int) -> None:
    """So many, over three years, in inboxes whose members all agents are."""
    # no row here refers to what is not there: checking each would take longer than writing
    shop.do("SET session_replication_role = replica")
    shop.do("SET synchronous_commit = off")
    sizes = {
        "count": count,
        "waiting": WAITING,
        "pending": PENDING,
        "inboxes": INBOXES,
        "topics": TOPICS,
        "tags": TAGS,
        "tagged": TAGGED,
    }
    shop.do(FUNCTIONS)
    for statement in (GROUND, PEOPLE, MATTERS):
        shop.do(statement.format(**sizes))
    shop.do("DROP TABLE bench_people")
    shop.do("SET session_replication_role = DEFAULT")
    shop.do("VACUUM (ANALYZE)")
