"""Lists say how many there are and have a next page, as the real web server sends them (UX-3, UX-5)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import sqlite

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, TaskState
from models.case.task import Task
from models.ground.ids import ComplaintId, new_id
from models.office.staff import Staff
from models.vault.keyring import Keyring
from services.clocks.open_clock import OpenClock, open_clock
from services.office.deputies import list_acting_roles
from services.worklist.concerned_tasks import find_candidates_of
from tests.full_office import FullOffice
from tests.served_office import ServedOffice, SocketVisitor, serve_office
from tests.unit.services.projected_task import add_task
from tests.web.pages import text_of
from tests.web_staff.people import BY_ROLE

CASES = 60
TASKS = 1_100


def add_cases(
    office: FullOffice, number: int, departing: Callable[[int], Mapping[str, object]] = lambda _no: {}
) -> list[str]:
    """Many cases like the first, numbered on from it; `departing` says in what the one of a number is not."""
    office.add_complaint()
    with office.unit_of_work() as unit:
        first = unit.session.execute(select(Complaint.__table__)).mappings().first()
        assert first is not None
        # What is empty in the first is empty in all: fewer columns are written much faster.
        model = {name: value for name, value in first.items() if value is not None}
        rows = [
            {
                **model,
                "id": new_id(),
                "submission_id": new_id(),
                "number": f"YH-2026-{no:06}",
                **departing(no),
            }
            for no in range(2, number + 1)
        ]
        unit.session.execute(insert(Complaint.__table__), rows)
    return [first["id"], *(row["id"] for row in rows)]


def add_tasks(office: FullOffice, cases: list[str], number: int, group: str) -> None:
    """Many open tasks of an element that no rule of its own keeps anybody from."""
    rows = [
        {
            "user_task_key": f"8{no:09}",
            "complaint_id": cases[no % len(cases)],
            "element_id": "UserTask_DecideAcceptance",
            "process_instance_key": "1",
            "form_id": "decide-acceptance",
            "form_version": 1,
            "candidate_groups": [group],
            "details": {},
            "state": TaskState.OPEN,
            "created_at": office.clock.now(),
        }
        for no in range(number)
    ]
    with office.unit_of_work() as unit:
        unit.session.execute(insert(Task.__table__), rows)


def ask_unit(office: FullOffice, cases: list[str], unit_code: str) -> None:
    """Every case is handled by this unit, which is asked about it."""
    with office.unit_of_work() as unit:
        for complaint in unit.session.scalars(select(Complaint)):
            complaint.handling_unit = unit_code
        for no, case in enumerate(cases):
            row = RespondentRequest(
                id=new_id(), complaint_id=case, no=1, round=1, requested_by="xun.wenshi",
                requested_at=office.clock.now(), unit_code=unit_code, questions="请说明",
                window_ends_at=office.clock.now() + timedelta(days=3 + no),
            )  # fmt: skip
            unit.session.add(row)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office of its own with sixty cases, each with a limit and asked of one unit, and 1,100 tasks of one role."""
    with serve_office(tmp_path_factory.mktemp("lists"), sqlite_office_template) as served:
        cases = add_cases(served.office, CASES)
        add_tasks(served.office, cases, TASKS, "return_visit")
        ask_unit(served.office, cases, "RS")
        with served.office.unit_of_work() as unit:
            for case in cases:
                command = OpenClock(ComplaintId(case), ClockKind.FIRST_CONTACT, 1, served.office.clock.now())
                open_clock(command, unit)
        yield served


@pytest.fixture
def supervisor(served: ServedOffice) -> SocketVisitor:
    return served.visitor(BY_ROLE["supervisor"])


def numbers_on(page: httpx.Response) -> list[str]:
    return re.findall(r'class="number" href="/cases/[0-9a-f]+">(YH-2026-\d{6})<', page.text)


def next_of(page: httpx.Response) -> str:
    found = re.search(r'<a rel="next" href="([^"]+)">', page.text)
    assert found
    return found[1].replace("&amp;", "&")


