"""The API says who belongs together, and reads each conversation by itself."""

from typing import Any

from lifelong.accounts.models import Role
from lifelong.conversations.actions.joining import join
from lifelong.conversations.actions.parting import part
from lifelong.conversations.models import Entry
from lifelong.customers.models import Customer, Joining
from lifelong.web.api.tests.shop import Shop, calls
from lifelong.web.api.tests.test_reading import get

MAIL, WORK = "ana@example.com", "ana@work.example"


def one_person(shop: Shop) -> tuple[Entry, Entry, Joining]:
    first, second = shop.mail(MAIL, "At home"), shop.mail(WORK, "At work")
    people = Customer.objects.in_bulk([first.customer_id, second.customer_id])
    hero = shop.agent("mia", Role.HERO)
    made = join(people[first.customer_id], people[second.customer_id], by=hero)
    assert made
    return first, second, made


def test_joined_customers_are_one_in_the_list_with_all_handles(shop: Shop) -> None:
    first, second, _made = one_person(shop)
    (listed,) = get(calls(), "customers")["items"]
    assert (listed["id"], listed["joined"]) == (str(first.customer_id), [str(second.customer_id)])
    assert {one["value"] for one in listed["handles"]} == {MAIL, WORK}
    assert get(calls(), "customers", handle=f"email:{WORK}")["items"] == [listed]
    own = get(calls(), f"customers/{second.customer_id}")
    assert (own["lead_id"], own["joined"]) == (str(first.customer_id), [])


def test_joined_conversations_are_one_in_the_list_and_name_each_other(shop: Shop) -> None:
    first, second, _made = one_person(shop)
    (listed,) = get(calls(), "conversations")["items"]
    assert listed["joined"] == [str(second.conversation_id)]
    own = get(calls(), f"conversations/{second.conversation_id}")
    assert own["lead_id"] == listed["id"] == str(first.conversation_id)
    assert (own["status"], own["waiting_since"]) == (listed["status"], listed["waiting_since"])
    where = get(calls(), f"customers/{second.customer_id}/conversation")
    assert where["conversation"] == listed


def texts(answer: Any) -> list[str]:
    return [one["text"] for one in answer["items"] if one["text"]]


def test_each_conversation_is_caught_up_with_by_itself(shop: Shop) -> None:
    first, second, made = one_person(shop)
    paths = [f"conversations/{one.conversation_id}/entries" for one in (first, second)]
    begun = [get(calls(), path) for path in paths]
    assert [texts(one) for one in begun] == [["At home"], ["At work"]]
    shop.mail(WORK, "Still at work")
    news = [
        get(calls(), path, changed_after=one["revision"])
        for path, one in zip(paths, begun, strict=True)
    ]
    assert [texts(one) for one in news] == [[], ["Still at work"]]
    assert made.by
    part(made, by=made.by)
    later = [
        get(calls(), path, changed_after=one["revision"])
        for path, one in zip(paths, news, strict=True)
    ]
    assert all(
        one["revision"] > before["revision"] for one, before in zip(later, news, strict=True)
    )
    assert {one["details"].get("what") for answer in later for one in answer["items"]} >= {"parted"}


def test_parted_customers_are_two_again(shop: Shop) -> None:
    *_both, made = one_person(shop)
    assert made.by
    part(made, by=made.by)
    items = get(calls(), "customers")["items"]
    assert [(one["lead_id"], one["joined"]) for one in items] == [(None, []), (None, [])]
    assert len(get(calls(), "conversations")["items"]) == 2
