from datetime import UTC, datetime, timedelta

import pytest

from lifelong.accounts.actions.hiring import change_roles, deactivate, hire
from lifelong.accounts.actions.issuing import UnknownScope, find_by_key, issue, revoke
from lifelong.accounts.models import Agent, Role, Token
from lifelong.accounts.policy import EVERY_SCOPE, POLICY, Verb, caller_for, caller_for_token
from lifelong.lib import clock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


def hero() -> Agent:
    return hire(email="ana@shop.example", name="Ana Ruiz", roles=[Role.HERO], by=None)


def test_only_the_hash_of_a_key_is_kept() -> None:
    token, key = issue(name="till", scopes=EVERY_SCOPE)
    assert key.startswith("ll_") and len(key) == 46
    row = Token.objects.values().get(pk=token.id)
    assert key not in str(row) and key[3:] not in str(row)
    found = find_by_key(key)
    assert found is not None and found.id == token.id
    assert find_by_key(key + "x") is None
    assert find_by_key("ll_\ud800") is None


def test_a_revoked_token_opens_nothing() -> None:
    token, key = issue(name="till", scopes=EVERY_SCOPE)
    revoke(token)
    assert find_by_key(key) is None


def test_a_scope_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownScope):
        issue(name="till", scopes=["read-text", "rule-the-world"])


def test_a_use_is_noted_at_most_once_a_minute() -> None:
    token, key = issue(name="till", scopes=EVERY_SCOPE)
    for seconds, noted in ((0, NOON), (50, NOON), (70, NOON + timedelta(seconds=70))):
        with clock.stopped_at(NOON + timedelta(seconds=seconds)):
            find_by_key(key)
        assert Token.objects.get(pk=token.id).used_at == noted


def test_a_token_holds_at_most_its_agents_verbs() -> None:
    agent = hero()
    token, _ = issue(name="phone", scopes=EVERY_SCOPE, agent=agent)
    assert caller_for_token(token).verbs == POLICY[Role.HERO]
    few, _ = issue(name="phone", scopes=[Verb.READ_TEXT, Verb.SEE_INTAKE], agent=agent)
    assert caller_for_token(few).verbs == {Verb.READ_TEXT}
    change_roles(agent, roles=[Role.FINANCE], by=None)
    assert caller_for_token(few).verbs == set()


def test_a_scope_that_a_later_version_dropped_is_ignored() -> None:
    token, _ = issue(name="old", scopes=[Verb.READ_TEXT])
    token.scopes = ["read-text", "ring-bells"]
    assert caller_for_token(token).verbs == {Verb.READ_TEXT}


def test_who_has_left_may_do_nothing() -> None:
    agent = hero()
    deactivate(agent, by=None)
    assert caller_for(agent).verbs == set()


def test_a_seasonal_agent_stops_on_the_day() -> None:
    agent = hero()
    agent.ends_on = NOON.date()
    with clock.stopped_at(NOON):
        assert caller_for(agent).may(Verb.ANSWER)
    with clock.stopped_at(NOON + timedelta(days=1)):
        assert not caller_for(agent).may(Verb.ANSWER)
