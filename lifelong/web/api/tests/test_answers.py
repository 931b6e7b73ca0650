import pytest

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.knowledge.actions.writing import retire_answer
from lifelong.knowledge.tests.building import answer
from lifelong.lib import ids
from lifelong.web.api.tests.shop import Shop, calls

API = "/api/v1"


def test_a_reply_text_is_told_with_its_words_in_every_language(shop: Shop) -> None:
    made = answer("Late", texts={"en": "Sorry {{day}}", "de": "Leider"}, topics=[shop.topic])
    retire_answer(answer("Old"), by=agent())
    one = calls().get(f"{API}/answers/{made.id}").json()
    assert (one["name"], one["version"], one["is_active"]) == ("Late", 1, True)
    assert (one["kind"], one["brand_id"], one["channel_kinds"]) == ("reply-text", None, [])
    assert one["topic_ids"] == [str(shop.topic.id)]
    said = [(text["language"], text["body"]) for text in one["texts"]]
    assert said == [("de", "Leider"), ("en", "Sorry {{day}}")]
    every = calls().get(f"{API}/answers").json()["items"]
    assert every[0] == one and [each["is_active"] for each in every] == [True, False]


def test_an_answer_that_is_not_there_is_not_found(shop: Shop) -> None:
    assert calls().get(f"{API}/answers/{ids.new_id()}").status_code == 404


@pytest.mark.parametrize(("as_is", "status"), [(False, 422), (True, 201)])
def test_what_is_still_open_does_not_leave_by_the_api_either(
    shop: Shop, as_is: bool, status: int
) -> None:
    came = shop.mail("ana@example.com", "Hello")
    said = {
        "contact_id": str(came.contact_id),
        "seen_position": 99,
        "text": "It is {{code}}.",
        "as_is": as_is,
    }
    hero = calls(shop.agent("hal", Role.HERO, inbox=came.conversation.inbox))
    path = f"{API}/conversations/{came.conversation_id}/replies"
    heard = hero.post(path, said, content_type="application/json")
    assert heard.status_code == status, heard.content