def test_the_oldest_case_is_on_the_second_page_and_the_total_is_told(supervisor: SocketVisitor) -> None:
    """UX-3: with 51 cases the first vanished without a word."""
    first = supervisor.get("/cases?number=2026")
    assert f"共 {CASES} 条" in text_of(first)
    assert len(numbers_on(first)) == 50
    where = next_of(first)
    assert "number=2026" in where, "what was chosen stays"
    second = supervisor.get(where)
    assert len(numbers_on(second)) == CASES - 50
    assert numbers_on(second)[-1] == "YH-2026-000001"
    assert 'rel="prev"' in second.text
    assert "第 2 页，共 2 页" in text_of(second)


def test_a_case_is_found_by_any_part_of_its_number(supervisor: SocketVisitor) -> None:
    """UX-3: "48" finds YH-2026-000048, and nothing is lost on the way to an empty list."""
    for part in ("48", "000048", "yh-2026-000048"):
        assert numbers_on(supervisor.get(f"/cases?number={part}")) == ["YH-2026-000048"]
    empty = supervisor.get("/cases?number=七七七")
    assert "没有" in text_of(empty)
    assert 'value="七七七"' in empty.text


def test_a_page_that_is_not_there_shows_the_nearest(supervisor: SocketVisitor) -> None:
    """UX-3: also for a page that is no number."""
    assert numbers_on(supervisor.get("/cases?page=99"))[-1] == "YH-2026-000001"
    for page in ("0", "-3", "二"):
        assert len(numbers_on(supervisor.get(f"/cases?page={page}"))) == 50


def test_my_task_is_found_behind_a_thousand_older_ones_of_others(served: ServedOffice) -> None:
    """UX-5, PF-1: the oldest 1,000 of the office were taken first and sorted out by person afterwards."""
    served.office.clock.set("2026-09-08T10:00")
    mine = add_task(served.office, served.office.rows(Complaint)[0].id, "decide-acceptance")
    assert f"/tasks/{mine}" in served.visitor(BY_ROLE["intake"]).get("/tasks").text
    visitor = served.visitor(BY_ROLE["return_visit"])
    assert "共 1,100 条" in text_of(visitor.get("/tasks"))
    assert "第 22 页，共 22 页" in text_of(visitor.get("/tasks?page=22"))
    listed = visitor.get("/api/v1/tasks?page=2").json()
    assert (len(listed["tasks"]), listed["total"], listed["has_more"]) == (50, TASKS, False)


def test_the_tasks_of_a_person_are_looked_for_by_an_index(served: ServedOffice) -> None:
    """PF-1: no walk over all tasks there ever were."""
    with served.office.unit_of_work().reading() as unit:
        staff = unit.session.get_one(Staff, "heng.gongyun")
        query = find_candidates_of(staff, list_acting_roles(staff, unit.session))
        told = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in unit.session.execute(text(f"EXPLAIN QUERY PLAN {told}"))]
    assert any("ix_task_state" in step for step in plan)
    assert [step for step in plan if step.startswith("SCAN task")] == []


def test_the_due_list_has_pages_and_keeps_its_filters(supervisor: SocketVisitor) -> None:
    """UX-3: the five hundred nearest stood there alone."""
    first = supervisor.get("/due?kind=clock_kind.first_contact")
    assert f"共 {CASES} 条" in text_of(first)
    where = next_of(first)
    assert "kind=clock_kind.first_contact" in where
    assert len(set(numbers_on(first) + numbers_on(supervisor.get(where)))) == CASES


def test_the_cases_of_a_unit_have_pages(served: ServedOffice) -> None:
    """UX-3: the newest 200 stood there alone."""
    representative = served.visitor("ren.shebao")
    page = representative.get("/unit-cases")
    assert f"共 {CASES} 条" in text_of(page)
    assert "第 2 页，共 2 页" in text_of(representative.get(next_of(page)))
