"""What sixty units have in common is found among 100,000 complaints of a year, and nothing else is, in bounded time."""

from __future__ import annotations

import re
from html import unescape

import pytest
from sqlalchemy import text

from models.ground.codes import Category
from services.recurrence.find_common import LEAST_AT_EACH, LEAST_UNITS, CommonPage, read_common
from services.recurrence.occurrences import RecursBy
from tests.both_databases.planted_year import (
    DAYS,
    UNITS,
    Share,
    Told,
    count_plainly,
    plan_year,
    plant_year,
    times_of,
)
from tests.both_databases.test_case_search import clock_of
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.test_recurrence import SUPERVISOR, opened
from tests.web.pages import lend_app
from tests.web_staff.people import signed_in

MANY = 100_000
NUMBERS = [pytest.param(3_000, id="3000"), pytest.param(MANY, id="100000", marks=pytest.mark.check)]
# Several times what a quiet machine takes; beside PostgreSQL it is time on the wall.
LONGEST_SECONDS = 4.0


def read(by: RecursBy, office: FullOffice) -> CommonPage:
    return read_common(by, office.unit_of_work(), office.actor(SUPERVISOR))


def shares(page: CommonPage) -> dict[str, dict[str, Share]]:
    """What the page says, by code and unit."""
    return {
        one.code: {at.unit: Share(at.true, at.lately, at.before, at.items) for at in one.units}
        for one in page.problems
    }


def common_in(plan: list[Told], by: RecursBy) -> dict[str, dict[str, Share]]:
    """What the rule calls common, of what was counted without a database."""
    return {
        code: units
        for code, units in count_plainly(plan, by).items()
        if sum(one.true >= LEAST_AT_EACH for one in units.values()) >= LEAST_UNITS
    }


def planted_truth(number: int) -> list[tuple[str, int, int, int, int]]:
    """Of each problem that was planted as common: units that have it, and true in the year, lately and before that."""
    of_a_unit = len(DAYS) * times_of(number)
    third = of_a_unit // 3
    return [
        (Category.REPEATED_MATERIALS, 40, 40 * of_a_unit, 40 * third, 40 * third),
        (Category.BUCK_PASSING, 6, 6 * 9, 6 * 3, 6 * 3),
        (Category.POOR_COORDINATION, 4, 4 * 3, 4, 0),
        (Category.INCONSISTENT_POLICY, 3, 3 * 2, 3, 3),
    ]


def check_page(by: RecursBy, page: CommonPage, office: FullOffice) -> None:
    """It says what was found; its first numbers open as many complaints."""
    visitor = signed_in(lend_app(office), office, SUPERVISOR)
    with statements(office) as seen:
        shown = visitor.get(f"/recurrence/common?by={by.value}")
    assert (shown.status_code, len(seen) <= 40) == (200, True)
    links = re.findall(r'<a class="number" href="(/ledger\?[^"]+)">(\d+)', shown.text)
    assert [int(number) for _, number in links] == [at.true for one in page.problems for at in one.units[:12]]
    for address, number in (links[0], links[-1]):
        assert opened(unescape(address), office) == int(number), address


@pytest.mark.timeout(600)
@pytest.mark.parametrize("number", NUMBERS)
def test_what_units_have_in_common_is_found_among_many_and_nothing_else(
    office: FullOffice, number: int
) -> None:
    """R93: Large-scale analysis finds the common problems: all that were planted, equal to a plain count, and only these."""
    plan = plan_year(number)
    plant_year(office, plan)
    if not office.database.is_sqlite:
        with office.unit_of_work() as unit:
            # As the server does by itself beside the work.
            unit.session.execute(text("ANALYZE"))
    for by in RecursBy:
        began = clock_of(office)()
        page = read(by, office)
        took = clock_of(office)() - began
        assert took < LONGEST_SECONDS, (by, took)
        assert shares(page) == common_in(plan, by)
        assert page.number == len(page.problems)
        check_page(by, page, office)
    found = read(RecursBy.PROBLEM, office).problems
    assert [(one.code, one.shared_by, one.true, one.lately, one.before) for one in found] == planted_truth(
        number
    )
    assert {at.unit for at in found[0].units} == set(UNITS[:40]) and found[0].items == 40 * 3
