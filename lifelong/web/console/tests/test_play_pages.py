"""The pages that say what works."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pyarrow import parquet

from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.channels.models import Brand
from lifelong.channels.tests.building import endpoint, inbox
from lifelong.commerce.models import Feed
from lifelong.commerce.tests.building import connection
from lifelong.lib import clock
from lifelong.lib.clock import stopped_at
from lifelong.outcomes import keeping
from lifelong.outcomes.tests.test_reports import past
from lifelong.plays.models import Play, PlayKind
from lifelong.plays.tests.building import play
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Knocking:
    person = agent(Role.LEAD)
    endpoint().inbox.members.add(person)
    return Knocking(person)


@pytest.fixture
def place(tmp_path: Path, settings: Any) -> Path:
    settings.FACTS_ROOT = tmp_path
    return tmp_path


def known(place: Path, kind: PlayKind = PlayKind.OUTREACH, **truth: Any) -> Play:
    """A play with a past that is written."""
    one = play(kind, holdout=20)
    history = past(one, **truth)
    history.open(place)
    with stopped_at(history.seen_until):
        keeping.note_seen(place, history.seen_until)
    return one


def test_before_anything_is_known_the_pages_say_when_it_will_be(
    lead: Knocking, place: Path
) -> None:
    assert "No play yet" in lead.see("/plays")
    one = play()
    assert "every night" in lead.see(f"/plays/{one.id}")
    assert "tonight" in lead.see("/plays/earned")


def test_a_play_that_works_says_so_with_its_bounds_and_its_table(
    lead: Knocking, place: Path
) -> None:
    one = known(place, lift=0.15)
    assert "works" in lead.see("/plays")
    page = lead.see(f"/plays/{one.id}")
    assert "It works" in page
    assert "Bought again" in page and "within 30 days" in page
    assert "points" in page and "As a table" in page
    assert page.count("<time datetime=") > 50
    assert "would most likely show within" in page


def test_another_outcome_is_one_click_away(lead: Knocking, place: Path) -> None:
    one = known(place)
    page = lead.see(f"/plays/{one.id}?of=revenue")
    assert 'currency="EUR"' in page and "€" in page
    assert "Revenue: difference over time" in page


def test_a_blocked_report_shows_no_effect(lead: Knocking, place: Path) -> None:
    one = known(place, share=0.35, lift=0.2)
    page = lead.see(f"/plays/{one.id}")
    assert "would mislead" in page and "What it changes" not in page


def test_a_play_is_switched_and_its_terms_are_changed(lead: Knocking, place: Path) -> None:
    one = play()
    lead.do(f"/plays/{one.id}/switch", method="delete")
    one.refresh_from_db()
    assert not one.is_on
    lead.do(f"/plays/{one.id}/switch")
    page = lead.do(f"/plays/{one.id}", holdout="25", begins="8:30", ends="0:00")
    one.refresh_from_db()
    assert (one.is_on, one.holdout, one.from_minute, one.to_minute) == (True, 25, 510, 1440)
    assert "Saved" in page


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ({"holdout": "60", "begins": "8:00", "ends": "20:00"}, "less than or equal to 50"),
        ({"holdout": "10", "begins": "20:00", "ends": "8:00"}, "begin before they end"),
        ({"holdout": "10", "begins": "", "ends": "8:00"}, "required"),
    ],
)
def test_terms_that_make_no_sense_are_refused_in_a_sentence(
    lead: Knocking, place: Path, said: dict[str, str], answer: str
) -> None:
    assert answer in lead.do(f"/plays/{play().id}", status=422, **said)


def test_the_two_ledgers_stand_side_by_side(lead: Knocking, place: Path) -> None:
    known(place, lift=0.15)
    page = lead.see("/plays/earned?first=2026-02-01&last=2026-03-31")
    assert "Attributed" in page and "Caused" in page and "never added up" in page
    assert "Contact rate" in page and "Cost per settled contact" in page
    assert "soon after a contact" in page


def test_of_too_few_people_no_amount_is_said(lead: Knocking, place: Path) -> None:
    one = known(place, people=60)
    period = "first=2026-01-01&last=2026-12-31"
    _before, caused = lead.see(f"/plays/earned?{period}").split("Caused</th>")
    assert "not yet known" in caused.split("</table>")[0]
    assert "€" not in caused.split("</table>")[0]
    rows = csv.DictReader(
        io.StringIO(lead.client.get(f"/plays/earned.csv?{period}").content.decode())
    )
    assert {row["value"] for row in rows if row["what"].startswith("caused")} == {""}
    tile = lead.see(f"/plays/{one.id}").split("Avoided contacts")[1].split("</div>")[0]
    assert "too few yet" in tile and "–" in tile


def test_a_period_that_ends_before_it_begins_is_refused(lead: Knocking, place: Path) -> None:
    known(place)
    page = lead.see("/plays/earned?first=2026-03-01&last=2026-02-01", status=422)
    assert "The last day comes after the first" in page


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        ("0001-01-01", "0001-02-01", "between 2000 and 2099"),
        ("9999-12-01", "9999-12-31", "between 2000 and 2099"),
        ("2026-03-01", "2026-02-01", "comes after the first"),
        ("2026-03-01", "soon", "valid date"),
    ],
)
def test_days_that_cannot_be_meant_are_refused_by_page_and_file(
    lead: Knocking, place: Path, first: str, last: str, why: str
) -> None:
    known(place)
    asked = f"first={first}&last={last}"
    assert why in lead.see(f"/plays/earned?{asked}", status=422)
    assert why in lead.see(f"/plays/earned.csv?{asked}", status=422)


def test_a_lead_sees_plays_and_numbers_of_the_brands_they_work_for(
    lead: Knocking, place: Path
) -> None:
    one = known(place)
    other = play(PlayKind.FOLLOW_UP, at=endpoint())
    pages = lead.see("/plays")
    assert f"/plays/{one.id}" in pages and f"/plays/{other.id}" not in pages
    for path in (f"/plays/{other.id}", f"/plays/{other.id}/effects.csv"):
        assert "no such play for you" in lead.see(path, status=404)
    lead.do(f"/plays/{other.id}/switch", method="delete", status=404)
    lead.do(f"/plays/{other.id}", holdout="25", begins="8:30", ends="0:00", status=404)
    for path in ("/plays/earned", "/plays/earned.csv", "/plays/earned.parquet"):
        assert "of all brands together" in lead.see(path, status=403)
    admin = Knocking(agent(Role.ADMIN))
    assert f"/plays/{other.id}" in admin.see("/plays/earned")


def test_the_figures_are_taken_along_as_csv_and_parquet(lead: Knocking, place: Path) -> None:
    one = known(place, lift=0.15)
    for path in (f"/plays/{one.id}/effects", "/plays/earned"):
        answer = lead.client.get(f"{path}.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
        table = parquet.read_table(io.BytesIO(lead.client.get(f"{path}.parquet").content))
        assert len(rows) == table.num_rows > 10
        assert list(rows[0]) == table.column_names


def test_without_facts_there_are_files_without_rows(lead: Knocking, place: Path) -> None:
    one = play()
    assert Brand.objects.exists()
    assert lead.client.get(f"/plays/{one.id}/effects.csv").content.decode().split() == [
        "outcome,day,effect,low,high"
    ]
    assert lead.client.get("/plays/earned.parquet").status_code == 200


def test_an_auditor_reads_and_changes_nothing(place: Path) -> None:
    one = play()
    auditor = Knocking(agent(Role.AUDITOR))
    assert "Switch it" not in auditor.see(f"/plays/{one.id}")
    auditor.do(f"/plays/{one.id}/switch", status=403)


def test_the_numbers_are_told_apart_by_topic_and_channel(lead: Knocking, place: Path) -> None:
    known(place)
    asked = "/plays/earned?first=2026-02-01&last=2026-03-31"
    assert "Mail<" not in lead.see(asked).split("Told apart", 1)[1]
    page = lead.see(f"{asked}&by=channel").split("Told apart", 1)[1]
    assert '<th scope="col">Channel</th>' in page
    assert "Mail<" in page and "Chat<" in page and "no contact names its order" in page
    assert "without a topic" in lead.see(f"{asked}&by=topic")


def test_each_number_says_how_it_moved_and_what_moved_it(lead: Knocking, place: Path) -> None:
    known(place)
    asked = "first=2026-02-01&last=2026-02-28&by=channel"
    page = lead.see(f"/plays/earned?{asked}")
    assert "the 28 days just before" in page and "Moved most by" not in page
    assert f"/plays/earned/numbers?{asked}" in page.replace("&amp;", "&")
    rate = page.split("The five numbers")[1].split("Contact rate")[1].split("</tr>")[0]
    # what was opened meanwhile stays open
    assert 'hx-swap="morph"' in page.split("The five numbers")[1]
    assert rate.count('aria-busy="true">…<') == 2 and "–" not in rate
    assert "A channel moves a number" in page and "A topic moves" not in page
    assert "A topic moves a number" in lead.see("/plays/earned?first=2026-02-01&last=2026-02-28")
    table = lead.see(f"/plays/earned/numbers?{asked}")
    rate = table.split("Contact rate")[1].split("</tr>")[0]
    assert re.search(r'class="number">[+−]?\d+\.\d</td>\s*<td class="made-of">', rate)
    assert re.search(r"Moved most by: <bdi>(Mail|Chat)</bdi> [+−]\d+\.\d", rate)
    assert "hx-get" not in table and "aria-busy" not in table


def test_a_number_that_is_known_for_its_first_days_alone_is_not_said_to_have_moved(
    lead: Knocking, place: Path
) -> None:
    known(place)
    seen = keeping.seen_until(place)
    assert seen is not None
    first, last = (seen - timedelta(days=days) for days in (35, 8))
    table = lead.see(f"/plays/earned/numbers?first={first:%Y-%m-%d}&last={last:%Y-%m-%d}")
    number = {name: table.split(name)[1].split("</tr>")[0] for name in ("Settled", "Repurchase")}
    assert "Not yet known for the whole period" in number["Repurchase"]
    assert "Not yet known" not in number["Settled"]


def test_before_the_first_days_no_change_is_said(lead: Knocking, place: Path) -> None:
    assert "Contact rate" not in lead.see("/plays/earned/numbers")
    known(place)
    table = lead.see("/plays/earned/numbers?first=2024-02-01&last=2024-02-28")
    assert "Contact rate" in table and "Moved most by" not in table and "points" not in table


def test_outreach_says_when_its_feed_told_last_and_a_follow_up_needs_none(
    lead: Knocking, place: Path
) -> None:
    shop = connection()
    out = play(at=endpoint(into=inbox(lead.person, of=shop.brand)))
    after = play(PlayKind.FOLLOW_UP)
    assert "No carrier or feed has told anything." in lead.see(f"/plays/{out.id}")
    Feed.objects.create(connection=shop, heard_at=clock.now())
    assert "told within a business day" in lead.see(f"/plays/{out.id}")
    assert "feed" not in lead.see(f"/plays/{after.id}").split("<dl")[1].split("</dl>")[0]


def test_until_some_are_held_out_retention_shows_its_numbers_and_that_they_prove_nothing(
    lead: Knocking, place: Path
) -> None:
    page = lead.see("/plays")
    assert "0 deals proposed, 0 accepted" in page and "this is no proof" in page
    brand = Brand.objects.get()
    assert "It is on" in lead.do("/plays/retention", brand=str(brand.id))
    one = Play.objects.get()
    assert (one.kind, one.brand, one.is_on, one.holdout) == ("retention", brand, True, 10)
    lead.do("/plays/retention", brand=str(brand.id))
    page = lead.see("/plays")
    assert f"/plays/{one.id}" in page and "this is no proof" not in page
    assert "0 deals proposed" in page


def test_retention_is_made_a_play_for_brands_one_works_for(lead: Knocking, place: Path) -> None:
    others = endpoint().brand
    assert "no such brand for you" in lead.do("/plays/retention", status=404, brand=str(others.id))
    lead.do("/plays/retention", status=404, brand="?")
    assert not Play.objects.exists()


def test_the_page_of_retention_shows_both_arms_its_effect_and_its_deals(
    lead: Knocking, place: Path
) -> None:
    one = known(place, kind=PlayKind.RETENTION, lift=0.15)
    page = lead.see(f"/plays/{one.id}")
    tiles = page.split("<dl")[1].split("</dl>")[0]
    assert "Treated" in tiles and "Held out" in tiles and "Sent" not in tiles
    assert "It works" in page and "Bought again" in page and "0 deals proposed" in page
    assert "Writes from" not in page
    assert "Saved" in lead.do(f"/plays/{one.id}", holdout="25")
    one.refresh_from_db()
    assert (one.holdout, one.from_minute) == (25, 0)
    off = lead.do(f"/plays/{one.id}/switch", method="delete")
    assert "Everybody is served as usual" in off
