"""Each fragment alone, with nothing missing: an undefined name is an error."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template import engines

from lifelong.web.console.rows import EntryRow
from lifelong.web.console.tests.sample import FILE, desk, entry, row, sending
from lifelong.web.console.tests.sample_orders import NOW


def render(name: str, **variables: Any) -> str:
    engine: Any = engines.all()[0]
    return str(engine.env.get_template(f"console/{name}.html").render(variables))


def shown(one: EntryRow) -> str:
    return render("entry", entry=one, opens_new=False, may_take_back=True)


@pytest.mark.parametrize(
    "name",
    ["desk", "person", "rail", "me/shift", "offers", "waiting", "waiting_row", "talk", "head",
     "risks", "set_aside", "closing", "more", "timeline", "earlier", "entry", "entries",
     "entries_before", "entries_after", "finder", "presence", "retention", "composer", "answers",
     "matter", "topic", "who", "standing", "passing_on", "undoable", "reason", "row_deeds", "pins",
     "consents", "topics", "split", "mentions", "mention_rows",
     "cues", "demo"],
)  # fmt: skip
def test_a_fragment_stands_alone(name: str) -> None:
    assert render(name, **desk())


def test_an_empty_desk_says_what_will_come() -> None:
    page = render("desk", **desk(conversation=None, mine=[], waits=[], pending=[]))
    assert "Nobody waits" in page and "Nobody is open here" in page
    assert "No words yet" in render("timeline", **desk(entries=[]))
    bare = desk(contacts=[], promises=[], past=[])
    assert "They need nothing from us now" in render("who", **bare)


def test_a_row_needs_neither_waiting_nor_owner() -> None:
    assert "<relative-time" not in render("waiting_row", row=row(since=None, due_at=None))
    assert "with Dana" in render("waiting_row", row=row(owner_name="Dana"))


def test_hostile_words_stay_words() -> None:
    html = shown(entry(text="<img src=x onerror=alert(1)>", subject="</p><script>"))
    assert "<img" not in html and "<script" not in html


def test_a_note_says_that_only_we_see_it() -> None:
    assert "Only we see this" in shown(entry("note"))
    assert "Only we see this" not in shown(entry())


def test_a_mail_of_ours_is_shown_as_its_reader_sees_it_and_all_else_as_written() -> None:
    words = "**Today**, <b>see</b> [here](https://shop.example/1).\n- one\n- two"
    ours = shown(entry("message_out", text=words, mine=True, channel="email"))
    assert "<strong>Today</strong>, &lt;b&gt;see&lt;/b&gt; <a href=" in ours
    assert "<li>one</li><li>two</li></ul>" in ours
    for other in (
        entry(text=words, channel="email"),
        entry("message_out", text=words, mine=True, channel="chat"),
        entry("note", text=words),
    ):
        assert "**Today**" in shown(other) and "<strong>" not in shown(other)


def test_a_preview_shows_the_words_or_says_that_there_are_none() -> None:
    assert "<em>soon</em>" in render("preview", text="*soon*")
    assert "Nothing is written yet" in render("preview", text="")


def test_removed_words_are_not_shown() -> None:
    assert "These words were removed" in shown(entry(redacted=True, text=""))


def test_a_foreign_mail_stands_in_a_frame_that_opens_when_asked_for() -> None:
    assert '<details class="quoted as-sent"><summary>' in shown(entry(has_html=True))
    assert '<details class="quoted as-sent" open>' in shown(entry(has_html=True, text=""))


def test_pictures_are_shown_and_other_files_are_downloaded() -> None:
    html = shown(entry(files=[FILE, replace(FILE, content_type="text/html")]))
    assert "<img" in html and "without a name" in html and "2.4 MB" in html


@pytest.mark.parametrize(
    ("state", "says"),
    [
        (sending("queued", undo_until=NOW + timedelta(seconds=9)), "Undo"),
        (sending("queued", undo_until=NOW, send_at=NOW + timedelta(hours=9)), "Take back"),
        (sending("accepted"), "Sent"),
        (sending("bounced", words="Mailbox full"), "Mailbox full"),
        (sending("failed", can_retry=True), "Send again"),
        (sending("unknown"), "Perhaps sent"),
    ],
)
def test_how_a_message_fares_is_said(state: Any, says: str) -> None:
    assert says in shown(entry("message_out", sending=state))


def test_a_strangers_answer_is_marked_on_both_sides() -> None:
    mark = {"mark": "answers-anothers-thread", "conversation": "7"}
    assert "somebody else’s thread" in shown(entry(marks=[mark]))
    told = {"what": "stranger-answered", "conversation": "7"}
    assert "A stranger answered in this thread" in shown(entry("event", details=told))


@pytest.mark.parametrize(
    ("mark", "says"),
    [
        ({"mark": "not-proved"}, "Nothing shows that this is really from ana@example.com"),
        ({"mark": "by-relay", "via": "contact-form"}, "by way of a contact form"),
        ({"mark": "by-relay", "via": "reply-to"}, "by way of a contact form"),
        ({"mark": "by-relay", "via": "marketplace"}, "by way of a marketplace"),
        ({"mark": "by-relay", "via": "forward"}, "Was forwarded"),
    ],
)
def test_what_speaks_for_a_sender_is_said_in_words(mark: dict[str, str], says: str) -> None:
    page = shown(entry(marks=[mark], address="ana@example.com"))
    assert says in page
    assert ('class="warning"' in page) == (mark["mark"] == "not-proved")


@pytest.mark.parametrize(
    "details",
    [
        {"what": "closed", "resolution": "solved", "topic": "Returns"},
        {"what": "closed", "resolution": "solved"},
        {"what": "owner-changed"},
        {"what": "owner-changed", "owner": "Dana"},
        {"what": "something-new"},
    ],
)
def test_events_are_one_line_whatever_they_know(details: dict[str, str]) -> None:
    assert 'class="happened"' in shown(entry("event", details=details, text=""))


def test_what_was_split_or_combined_can_be_taken_back_for_a_while() -> None:
    until, matter = NOW + timedelta(minutes=10), "7"
    split = entry(
        "event", contact_id=matter, undo_until=until, details={"what": "split", "matter": "8"}
    )
    assert 'hx-post="/contacts/7/combination"' in shown(split) and '"into": "8"' in shown(split)
    details = {"what": "closed", "resolution": "combined"}
    combined = entry("event", contact_id=matter, undo_until=until, details=details)
    assert 'hx-delete="/contacts/7/combination"' in shown(combined)
    assert "combined it with another open matter" in shown(combined)
    assert "Undo" not in shown(entry("event", details={"what": "closed"}))


def test_a_message_of_outreach_says_what_it_was_about() -> None:
    why = "Told by outreach, about a parcel: delayed"
    page = shown(entry("message_out", why=why, order_id="7"))
    assert why in page and 'href="/orders/7"' in page
    assert "Told by outreach" not in shown(entry("message_out"))


def test_what_is_still_not_there_is_said_in_words() -> None:
    told = {"what": "still-not-there", "order": "#1001"}
    page = " ".join(shown(entry("event", details=told, order_id="7")).split())
    assert "trouble with <a" in page and "#1001</a> two days ago" in page
    assert "It is still not there" in shown(entry("event", details={"what": "still-not-there"}))
