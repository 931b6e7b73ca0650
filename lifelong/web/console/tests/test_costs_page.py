"""What work costs, set and seen by an admin."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest

from lifelong.accounts.actions.hiring import deactivate
from lifelong.accounts.models import Role
from lifelong.accounts.tests.building import agent
from lifelong.lib import clock
from lifelong.lib.money import Money
from lifelong.routing.actions.pricing import MOST, NotACost, set_licence_cost, set_wage
from lifelong.routing.models import LicenceCost
from lifelong.routing.queries import licences_on
from lifelong.web.console.tests.knocking import Knocking

pytestmark = pytest.mark.django_db

AT = "/settings/costs"


@pytest.fixture
def admin() -> Iterator[Knocking]:
    with clock.stopped_at(datetime(2026, 6, 15, 12, tzinfo=UTC)):
        yield Knocking(agent(Role.ADMIN, name="Ana Ruiz"))


def said(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Telephone", "amount": "19", "currency": "EUR", "whom": "each",
        "from_day": "2026-01-01", "last_day": "", **changes,
    }  # fmt: skip


def row(**of: Any) -> LicenceCost:
    return LicenceCost.objects.get(**of)


def test_a_licence_for_each_hero_costs_as_often_as_heroes_work_here(admin: Knocking) -> None:
    agent(name="Mia Berg")
    deactivate(agent(name="Gone Away"), by=admin.person)
    assert "No licences yet" in admin.see(AT)
    admin.do(AT, **said())
    page = admin.do(AT, **said(name="Server", amount="45.50", whom="all"))
    assert "Today they cost €83.50 a month." in page
    assert "€19.00 a month for each hero" in page and "€38.00 a month today" in page
    assert "€45.50 a month for the whole shop" in page


def test_the_newest_row_that_has_begun_counts_and_the_one_before_ends_the_day_before(
    admin: Knocking,
) -> None:
    for day, amount in (("2026-01-01", "10"), ("2026-06-01", "12"), ("2026-09-01", "15")):
        page = admin.do(AT, **said(from_day=day, amount=amount, whom="all"))
    assert "Today they cost €12.00 a month." in page
    assert "from Jan 1, 2026 to May 31, 2026" in page
    assert "from Jun 1, 2026 to Aug 31, 2026" in page and "from Sep 1, 2026 on" in page
    now = page.index('<span class="tag">now</span>')
    assert page.index("€15.00 a month for") < page.index("€12.00 a month for") < now
    assert now < page.index("€10.00 a month for")


def test_a_second_word_for_a_name_and_a_day_wins(admin: Knocking) -> None:
    admin.do(AT, **said())
    admin.do(AT, **said(amount="21", whom="all"))
    assert (row().amount, row().per_agent) == (2100, False)


def test_a_cost_ends_after_its_last_day_and_may_go_on_after_all(admin: Knocking) -> None:
    admin.do(AT, **said())
    end = f"{AT}/{row().id}/end"
    page = admin.do(end, last_day="2026-06-15")
    assert row().until_day == date(2026, 6, 16) and "to Jun 15, 2026" in page
    assert licences_on(date(2026, 6, 15)) and not licences_on(date(2026, 6, 16))
    assert "Today they cost nothing." in admin.do(end, last_day="2026-06-14")
    assert "after it begins" in admin.do(end, 422, last_day="2025-12-31")
    assert "Today they cost €19.00" in admin.do(end, last_day="")


def test_only_the_newest_row_is_given_an_end(admin: Knocking) -> None:
    admin.do(AT, **said())
    page = admin.do(AT, **said(from_day="2026-03-01"))
    assert page.count("/end") == 1 and f"{AT}/{row(from_day='2026-03-01').id}/end" in page


def test_a_mistake_is_removed_and_the_row_before_it_counts_again(admin: Knocking) -> None:
    admin.do(AT, **said(amount="10"))
    admin.do(AT, **said(amount="1000", from_day="2026-06-01"))
    page = admin.do(f"{AT}/{row(amount=100000).id}", method="delete")
    assert row().amount == 1000 and "Today they cost €10.00" in page


def test_what_cannot_be_meant_is_said_at_its_field_and_nothing_is_kept(admin: Knocking) -> None:
    assert "no such small parts" in admin.do(AT, 422, **said(amount="21.5055"))
    assert "more than we can reckon with" in admin.do(AT, 422, **said(amount="21474837"))
    assert "between 2000 and 2099" in admin.do(AT, 422, **said(from_day="1026-01-01"))
    assert "after it begins" in admin.do(AT, 422, **said(last_day="2025-06-01"))
    assert not LicenceCost.objects.exists()
    admin.do(AT, **said(amount="21474836"))


def test_a_wage_that_no_table_holds_is_refused_wherever_it_comes_from(admin: Knocking) -> None:
    wages = f"/settings/heroes/{admin.person.id}/wages"
    wage = {"amount": "30000000", "currency": "EUR", "from_day": "2026-01-01"}
    assert "more than we can reckon with" in admin.do(wages, 422, **wage)
    with pytest.raises(NotACost, match="more than we can reckon with"):
        set_wage(admin.person, hourly=Money(MOST + 1, "EUR"), from_day=date(2026, 1, 1))
    set_wage(admin.person, hourly=Money(MOST, "EUR"), from_day=date(2026, 1, 1))


def test_a_cost_in_another_currency_than_the_figures_says_that_it_is_not_in_them(
    admin: Knocking,
) -> None:
    set_licence_cost("Bot", monthly=Money(500, "USD"), from_day=date(2026, 1, 1))
    page = admin.see(AT)
    assert "Today they cost $5.00 a month." in page and "what is paid in USD is not in them" in page


def test_heroes_stand_with_the_wage_of_today_and_whom_the_figures_lack_is_named(
    admin: Knocking,
) -> None:
    mia = agent(name="Mia Berg")
    set_wage(mia, hourly=Money(2000, "EUR"), from_day=date(2026, 1, 1))
    set_wage(mia, hourly=Money(9900, "EUR"), from_day=date(2026, 7, 1))
    assert "cost figures lack" not in admin.see(AT), "who does not answer has no paid hours"
    agent(name="Ben Okoro")
    set_wage(agent(name="Cem Aydin"), hourly=Money(2500, "USD"), from_day=date(2026, 1, 1))
    page = admin.see(AT)
    assert "€20.00" in page and "€99.00" not in page and f"/settings/heroes/{mia.id}" in page
    assert "$25.00" in page and "Ana Ruiz" in page
    assert "Ben Okoro, Cem Aydin have no wage in EUR: cost figures lack these hours." in page


def test_an_auditor_sees_costs_and_finds_no_form() -> None:
    set_licence_cost("Bot", monthly=Money(500, "EUR"), from_day=date(2026, 1, 1))
    auditor = Knocking(agent(Role.AUDITOR))
    page = auditor.see(AT)
    assert "Bot" in page and "<form" not in page and "hx-delete" not in page
    auditor.do(AT, 403, **said())


def test_costs_are_no_business_of_who_changes_no_settings() -> None:
    lead = Knocking(agent(Role.LEAD))
    lead.see(AT, 403)
    lead.do(AT, 403, **said())
