"""An office of 100,000 open tasks: what is mine is found, what is many is said to be (UX-5, PF-1)."""

from __future__ import annotations

import pytest

from services.views.cases import SearchCases, search_cases
from services.views.my_tasks import list_my_tasks
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.web_staff.test_pages_of_lists import add_cases, add_tasks


@pytest.mark.check(sister="tests/web_staff/test_pages_of_lists.py")
def test_my_task_is_found_among_a_hundred_thousand(office: FullOffice) -> None:
    """UX-5, PF-1: whoever has more than 10,000 is told so and may page through these."""
    cases = add_cases(office, 12_000)
    add_tasks(office, cases, 100_000, "approver")
    mine = add_task(office, cases[0], "record-return-visit")
    found = list_my_tasks(office.unit_of_work(), office.actor("hui.fangyi"))
    assert ([row.user_task_key for row in found], found.total, found.has_more) == ([mine], 1, False)
    many = list_my_tasks(office.unit_of_work(), office.actor("heng.gongyun"), 200)
    assert (len(many), many.number, many.total, many.has_more) == (50, 200, 10_000, True)
    listed = search_cases(SearchCases("11999"), office.unit_of_work(), office.actor("heng.gongyun"))
    assert [row.number for row in listed] == ["YH-2026-011999"]
