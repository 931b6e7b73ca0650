import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from lifelong.accounts.models import Role
from lifelong.accounts.policy import Verb
from lifelong.channels.models import DeliveryState
from lifelong.conversations.actions.changing import changing
from lifelong.conversations.actions.noting import note
from lifelong.conversations.actions.replying import reply, withdraw
from lifelong.conversations.incoming import IncomingFile
from lifelong.lib import clock
from lifelong.lib.rates import Limit
from lifelong.web.api import doors
from lifelong.web.api.tests.shop import Shop, calls, revision_of

API = "/api/v1"


def get(client: Client, path: str, **query: Any) -> Any:
    answer = client.get(f"{API}/{path}", query)
    assert answer.status_code == 200, answer.content
    assert not answer.cookies
    return answer.json()


def test_a_customer_is_found_by_handle(shop: Shop) -> None:
    shop.mail("ana@example.com", "Where is it?")
    shop.mail("bea@example.com", "Hello")
    found = get(calls(), "customers", handle="email:Ana@Example.com")["items"]
    (handle,) = found[0]["handles"]
    assert len(found) == 1
    assert (handle["value"], handle["proved"]) == ("ana@example.com", False)
    assert get(calls(), f"customers/{found[0]['id']}") == found[0]
    assert get(calls(), "customers", handle="email:nobody@example.com")["items"] == []


@pytest.mark.parametrize("noun", ["customers", "conversations", "contacts", "deliveries"])
def test_pages_give_every_row_once(shop: Shop, noun: str) -> None:
    for number in range(5):
        shop.mail(f"c{number}@example.com", "Hello")
    client, cursor, seen = calls(), None, list[str]()
    for size in (2, 2, 1):
        page = get(client, noun, limit=2, **({"cursor": cursor} if cursor else {}))
        assert len(page["items"]) == size
        seen += [one["id"] for one in page["items"]]
        cursor = page["next"]
    assert cursor is None and len(set(seen)) == 5


def test_a_foreign_cursor_is_refused_in_words(shop: Shop) -> None:
    for cursor in ("x", "W10", "WyJhIl0", "bnVsbA", "\u20ac"):
        answer = calls().get(f"{API}/customers", {"cursor": cursor})
        assert (answer.status_code, answer.json()["error"]) == (422, "bad-cursor")


