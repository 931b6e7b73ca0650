"""What is given to a customer, as the API tells their timeline."""

import pytest

from lifelong.concessions.actions.carrying_out import carried_out
from lifelong.concessions.tests.building import bought, given, holder, level, wish
from lifelong.conversations.tests.test_showing_orders import react, writes
from lifelong.web.api.tests.shop import calls
from lifelong.web.api.tests.test_reading import get

pytestmark = pytest.mark.django_db


def test_a_concession_is_one_entry_that_is_told_again_when_it_is_done() -> None:
    order = bought()
    conversation = writes().conversation
    made = given(wish(order, 1250), by=holder(level(1, 2000)))
    react()
    path = f"conversations/{conversation.id}/entries"
    first = get(calls(), path)
    (before,) = [one for one in first["items"] if one["details"].get("what") == "concession"]
    assert before["details"] == {
        "what": "concession", "concession": str(made.id), "kind": "refund", "state": "granted",
        "amount": 1250, "currency": "EUR", "reason": "goodwill", "due": False,
        "order": str(order.id),
    }  # fmt: skip
    assert (before["agent_id"], before["text"]) == (str(made.agent_id), "")
    carried_out(made.id, ref="7")
    react()
    (after,) = get(calls(), path, changed_after=first["revision"])["items"]
    assert (after["id"], after["position"]) == (before["id"], before["position"])
    assert after["details"]["state"] == "done"
