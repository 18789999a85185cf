"""A page of a list asks the database as often for many rows as for few, and not more than 40 times in all."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.case.task import Task
from models.office.service_item import ServiceItem
from models.office.service_window import ServiceWindow
from tests.both_databases.test_list_queries import statements
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.web.pages import Visitor

MOST_STATEMENTS = 40
PAGES = {
    "tasks to be taken": ("wen.rusheng", "/tasks?tab=pool"),
    "tasks that are mine": ("xun.wenshi", "/tasks?tab=mine"),
    "filtered tasks": ("wen.rusheng", "/tasks?tab=pool&stage=intake&number=2026&unit=RS"),
    "cases": ("jian.rujing", "/cases"),
    "filtered cases": ("wen.rusheng", "/cases?stage=intake&number=2026&channel=portal&order=due"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_list_asks_as_often_for_many_rows_as_for_few(
    office: FullOffice, sign_in: Callable[[str], Visitor], name: str
) -> None:
    """UX-3, UX-51: frame, navigation with its numbers, reminders and list together."""
    login, address = PAGES[name]
    visitor, asked, rows = sign_in(login), [], []
    visitor.get(address)  # what is read once a process is read
    for more in (1, 9):
        for _ in range(more):
            number = len(office.rows(Task))
            case = office.file(address=f"203.0.113.{20 + number}").complaint_id
            add_task(office, case, "decide-acceptance")
            key = add_task(office, case, "plan-investigation")
            with office.unit_of_work() as unit:
                unit.session.get_one(Task, key).claimed_by = "xun.wenshi"
        with statements(office) as seen:
            page = visitor.get(address).text
        asked.append(len(seen))
        rows.append(page.count("<tr") - 1)
    assert rows == [1, 10]
    assert asked[0] == asked[1] <= MOST_STATEMENTS


@pytest.mark.parametrize("noun", ["units", "windows", "items"])
def test_pages_of_the_organisation_ask_as_often_for_a_large_office_as_for_a_small_one(
    office: FullOffice, sign_in: Callable[[str], Visitor], noun: str
) -> None:
    """UX-51: the start page with its numbers, and each list."""
    visitor = sign_in("guan.xitong")
    asked: dict[str, list[int]] = {"/administration": [], f"/administration/{noun}": []}
    for address in asked:
        visitor.get(address)
    for round_no in range(2):
        for address, numbers in asked.items():
            with statements(office) as seen:
                assert visitor.get(address).status_code == 200
            numbers.append(len(seen))
        with office.unit_of_work() as unit:
            unit.session.add_all(
                ServiceItem(code=f"N{round_no}-{n}", unit="SJ", name=f"新事项{n}") for n in range(20)
            )
            unit.session.add_all(ServiceWindow(code=f"N{round_no}-{n}", unit="SJ") for n in range(20))
    for address, (few, many) in asked.items():
        assert few == many <= MOST_STATEMENTS, address
