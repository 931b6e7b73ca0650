"""Lists, and what is done to many of them: seen, kept, planned, set going, taken back."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lifelong.accounts.models import Role
from lifelong.conversations.models import Conversation, Tag
from lifelong.conversations.tests.building import agent, topic
from lifelong.lists.actions.carrying_out import carry_out
from lifelong.lists.models import Bulk, BulkState, SavedList
from lifelong.lists.tests.building import Shop, shop
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None) -> Shop:
    return shop()


@pytest.fixture
def hero(here: Shop) -> Knocking:
    return Knocking(here.hero)


@pytest.fixture
def lead(here: Shop) -> Knocking:
    return Knocking(here.lead)


def picked(some: Any) -> list[str]:
    return [str(one.conversation.id) for one in some]


def post(someone: Knocking, path: str, answers: int = 200, /, **fields: Any) -> Any:
    answer = someone.client.post(path, fields)
    assert answer.status_code == answers, answer.content.decode()[-800:]
    return answer


def test_a_list_shows_whom_it_asks_for_and_only_whom_one_may_see(
    here: Shop, hero: Knocking
) -> None:
    here.wrote("ana")
    here.wrote("bob")
    page = hero.see("/lists?status=waiting")
    assert "Ana" in page and "Bob" in page
    assert "2 people" in page
    assert "Nobody here" in hero.see("/lists?status=closed")
    stranger = Knocking(agent(name="Far Away"))
    assert "Nobody here" in stranger.see("/lists?status=waiting")


def test_nonsense_in_an_address_asks_nothing(here: Shop, hero: Knocking) -> None:
    here.wrote("ana")
    assert "Ana" in hero.see("/lists?status=rubbish&inbox=1&hours=-3&quiet=x&order=no&topic=no")
    assert "cannot be kept" in hero.see("/lists?topic=%00", status=422)
    assert "Ana" in hero.see("/lists/rows?after=w~nonsense~1")


@pytest.mark.parametrize(
    "asked",
    [
        {"act": "close", "to_topic": "nonsense"},
        {"act": "close", "resolution": "combined"},
        {"act": "close", "resolution": "nonsense"},
        {"act": "assign", "to_agent": "nonsense"},
        {"act": "move", "to_inbox": "nonsense"},
        {"act": "untag", "off_tag": "nonsense"},
        {"act": "reply", "answer": "nonsense"},
        {"act": "reply", "text": "Hello\0there"},
        {"act": "nonsense"},
    ],
)
def test_nonsense_in_an_act_is_refused_in_words(
    here: Shop, hero: Knocking, asked: dict[str, str]
) -> None:
    post(hero, "/lists/bulks", 422, id=picked([here.wrote("ana")]), **asked)
    assert not Bulk.objects.exists()


def test_nobody_closes_a_matter_as_combined_by_hand(here: Shop, hero: Knocking) -> None:
    ana = here.wrote("ana")
    post(hero, f"/contacts/{ana.contact.id}/closure", 422, resolution="combined", topic="")
    assert ana.contact.closed_at is None


def test_a_list_is_kept_under_a_name_shared_by_leads_alone_and_dropped(
    here: Shop, hero: Knocking, lead: Knocking
) -> None:
    gone_to = post(hero, "/lists", 204, name="Mine", status="new")["HX-Redirect"]
    assert "Mine" in hero.see(gone_to)
    assert Knocking(here.lead).client.get(gone_to).status_code == 404
    post(hero, "/lists", 403, name="All", status="new", shared="yes")
    post(hero, "/lists", 422, name="mine", status="new")
    post(hero, "/lists", 422, name="  ", status="new")
    shared = post(lead, "/lists", 204, name="All", status="new", shared="yes")["HX-Redirect"]
    assert "All" in hero.see(shared)
    assert hero.client.delete(shared).status_code == 403
    post(hero, shared, 403, status="open")
    post(lead, shared, 204, status="open")
    assert SavedList.objects.get(is_shared=True).filter == {"status": "open"}
    assert lead.client.delete(shared).status_code == 204
    assert hero.client.get(shared).status_code == 404


def test_every_list_is_counted_beside(here: Shop, hero: Knocking) -> None:
    here.crowd(3)
    said = hero.see("/lists/counts?at=")
    assert re.search(r'Everybody who waits</span> <span class="count">3<', said)


def test_one_sees_what_would_happen_before_anything_does(here: Shop, hero: Knocking) -> None:
    some = here.crowd(3)
    page = post(
        hero, "/lists/bulks", id=picked(some), act="close", to_topic=str(topic().id)
    ).content.decode()
    assert "Close 3 people" in page
    assert "The customer waits for an answer" in page
    assert 'id="begin"' not in page, "nobody would be closed"
    ready = post(hero, "/lists/bulks", all="yes", status="waiting", act="close", resolution="spam")
    assert "Close (3)" in ready.content.decode()
    assert set(Conversation.objects.values_list("status", flat=True)) == {"new"}
    assert ready["HX-Push-Url"] == f"/lists/bulks/{Bulk.objects.latest('made_at').id}"


def test_it_is_set_going_told_and_taken_back(here: Shop, hero: Knocking) -> None:
    some = here.crowd(3)
    ready = post(hero, "/lists/bulks", id=picked(some), act="close", resolution="spam")
    path = ready["HX-Push-Url"]
    assert "Under way" in post(hero, f"{path}/running").content.decode()
    bulk = Bulk.objects.get()
    carry_out(bulk.id)
    said = hero.see(f"{path}/progress")
    assert "3 of 3" in said and 'id="undo"' in said
    assert "Being taken back" in post(hero, f"{path}/undoing").content.decode()
    carry_out(bulk.id)
    assert "3 of 3" in hero.see(f"{path}/progress")
    assert set(Conversation.objects.values_list("status", flat=True)) == {"new"}
    post(hero, f"{path}/undoing", 409)
    assert hero.client.delete(f"{path}/running").status_code == 409


def test_a_bulk_is_only_for_who_ordered_it(here: Shop, hero: Knocking, lead: Knocking) -> None:
    some = here.crowd(1)
    path = post(hero, "/lists/bulks", id=picked(some), act="close", resolution="spam")[
        "HX-Push-Url"
    ]
    for part in ("", "/progress"):
        assert lead.client.get(path + part).status_code == 404
    post(lead, f"{path}/running", 404)
    assert Bulk.objects.get().state == BulkState.PLANNED


def test_what_cannot_be_meant_is_said_at_once(here: Shop, hero: Knocking) -> None:
    some = picked(here.crowd(1))
    post(hero, "/lists/bulks", 422, act="close", resolution="spam")
    post(hero, "/lists/bulks", 422, id=some, act="explode")
    post(hero, "/lists/bulks", 422, id=some, act="reply", text=" ")
    post(hero, "/lists/bulks", 422, id=some, act="reply", text="Hello {{order.numbr}}")
    post(hero, "/lists/bulks", 422, id=some, act="tag", new_tag=" ")
    post(hero, "/lists/bulks", 422, id=some, act="move", to_inbox="")
    post(hero, "/lists/bulks", 403, id=some, act="assign", to_agent=str(here.lead.id))
    assert not Bulk.objects.exists()


def test_who_only_reads_sees_lists_and_chooses_nobody(here: Shop) -> None:
    here.wrote("ana")
    auditor = Knocking(agent(Role.AUDITOR))
    page = auditor.see("/lists?status=waiting")
    assert "Ana" in page and "/lists/bulks" not in page
    post(auditor, "/lists/bulks", 403, act="close")


def test_a_list_goes_on_page_by_page_without_gaps_or_repeats(
    here: Shop, hero: Knocking, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lifelong.web.console.lists.rows.SHOWN", 2)
    some = here.crowd(5)
    for order in ("waiting", "activity"):
        page, seen = hero.see(f"/lists?status=new&order={order}"), []
        while True:
            seen += re.findall(r'name="id" value="([^"]+)"', page)
            more = re.search(r'hx-get="(/lists/rows[^"]+)"', page)
            if more is None:
                break
            page = hero.see(more[1].replace("&amp;", "&"))
        assert sorted(seen) == sorted(picked(some)), order


def test_tags_stand_beside_the_people_who_bear_them(here: Shop, hero: Knocking) -> None:
    some = here.crowd(2)
    path = post(hero, "/lists/bulks", id=picked(some[:1]), act="tag", new_tag="Press")[
        "HX-Push-Url"
    ]
    post(hero, f"{path}/running")
    carry_out(Bulk.objects.get().id)
    page = hero.see(f"/lists?tag={Tag.objects.get().id}")
    assert "1 person" in page and ">Press</span>" in page


def test_more_people_ask_no_more_of_the_database(here: Shop, hero: Knocking) -> None:
    def asked() -> int:
        hero.see("/lists?status=waiting")
        with CaptureQueriesContext(connection) as captured:
            hero.see("/lists?status=waiting")
        return len(captured)

    here.crowd(2)
    few = asked()
    here.crowd(9)
    assert asked() == few
    assert few <= 30


def test_a_hero_tags_one_matter_and_an_admin_retires_the_tag(here: Shop, hero: Knocking) -> None:
    ana = here.wrote("ana")
    path = f"/contacts/{ana.contact.id}/tags"
    assert "Press" not in hero.see(path)
    active = ana.conversation.last_entry_at
    assert "Press" in hero.do(path, name="Press")
    assert ana.conversation.last_entry_at == active, "nothing happened with the customer"
    tag = Tag.objects.get()
    admin = Knocking(agent(Role.ADMIN))
    assert "Press" in admin.see("/settings/tags")
    assert "Retired. What bears it keeps it." in admin.do(f"/settings/tags/{tag.id}/retirement")
    post(hero, path, 409, name="press")
    assert "Press" in hero.see(path), "what bears it keeps it"
    admin.do(f"/settings/tags/{tag.id}/retirement", method="delete")
    assert hero.client.delete(f"{path}/{tag.id}").status_code == 200
    assert "Press</span>" not in hero.see(path)
