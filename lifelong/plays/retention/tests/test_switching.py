"""Not set up, on, off, and on again."""

import pytest

from lifelong.channels.models import Inbox
from lifelong.plays.actions.switching import switch
from lifelong.plays.models import Case, Play, PlayKind
from lifelong.plays.retention.actions.preparing import set_out
from lifelong.plays.retention.jobs import note_again
from lifelong.plays.retention.tests.building import LAWYER, retention, wrote
from lifelong.plays.retention.withholding import why_withheld
from lifelong.routing.models import Stake
from lifelong.routing.tests import ground
from lifelong.routing.tests.ground import an_endpoint, an_inbox, contact_of, settle

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox() -> Inbox:
    return an_inbox()


def test_who_was_at_risk_before_it_was_set_up_goes_on_as_before(inbox: Inbox) -> None:
    wrote(inbox)
    retention(inbox)
    came = wrote(inbox, "Cancel my order now.")
    assert not Case.objects.exists() and Stake.objects.exists()
    assert why_withheld(contact_of(came)) == ""


def test_a_brand_without_the_play_goes_on_as_ever(inbox: Inbox) -> None:
    came = wrote(inbox)
    assert Stake.objects.exists() and not Case.objects.exists()
    assert why_withheld(contact_of(came)) == ""


def test_switched_off_nobody_is_drawn_and_only_law_and_safety_go_to_keepers(
    inbox: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ground.JOBS, "lifelong.plays.retention.jobs.note_again", note_again.run)
    shop = retention(inbox, holdout=0)
    came = wrote(inbox)
    assert Stake.objects.count() == 1
    switch(shop, on=False, by=None)
    settle()
    assert not Stake.objects.exists()
    assert why_withheld(contact_of(came)).startswith("Retention is switched off")
    threat = wrote(inbox, LAWYER, "bo")
    assert Stake.objects.get().conversation == threat and Case.objects.count() == 1
    assert why_withheld(contact_of(threat)) == ""


def test_off_and_on_again_is_as_before(inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ground.JOBS, "lifelong.plays.retention.jobs.note_again", note_again.run)
    before = wrote(inbox, customer="bo")
    shop = retention(inbox, holdout=0)
    drawn = wrote(inbox)
    switch(shop, on=False, by=None)
    settle()
    meanwhile = wrote(inbox, customer="cy")
    assert not Stake.objects.exists()
    switch(shop, on=True, by=None)
    settle()
    assert set(Stake.objects.values_list("pk", flat=True)) == {before.pk, drawn.pk, meanwhile.pk}
    # who was under way when it was set up is still no case of it
    whose = set(Case.objects.values_list("customer", flat=True))
    assert whose == {drawn.customer_id, meanwhile.customer_id}


def test_no_other_play_of_that_name_is_switched_on_instead(inbox: Inbox) -> None:
    brand = an_endpoint(inbox).brand
    other = Play.objects.create(brand=brand, kind=PlayKind.FOLLOW_UP, name="Retention")
    set_out(brand, by=None)
    assert Play.objects.get(kind=PlayKind.RETENTION).is_on
    assert not Play.objects.get(pk=other.pk).is_on
    set_out(brand, by=None)
    assert Play.objects.count() == 2
