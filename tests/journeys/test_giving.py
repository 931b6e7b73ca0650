"""Giving at the screen: seen before the click, given once, decided by another, on the ledger."""

import csv
import re
from datetime import timedelta
from typing import Any

import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.commerce.models import Order
from lifelong.commerce.tests.building import buyer, order, taken
from lifelong.concessions.actions.approving import lapse_overdue
from lifelong.concessions.actions.carrying_out import begin_try, carried_out, failed_once
from lifelong.concessions.actions.looking import NotYoursToSay, say_found
from lifelong.concessions.actions.setting_authority import hand_level
from lifelong.concessions.models import (
    Approval,
    AuthorityLevel,
    Concession,
    LevelHolding,
    LevelVersion,
    State,
)
from lifelong.concessions.tests.building import holder, is_balanced, level, owe
from lifelong.conversations.models import Conversation
from lifelong.events.models import Event
from lifelong.lib import clock, ids
from lifelong.web.api.tests.shop import Shop
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


class Desk:
    """Ana bought for 55.00 and writes; Mia may give up to 20.00, Ruth up to 40.00."""

    def __init__(self) -> None:
        self.shop = Shop()
        self.low, self.high = level(1, 2000), level(2, 4000)
        self.mia, self.ruth = self._of(self.low), self._of(self.high)
        self.talk: Conversation = self.shop.mail("ana@example.com", "It is late.").conversation
        self.order: Order = taken(order("1", buyer=buyer("ana@example.com")))
        self.path = f"/conversations/{self.talk.id}"

    def _of(self, held: AuthorityLevel) -> Knocking:
        person = holder(held, Role.HERO)
        self.shop.service.inbox.members.add(person)
        return Knocking(person)

    def form(self, **changes: Any) -> dict[str, Any]:
        return {
            "order": str(self.order.id), "kind": "refund", "reason": "goodwill",
            "extent": "amount", "amount": "10", **changes,
        }  # fmt: skip

    def foresee(self, **changes: Any) -> str:
        answer = self.mia.client.get(f"{self.path}/giving/foreseen", self.form(**changes))
        assert answer.status_code == 200
        return answer.content.decode()

    def click(self, key: str = "", status: int = 200, **changes: Any) -> str:
        """What the button does that stands there now."""
        page = self.foresee(**changes)
        shown = re.search(r'name="shown" value="([^"]*)"', page)
        then = re.search(r'name="then" value="(\w+)"', page)
        assert shown and then, page
        said = self.form(**changes) | {"shown": shown[1], "then": then[1]}
        return self.mia.do(f"{self.path}/concessions", status, key=key or str(ids.new_id()), **said)


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_the_panel_says_what_is_owed_and_what_is_left(desk: Desk) -> None:
    owe()
    page = desk.mia.see(f"{desk.path}/giving")
    assert "€20.00" in page and "(Level 1)" in page
    assert "cancelled before it was shipped" in page, "not shipped yet: that is owed"
    desk.click(amount="15")
    assert "€5.00" in desk.mia.see(f"{desk.path}/giving")


def test_before_the_click_one_reads_what_it_will_do(desk: Desk) -> None:
    assert "Give €10.00 refund" in desk.foresee()
    beyond = desk.foresee(amount="30")
    assert "Level 2 decides" in beyond and "Ask Level 2 for €30.00 refund" in beyond
    refused = desk.foresee(amount="50")
    assert "Nobody else holds the authority" in refused and "<button" not in refused
    assert not Concession.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"reason": ""}, "Say why."),
        ({"amount": ""}, "Say how much"),
        ({"amount": "-3"}, "Say how much"),
        ({"amount": "ten"}, "as a number"),
        ({"amount": "1e9"}, "Of this order"),
        ({"amount": "0.001"}, "no such small part"),
        ({"extent": "items"}, "Choose the items"),
        ({"kind": "reship"}, "Choose the items"),
        ({"order": "", "kind": "refund"}, "Choose the order"),
        ({"extent": "items", "item-11": "x"}, "whole numbers"),
    ],
)
def test_what_cannot_be_meant_is_said_at_once(
    desk: Desk, changes: dict[str, str], says: str
) -> None:
    item = desk.order.items.order_by("place")[0]
    changes = {name.replace("11", item.ref): value for name, value in changes.items()}
    page = desk.foresee(**changes)
    assert says in page and "<button" not in page


