"""Looking around in one person's conversation: by words, channel, matter and day."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from lifelong.channels.models import Endpoint
from lifelong.conversations.actions.noting import note
from lifelong.conversations.models import Entry, Message
from lifelong.conversations.tests.building import Came, agent, endpoint, inbox
from lifelong.conversations.tests.people import MAIL, WORK, joined, lead_of, wrote
from lifelong.web.console.spans import BEFORE, PAGE
from lifelong.web.console.tests.knocking import Knocking
from lifelong.web.look.edges import Edge

pytestmark = pytest.mark.django_db

BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def hero() -> Knocking:
    return Knocking(agent())


@pytest.fixture
def here(hero: Knocking) -> Endpoint:
    return endpoint(into=inbox(hero.person))


@pytest.fixture
def long(here: Endpoint) -> Came:
    """Three pages of messages, one a day."""
    first = wrote(MAIL, "word 0", at=here, when=BEGIN)
    rows = [
        Entry(
            conversation=first.conversation, customer=first.conversation.customer,
            contact=first.contact, kind="message_in", channel="email" if day % 10 else "sms",
            placed_at=BEGIN + timedelta(days=day), position=100 + day, revision=1,
            text=f"word {day}",
        )
        for day in range(1, 3 * PAGE)
    ]  # fmt: skip
    Entry.objects.bulk_create(rows)
    Message.objects.bulk_create(
        Message(entry=row, customer_id=row.customer_id, endpoint=here) for row in rows
    )
    return first


def shown(page: str) -> list[int]:
    return [int(one) for one in re.findall(r">word (\d+)</p>", page)]


def path(came: Came, what: str) -> str:
    return f"/conversations/{lead_of(came).id}/{what}"


def way(page: str, kind: str) -> str:
    """The first address that leads there, outside of the templates for those made later."""
    bare = re.sub(r"<template.*?</template>", "", page, flags=re.DOTALL)
    found = re.search(rf'hx-get="([^"]*{kind}[^"]*)"', bare)
    return found[1].replace("&amp;", "&") if found else ""


def test_a_day_leads_into_the_middle_and_pages_lead_on_both_ways(
    hero: Knocking, long: Came
) -> None:
    page = hero.see(path(long, "timeline?day=2026-04-10"))
    assert shown(page) == list(range(40 - BEFORE, 40 + PAGE))
    begins = Entry.objects.get(text="word 40").id
    assert f'data-from="entry-{begins}"' in page
    after = hero.see(way(page, "after="))
    assert shown(after) == list(range(40 + PAGE, 40 + 2 * PAGE))
    last = hero.see(way(after, "after="))
    assert shown(last) == list(range(40 + 2 * PAGE, 3 * PAGE))
    assert not way(last, "after=")
    before = hero.see(way(page, "before="))
    assert shown(before) == list(range(40 - BEFORE))
    assert not way(before, "before=")


def test_a_day_after_all_shows_the_end_and_no_day_is_no_day(hero: Knocking, long: Came) -> None:
    newest = list(range(2 * PAGE, 3 * PAGE))
    for asked in ("2099-01-01", "yesterday", "9999-12-31"):
        page = hero.see(path(long, f"timeline?day={asked}"))
        assert shown(page) == newest, asked
        assert not way(page, "after=")


def test_an_entry_far_away_is_shown_among_its_neighbours(hero: Knocking, long: Came) -> None:
    sought = Entry.objects.get(text="word 20")
    for page in (
        hero.see(path(long, f"timeline?entry={sought.id}")),
        hero.see(f"/people/{long.conversation.id}?entry={sought.id}"),
    ):
        assert shown(page) == list(range(20 - BEFORE, 20 + PAGE))
        assert f'data-sought="entry-{sought.id}"' in page


def test_one_channel_alone_is_shown_and_leads_on_within_it(hero: Knocking, long: Came) -> None:
    page = hero.see(path(long, "timeline?on=sms"))
    assert shown(page) == list(range(10, 3 * PAGE, 10))
    page = hero.see(path(long, "timeline?on=email"))
    assert "on=email" in way(page, "before=")
    assert not {one for one in shown(hero.see(way(page, "before="))) if one and one % 10 == 0}
    assert "Nothing of that here" in hero.see(path(long, "timeline?on=chat"))
    assert shown(hero.see(path(long, "timeline?on=pigeon")))[-1] == 3 * PAGE - 1


def test_one_matter_alone_is_shown(hero: Knocking, long: Came) -> None:
    note(long.conversation, text="word 999", by=hero.person)
    page = hero.see(path(long, f"timeline?about={long.contact.id}"))
    assert 999 not in shown(page) and len(shown(page)) == PAGE


def test_what_was_seen_stays_seen_wherever_one_looks(hero: Knocking, long: Came) -> None:
    position = long.conversation.position
    assert f'data-seen="{position}"' in hero.see(path(long, "timeline?on=sms&seen=999999"))
    assert 'data-seen="0"' in hero.see(path(long, "timeline?on=sms&seen=0"))
    assert "data-seen" not in hero.see(path(long, "timeline?seen=0"))


def test_what_is_new_comes_in_whatever_is_looked_at(
    hero: Knocking, here: Endpoint, long: Came
) -> None:
    seen = long.conversation.revision
    wrote(MAIL, "Are you there?", at=here)
    page = hero.see(path(long, f"entries?changed_after={seen}&on=sms"))
    assert "Are you there?" in page


def test_an_edge_is_said_and_read_to_the_microsecond() -> None:
    for micro in (0, 1, 499_999, 999_999):
        edge = Edge(datetime(2026, 3, 2, 9, 30, 1, micro, tzinfo=UTC), 17)
        assert Edge.read(edge.words) == edge


def test_no_place_is_refused(hero: Knocking, long: Came) -> None:
    for said in ("", "x", "1/2", "9" * 30 + ".0/1", "1.x/2"):
        hero.see(path(long, f"entries?after={said}"), status=400)


def places(hero: Knocking, came: Came, words: str, **said: Any) -> list[str]:
    answer = hero.client.get(path(came, "places"), {"q": words, **said})
    assert answer.status_code == 200
    ids = json.loads(answer.content)["entries"]
    texts = {str(one.id): one.text for one in Entry.objects.filter(pk__in=ids)}
    return [texts[one] for one in ids]


def test_words_are_found_in_this_conversation_alone_the_newest_first(
    hero: Knocking, here: Endpoint
) -> None:
    came = wrote(MAIL, "The Crème brûlée torch is broken", at=here, when=BEGIN)
    note(came.conversation, text="The torch was sent twice", by=hero.person)
    wrote(WORK, "My torch too", at=here)
    newest_first = ["The torch was sent twice", "The Crème brûlée torch is broken"]
    assert places(hero, came, "torch") == newest_first
    assert places(hero, came, "torc") == newest_first
    assert places(hero, came, "creme BRULEE") == newest_first[1:]
    assert places(hero, came, "torch", on="email") == newest_first[1:]
    assert places(hero, came, "to") == places(hero, came, "") == []


def test_words_of_all_who_are_one_person_are_found(hero: Knocking, here: Endpoint) -> None:
    one, other = wrote(MAIL, "A red tent", at=here), wrote(WORK, "A blue tent", at=here)
    joined(one, other, by=hero.person)
    assert sorted(places(hero, one, "tent")) == ["A blue tent", "A red tent"]


def test_the_bar_offers_the_channels_and_matters_that_there_are(hero: Knocking, long: Came) -> None:
    bar = hero.see(path(long, "finder"))
    assert 'value="email"' in bar and 'value="sms"' in bar and 'value="chat"' not in bar
    # of one matter alone nothing is left to choose
    assert 'name="about"' not in bar
