"""An office of 100,000 open tasks: what is mine is found, what is many is said to be (UX-5, PF-1)."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from models.case.task import Task
from models.office.standstill import StandstillKind
from services.standstill.count_standstill import count_standstill
from services.standstill.list_standstill import list_standstill
from services.views.cases import SearchCases, search_cases
from services.views.my_tasks import list_my_tasks
from tests.both_databases.test_case_search import many_of
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.standstill_look import look
from tests.unit.services.projected_task import add_task
from tests.web_staff.test_pages_of_lists import add_cases, add_tasks


@pytest.mark.check(sister="tests/web_staff/test_pages_of_lists.py")
def test_my_task_is_found_among_a_hundred_thousand(office: FullOffice) -> None:
    """UX-5, PF-1: whoever has more than 10,000 is told so and may page through these."""
    cases = add_cases(office, 12_000)
    add_tasks(office, cases, many_of(100_000, office), "approver")
    mine = add_task(office, cases[0], "record-return-visit")
    found = list_my_tasks(office.unit_of_work(), office.actor("hui.fangyi"))
    assert ([row.user_task_key for row in found], found.total, found.has_more) == ([mine], 1, False)
    many = list_my_tasks(office.unit_of_work(), office.actor("heng.gongyun"), 200)
    assert (len(many), many.number, many.total, many.has_more) == (50, 200, 10_000, True)
    listed = search_cases(SearchCases("11999"), office.unit_of_work(), office.actor("heng.gongyun"))
    assert [row.number for row in listed] == ["YH-2026-011999"]


@pytest.mark.check(sister="tests/web_staff/test_stuck_page.py")
def test_what_stands_still_costs_page_and_badge_a_few_statements_among_a_hundred_thousand_tasks(
    office: FullOffice,
) -> None:
    """OW-2: however much is open, and however much of it nobody may do; the pager reaches the last row."""
    add_tasks(office, add_cases(office, 12_000), many_of(100_000, office), "approver")
    supervisor, asked = office.actor("jian.rujing"), []
    for number in (60, 9_060):
        with office.unit_of_work() as unit:
            some = update(Task).where(Task.user_task_key < f"8{number:09}")
            unit.session.execute(some.values(candidate_groups=["investigators"]))
        look(office)
        with statements(office) as seen:
            count = count_standstill(office.unit_of_work(), supervisor)
        asked.append(len(seen))
        assert (count.number, count.has_more) == ((60, False) if number == 60 else (99, True))
        with statements(office) as seen:
            shown = list_standstill(office.unit_of_work(), supervisor, StandstillKind.TASK, 1_000)
        page = shown.groups[StandstillKind.TASK]
        assert (page.total, page.number, len(page)) == (number, page.last, 10)
        # Who must keep away, and who is no reader, is asked of 500 rows at a time.
        assert len(seen) <= 10 + 6 * (1 + number // 500)
    assert asked[0] == asked[1] <= 10