def test_items_are_given_at_what_was_paid_for_them_and_all_of_it_is_what_is_left(
    desk: Desk,
) -> None:
    item = desk.order.items.order_by("place")[0]
    paid = -(-(item.price * item.quantity - item.discount) // item.quantity) / 100
    assert f"€{paid:.2f}" in desk.foresee(extent="items", **{f"item-{item.ref}": "1"})
    desk.click(amount="15")
    assert "Of this order" not in desk.foresee(extent="whole")
    assert "That makes €55.00" in desk.foresee(extent="whole"), "40.00 more than the 15.00"


def test_a_double_click_gives_once_and_a_changed_form_under_its_key_gives_nothing(
    desk: Desk,
) -> None:
    desk.click(key="one")
    assert "is granted" in desk.click(key="one")
    assert "did arrive" in desk.click(key="one", amount="5")
    assert Concession.objects.count() == 1
    is_balanced()


def test_a_click_does_nothing_but_what_was_shown(desk: Desk) -> None:
    said = desk.form(amount="12") | {"key": "k", "then": "give", "shown": "refund goodwill 1000 x"}
    assert "has just changed" in desk.mia.do(f"{desk.path}/concessions", 409, **said)
    assert not Concession.objects.exists()


def test_how_it_fares_stands_at_the_order(desk: Desk) -> None:
    desk.click(amount="5")
    first = Concession.objects.get()
    assert "granted, on its way" in desk.mia.see(f"{desk.path}/who")
    begin_try(first.id)
    carried_out(first.id, ref="7")
    desk.click(amount="6")
    begin_try(Concession.objects.get(state=State.GRANTED).id)
    failed_once(
        Concession.objects.get(state=State.GRANTED).id,
        words="No access to this shop.", permanent=True, unsure=False, pause=timedelta(0),
    )  # fmt: skip
    page = desk.mia.see(f"{desk.path}/who")
    assert ">done<" in page and "does not count: No access to this shop." in page


def test_a_lead_sees_the_question_and_the_asker_the_answer(desk: Desk) -> None:
    assert "was asked" in desk.click(amount="30")
    assert "waits for Level 2" in desk.mia.see(f"{desk.path}/who")
    assert "1" in desk.ruth.see("/giving/approvals/count")
    assert "1" not in desk.mia.see("/giving/approvals/count")
    page = desk.ruth.see("/giving/approvals")
    for words in ("€30.00", "That makes €30.00 on this order", "They never got anything before"):
        assert words in page
    approval = Approval.objects.get()
    path = f"/giving/approvals/{approval.id}/decision"
    assert "Granted." in desk.ruth.do(path, granted="yes", words="A good customer")
    assert "said yes: A good customer" in desk.mia.see(f"{desk.path}/who")
    assert "said yes: A good customer" in desk.mia.see("/giving/approvals")
    assert "decided already" in desk.ruth.do(path, 409, granted="no")


def test_what_nobody_decided_is_shown_as_lapsed(desk: Desk) -> None:
    desk.click(amount="30")
    with clock.stopped_at(clock.now() + timedelta(hours=5)):
        lapse_overdue()
        for who in (desk.mia, desk.ruth):
            assert "nobody decided in time" in who.see("/giving/approvals")
        assert desk.ruth.see("/giving/approvals/count").strip() == ""


def doubted(desk: Desk) -> Concession:
    """A credit of which the shop says nothing."""
    desk.click(amount="5", kind="credit")
    made = Concession.objects.get()
    begin_try(made.id)
    failed_once(made.id, words="?", permanent=True, unsure=True, pause=timedelta(0))
    return made


@pytest.mark.parametrize(
    "said, state, words",
    [("yes", State.DONE, "It counts as done."), ("no", State.FAILED, "It counts no more")],
)
def test_a_colleague_looks_in_the_shop_for_what_nobody_knows(
    desk: Desk, said: str, state: State, words: str
) -> None:
    path = f"/giving/concessions/{doubted(desk).id}/finding"
    desk.mia.do(path, 404, there=said)
    page = desk.ruth.see("/giving/approvals")
    assert "look in the shop" in page and "the shop cannot be asked, so somebody" in page
    with clock.stopped_at(clock.now() + timedelta(minutes=16)):
        assert words in desk.ruth.do(path, there=said)
        desk.ruth.do(path, 404, there=said)
    assert Concession.objects.get().state == state
    assert Event.objects.get(name="ConcessionLookedFor").data["is_there"] is (said == "yes")
    is_balanced()


def test_what_the_shop_may_be_at_work_on_is_not_said_to_be_missing(desk: Desk) -> None:
    path = f"/giving/concessions/{doubted(desk).id}/finding"
    assert "still be at work" in desk.ruth.do(path, 409, there="no")
    assert "Say whether" in desk.ruth.do(path, 422, there="perhaps")
    assert Concession.objects.get().state == State.UNKNOWN
    is_balanced()


def test_who_holds_less_does_not_say_what_became_of_it(desk: Desk) -> None:
    made = doubted(desk)
    Concession.objects.update(version=LevelVersion.objects.get(level=desk.high))
    other = desk._of(desk.low)
    other.do(f"/giving/concessions/{made.id}/finding", 404, there="yes")
    with pytest.raises(NotYoursToSay):
        say_found(made, is_there=True, by=other.person)


def test_everybody_reads_the_very_figures_that_are_enforced(desk: Desk) -> None:
    owe()
    page = Knocking(agent(Role.WAREHOUSE)).see("/giving/policy")
    assert "until 60 days after delivery" in page and "Level 2" in page and "€40.00" in page


def admin() -> Knocking:
    return Knocking(agent(Role.ADMIN))


def version(**changes: Any) -> dict[str, Any]:
    return {
        "refund_most": "12.50", "refund_percent": "30", "credit_most": "5",
        "credit_reasons": "late", "per_customer": "50", "per_agent": "300", "period_days": "30",
        **changes,
    }  # fmt: skip


def test_a_level_is_made_handed_over_and_changed_from_a_day_on(desk: Desk) -> None:
    knocking, mia = admin(), desk.mia.person
    knocking.do("/settings/levels", name="Chief", currency="EUR", rank="9")
    made = AuthorityLevel.objects.get(name="Chief")
    path = f"/settings/levels/{made.id}"
    assert "€12.50" in knocking.do(f"{path}/versions", **version())
    later = clock.now() + timedelta(days=3)
    page = knocking.do(
        f"{path}/versions", **version(refund_most="99", holds_from=later.isoformat())
    )
    assert "to come" in page and LevelVersion.objects.filter(level=made).count() == 2
    knocking.do(f"{path}/holders", agent=str(mia.id))
    assert LevelHolding.objects.get(agent=mia, held_until=None).level == made
    assert "€12.50" in desk.foresee(amount="12.50")
    assert "That makes" in desk.foresee(amount="12.51")
    with clock.stopped_at(later + timedelta(hours=1)):
        assert "Give €12.51" in desk.foresee(amount="12.51", extent="amount")
    knocking.do(f"{path}/holders/{mia.id}", method="delete")
    assert not LevelHolding.objects.filter(agent=mia, held_until=None).exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"refund_most": "-1"}, "greater than or equal to 0"),
        ({"refund_percent": "101"}, "less than or equal to 100"),
        ({"refund_most": "0.005"}, "no such small parts"),
        ({"refund_most": "", "refund_percent": "30"}, "Say at most how much"),
        ({"per_customer": ""}, "required"),
        ({"period_days": "0"}, "greater than or equal to 1"),
        ({"holds_from": "2020-01-01T00:00"}, "in the past cannot be changed"),
        ({"holds_from": "soon"}, "valid date"),
    ],
)
def test_what_a_level_cannot_hold_is_said_in_the_form(
    desk: Desk, changes: dict[str, str], says: str
) -> None:
    before = LevelVersion.objects.count()
    path = f"/settings/levels/{desk.low.id}/versions"
    assert says in admin().do(path, 422, **version(**changes))
    assert LevelVersion.objects.count() == before


