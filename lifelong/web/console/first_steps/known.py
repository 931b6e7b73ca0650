"""All that the rows tell of the first steps, in one statement."""

from collections.abc import Set
from dataclasses import dataclass

from django.db import connection

from lifelong.accounts.policy import POLICY, Caller, Verb
from lifelong.channels.models import FirstStep

#: of each table the first row that fits, however many there are
_ASK = """
SELECT
  EXISTS (SELECT FROM channels_brand),
  EXISTS (SELECT FROM channels_brand WHERE hours <> '{}')
    OR EXISTS (SELECT FROM channels_inbox WHERE hours <> '{}'),
  EXISTS (
    SELECT FROM channels_inbox_members JOIN answering ON answering.id = agent_id
  ) OR EXISTS (
    SELECT FROM channels_inbox_teams JOIN accounts_agent_teams USING (team_id)
    JOIN answering ON answering.id = agent_id
  ),
  EXISTS (SELECT FROM channels_probe WHERE returned_at IS NOT NULL),
  EXISTS (SELECT FROM conversations_topic WHERE is_active),
  (SELECT count(*) FROM (SELECT FROM accounts_agent WHERE is_active LIMIT 2) AS few) > 1,
  EXISTS (SELECT FROM mail, LATERAL (
    SELECT FROM conversations_contact
    WHERE endpoint_id = mail.id AND begun_by = 'customer' LIMIT 1
  ) AS one),
  EXISTS (SELECT FROM mail, LATERAL (
    SELECT FROM conversations_sending AS sending
    JOIN conversations_message AS message ON message.entry_id = sending.entry_id
    WHERE sending.endpoint_id = mail.id AND accepted_at IS NOT NULL AND automatic = '' LIMIT 1
  ) AS one),
  EXISTS (SELECT FROM channels_connection WHERE connector = 'shopify' AND is_active),
  EXISTS (SELECT FROM channels_endpoint WHERE channel = 'chat' AND is_active),
  EXISTS (SELECT FROM channels_endpoint WHERE channel = 'sms' AND is_active),
  EXISTS (
    SELECT FROM mfa_authenticator WHERE user_id = %(agent)s AND type IN ('totp', 'webauthn')
  ),
  ARRAY(SELECT step FROM channels_putaway)
"""
_TABLES = """
WITH answering AS (SELECT id FROM accounts_agent WHERE is_active AND roles && %(roles)s::varchar[]),
  mail AS (SELECT id FROM channels_endpoint WHERE channel = 'email')
"""
_ANSWERING = [role.value for role, verbs in POLICY.items() if Verb.ANSWER in verbs]


@dataclass(frozen=True)
class Known:
    brand: bool
    hours: bool
    inbox: bool
    #: a message that was sent round is back, so there is an address with a relay too
    round: bool
    topics: bool
    heroes: bool
    mail: bool
    answer: bool
    shop: bool
    chat: bool
    texts: bool
    #: of whoever asks
    second_factor: bool
    put_away: Set[FirstStep]

    def is_settled(self, step: FirstStep) -> bool:
        """Somebody said that it needs no doing."""
        return step in self.put_away

    @property
    def is_done(self) -> bool:
        """All that makes a shop answer mail."""
        hours = self.hours or self.is_settled(FirstStep.HOURS)
        heroes = self.heroes or self.is_settled(FirstStep.HEROES)
        from_rows = (self.brand, self.inbox, self.round, self.topics, self.mail, self.answer)
        return hours and heroes and all(from_rows)

    @property
    def is_shown(self) -> bool:
        """There is something left, and nobody has put it away."""
        return not self.is_done and not self.is_settled(FirstStep.ALL)


def known(caller: Caller) -> Known:
    caller.must(Verb.CHANGE_SETTINGS)
    with connection.cursor() as cursor:
        cursor.execute(_TABLES + _ASK, {"roles": _ANSWERING, "agent": caller.agent_id})
        told = list(cursor.fetchone())
        told[-1] = frozenset(FirstStep(one) for one in told[-1])
        return Known(*told)


def are_shown(caller: Caller) -> bool:
    """Whether this caller should be led to them."""
    return caller.may(Verb.CHANGE_SETTINGS) and known(caller).is_shown


def come_first(caller: Caller) -> bool:
    """Whether they are what this caller should see before all else: no answer has left yet."""
    if not caller.may(Verb.CHANGE_SETTINGS):
        return False
    told = known(caller)
    return told.is_shown and not told.answer
