"""Each fragment alone, with nothing missing: an undefined name is an error."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.template import engines

from lifelong.web.console.rows import EntryRow
from lifelong.web.console.tests.sample import FILE, NOW, desk, entry, row, sending


def render(name: str, **variables: Any) -> str:
    engine: Any = engines.all()[0]
    return str(engine.env.get_template(f"console/{name}.html").render(variables))


def shown(one: EntryRow) -> str:
    return render("entry", entry=one, opens_new=False, may_take_back=True)


@pytest.mark.parametrize(
    "name",
    ["desk", "person", "rail", "me/shift", "offers", "waiting", "waiting_row", "talk", "head",
     "risks", "set_aside", "closing", "more", "timeline", "earlier", "entry", "entries",
     "entries_before", "presence", "composer", "matter", "topic", "who", "standing"],
)  # fmt: skip
def test_a_fragment_stands_alone(name: str) -> None:
    assert render(name, **desk())


def test_an_empty_desk_says_what_will_come() -> None:
    page = render("desk", **desk(conversation=None, groups=[]))
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