def test_a_conversation_is_found_by_where_it_stands(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    shop.mail("bea@example.com", "Hello", to=shop.repairs)
    inbox = str(shop.service.inbox_id)
    (one,) = get(calls(), "conversations", status="new", inbox=inbox)["items"]
    assert one["id"] == str(entry.conversation_id)
    assert get(calls(), "conversations", status="closed")["items"] == []
    assert get(calls(), f"conversations/{one['id']}") == one
    place = get(calls(), f"customers/{one['customer_id']}/conversation")
    assert place["conversation"] == one


def test_a_foreign_conversation_is_known_to_exist_and_no_more(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?", to=shop.repairs)
    client = calls(shop.agent("hal", Role.HERO))
    place = get(client, f"customers/{entry.customer_id}/conversation")
    assert place["conversation"] is None
    assert place["inbox_id"] == str(shop.repairs.inbox_id)
    assert client.get(f"{API}/conversations/{entry.conversation_id}").status_code == 404


def test_the_timeline_comes_newest_first_in_pages(shop: Shop) -> None:
    texts = [f"Word {number}" for number in range(5)]
    (path,) = {f"conversations/{shop.mail('a@example.com', one).conversation_id}" for one in texts}
    first = get(calls(), f"{path}/entries", limit=3)
    rest = get(calls(), f"{path}/entries", limit=3, cursor=first["next"])
    told = [one["text"] for one in first["items"] + rest["items"]]
    assert told == texts[::-1] and rest["next"] is None


def test_catching_up_gives_what_changed_and_up_to_where_it_is_complete(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Where is it?")
    hero, conversation, contact = shop.agent("hal", Role.HERO), entry.conversation, entry.contact
    assert contact
    path, client = f"conversations/{conversation.id}/entries", calls()
    begun = get(client, path, changed_after=0)
    assert [one["text"] for one in begun["items"]] == ["Where is it?"]
    assert begun["revision"] == revision_of(conversation)
    sent = reply(contact, text="On its way", by=hero, seen_position=None)
    note(conversation, text="Called the carrier", by=hero)
    withdraw(sent, by=hero)
    missed = get(client, path, changed_after=begun["revision"])
    assert missed["revision"] == revision_of(conversation)
    shown = {one["id"]: one for one in missed["items"]}
    assert shown[str(sent.id)]["state"] == "withdrawn"
    assert [one["revision"] for one in missed["items"]] == sorted(
        one["revision"] for one in missed["items"]
    )
    assert get(client, path, changed_after=missed["revision"])["items"] == []


def test_catching_up_in_small_steps_misses_nothing(shop: Shop) -> None:
    for number in range(5):
        entry = shop.mail("ana@example.com", f"Word {number}")
    path, client, after = f"conversations/{entry.conversation_id}/entries", calls(), 0
    seen: list[str] = []
    for _ in range(5):
        page = get(client, path, changed_after=after, limit=2)
        after, seen = page["revision"], seen + [one["text"] for one in page["items"]]
    assert seen == [f"Word {number}" for number in range(5)]


@pytest.mark.parametrize("column", ["redacted_at", "withdrawn_at"])
def test_what_was_taken_back_keeps_its_place_without_words(shop: Shop, column: str) -> None:
    file = IncomingFile(name="secret.txt", content_type="text/plain", content=b"secret")
    entry = shop.mail(
        "ana@example.com",
        "secret",
        subject="secret",
        html="<p>secret</p>",
        quoted="secret",
        files=(file,),
    )
    with changing(entry.conversation_id) as change:
        setattr(entry, column, clock.now())
        change.revise(entry)
    for path in (f"conversations/{entry.conversation_id}/entries", f"entries/{entry.id}"):
        assert "secret" not in str(get(calls(), path))
    shown = get(calls(), f"conversations/{entry.conversation_id}/entries", changed_after=0)
    assert [one["state"] for one in shown["items"]] == [column.removesuffix("_at")]


def test_html_comes_cleaned_and_alone(shop: Shop) -> None:
    html = '<p onclick="x()">Hi<script>alert(1)</script><img src="https://spy.example/p.gif"></p>'
    entry = shop.mail("ana@example.com", "Hi", html=html)
    shown = get(calls(), f"entries/{entry.id}")
    assert "Hi" in shown["html"]
    assert not re.search("script|onclick|spy", shown["html"])


def test_who_may_not_read_text_gets_no_subject_and_no_entry(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Secret", subject="Secret")
    client = calls(scopes=[Verb.SEE_CUSTOMERS])
    assert get(client, f"contacts/{entry.contact_id}")["subject"] == ""
    assert client.get(f"{API}/entries/{entry.id}").status_code == 403


def test_times_are_utc_with_a_z(shop: Shop) -> None:
    entry = shop.mail("ana@example.com", "Hello")
    shown = get(calls(), f"entries/{entry.id}")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", shown["placed_at"])


def test_the_summary_counts_what_came_in_and_names_our_address(shop: Shop) -> None:
    shop.mail("ana@example.com", "Hello")
    shop.waiting_delivery(DeliveryState.PARKED)
    shop.waiting_delivery(DeliveryState.QUARANTINED)
    shop.waiting_delivery(DeliveryState.UNPROCESSED)
    assert get(calls(), "deliveries/summary") == {
        "received": 4,
        "unprocessed": 1,
        "stored": 1,
        "duplicates": 0,
        "parked": 1,
        "put_away": 0,
        "quarantined": 1,
        "mail_address": "support@lantern.example",
    }
    (parked,) = get(calls(), "deliveries", state="parked")["items"]
    assert parked["reason"] == "For a reason."


def test_ids_have_names(shop: Shop) -> None:
    shop.agent("hal", Role.HERO)
    assert [one["name"] for one in get(calls(), "agents")["items"]] == ["Hal"]
    assert [one["name"] for one in get(calls(), "inboxes")["items"]] == ["Repairs", "Service"]
    assert [one["name"] for one in get(calls(), "topics")["items"]] == ["Damaged item"]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ll_guess", "Basic x", "Bearer \xff"])
def test_without_a_good_token_nothing_opens(shop: Shop, header: str) -> None:
    answer = Client(headers={"Authorization": header}).get(f"{API}/customers")
    assert (answer.status_code, answer.json()["error"]) == (401, "unknown-token")
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_session_opens_no_door_of_the_api(shop: Shop) -> None:
    client = Client()
    client.force_login(shop.agent("hal", Role.HERO), "axes.backends.AxesStandaloneBackend")
    assert client.get(f"{API}/customers").status_code == 401


def test_a_token_has_a_rate_of_its_own(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "CALLS", Limit("3/minute", "api in a test"))
    client = calls()
    assert [client.get(f"{API}/topics").status_code for _ in range(4)] == [200, 200, 200, 429]
    assert int(client.get(f"{API}/topics")["Retry-After"]) > 0
    assert calls().get(f"{API}/topics").status_code == 200


def test_another_address_below_the_api_answers_in_json(shop: Shop) -> None:
    for path in (f"{API}/nothing", f"{API}/customers/", f"{API}/customers/1/2/3"):
        answer = calls().get(path)
        assert (answer.status_code, answer.json()["error"]) == (404, "not-found")


def test_a_matter_says_until_when_they_shall_have_an_answer(shop: Shop) -> None:
    entry, client = shop.mail("ana@example.com", "Where is it?"), calls()
    assert entry.contact and entry.contact.due_at
    told = get(client, f"contacts/{entry.contact.id}")
    assert datetime.fromisoformat(told["due_at"]) == in_milliseconds(entry.contact.due_at)
    reply(entry.contact, text="Tomorrow", by=shop.agent("hal", Role.HERO), seen_position=None)
    assert get(client, f"contacts/{entry.contact.id}")["due_at"] is None
    shapes = client.get("/api/v1/openapi.json").json()["components"]["schemas"]
    assert shapes["ContactOut"]["properties"]["due_at"]["description"].startswith("Until when")


def in_milliseconds(moment: datetime) -> datetime:
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