def test_two_levels_share_neither_name_nor_rank(desk: Desk) -> None:
    knocking = admin()
    said: dict[str, Any] = {"currency": "EUR", "rank": "7", "name": "level 1"}
    assert "of that name" in knocking.do("/settings/levels", 422, **said)
    assert "this rank" in knocking.do("/settings/levels", 422, **said | {"name": "X", "rank": "2"})


def test_what_is_owed_is_set_and_bounded(desk: Desk) -> None:
    said: dict[str, Any] = {"claims": "45", "returns": "20", "lost_after": "10"}
    admin().do("/settings/owed", **said)
    assert "until 45 days after delivery" in desk.mia.see("/giving/policy")
    assert "Ten years" in admin().do("/settings/owed", 422, **said | {"claims": "99999"})


def test_the_ledger_balances_whatever_it_is_summed_by(desk: Desk) -> None:
    desk.click(amount="5")
    begin_try(Concession.objects.get().id)
    carried_out(Concession.objects.get().id, ref="7")
    desk.click(amount="6")
    finance = Knocking(agent(Role.FINANCE))
    for by in ("customer", "agent", "reason", "level"):
        page = finance.see(f"/giving/ledger?by={by}")
        assert page.count("€11.00") == 4 and "does not balance" not in page, by
        assert "€6.00" in page and "€5.00" in page
    assert "comes after" in finance.see("/giving/ledger?since=2026-02-02&until=2026-02-01", 422)
    assert "of this century" in finance.see("/giving/ledger?until=9999-12-31", 422)
    answer = finance.client.get("/giving/ledger.csv")
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(lines))
    assert [(row["step"], row["amount"]) for row in rows] == [
        ("granted", "5.00"), ("done", "5.00"), ("granted", "6.00"),
    ]  # fmt: skip


def test_a_name_in_the_file_is_no_formula(desk: Desk) -> None:
    desk.talk.customer.name = "=cmd()"
    desk.talk.customer.save()
    desk.click()
    answer = Knocking(agent(Role.FINANCE)).client.get("/giving/ledger.csv")
    content = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert ",'=cmd()," in content


def test_who_is_handed_a_level_again_keeps_it_without_a_gap(desk: Desk) -> None:
    hand_level(desk.mia.person, level=desk.low)
    assert LevelHolding.objects.filter(agent=desk.mia.person).count() == 1
