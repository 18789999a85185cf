"""Lists say how many there are and have a next page (UX-3, UX-5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import insert, select, text
from sqlalchemy.dialects import sqlite

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, TaskState
from models.case.task import Task
from models.ground.ids import ComplaintId, new_id
from models.office.staff import Staff
from services.clocks.open_clock import OpenClock, open_clock
from services.worklist.concerned_tasks import find_candidates_of
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task
from tests.web.pages import Visitor, text_of
from tests.web_staff.people import BY_ROLE

SignIn = Callable[[str], Visitor]


def add_cases(office: FullOffice, number: int) -> list[str]:
    """Many cases like the first, numbered on from it."""
    office.add_complaint()
    with office.unit_of_work() as unit:
        first = unit.session.execute(select(Complaint.__table__)).mappings().first()
        assert first is not None
        rows = [
            dict(first) | {"id": new_id(), "submission_id": new_id(), "number": f"YH-2026-{no:06}"}
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


def numbers_on(page: str) -> list[str]:
    return re.findall(r'class="number" href="/cases/[0-9a-f]+">(YH-2026-\d{6})<', page)


def next_of(page: str) -> str:
    found = re.search(r'<a rel="next" href="([^"]+)">', page)
    assert found
    return found[1].replace("&amp;", "&")


def test_the_oldest_case_is_on_the_second_page_and_the_total_is_told(
    office: FullOffice, sign_in: SignIn
) -> None:
    """UX-3: with 51 cases the first vanished without a word."""
    add_cases(office, 51)
    supervisor = sign_in(BY_ROLE["supervisor"])
    first = supervisor.get("/cases?number=2026")
    assert "共 51 条" in text_of(first)
    assert len(numbers_on(first.text)) == 50
    where = next_of(first.text)
    assert "number=2026" in where, "what was chosen stays"
    second = supervisor.get(where)
    assert numbers_on(second.text) == ["YH-2026-000001"]
    assert 'rel="prev"' in second.text
    assert "第 2 页，共 2 页" in text_of(second)


def test_a_case_is_found_by_any_part_of_its_number(office: FullOffice, sign_in: SignIn) -> None:
    """UX-3: "48" finds YH-2026-000048, and nothing is lost on the way to an empty list."""
    add_cases(office, 51)
    supervisor = sign_in(BY_ROLE["supervisor"])
    for part in ("48", "000048", "yh-2026-000048"):
        assert numbers_on(supervisor.get(f"/cases?number={part}").text) == ["YH-2026-000048"]
    empty = supervisor.get("/cases?number=777")
    assert "没有" in text_of(empty)
    assert 'value="777"' in empty.text


def test_a_page_that_is_not_there_shows_the_nearest(office: FullOffice, sign_in: SignIn) -> None:
    """UX-3: also for a page that is no number."""
    add_cases(office, 51)
    supervisor = sign_in(BY_ROLE["supervisor"])
    assert numbers_on(supervisor.get("/cases?page=99").text) == ["YH-2026-000001"]
    for page in ("0", "-3", "x"):
        assert len(numbers_on(supervisor.get(f"/cases?page={page}").text)) == 50


def test_my_task_is_found_behind_a_thousand_older_ones_of_others(office: FullOffice, sign_in: SignIn) -> None:
    """UX-5, PF-1: the oldest 1,000 of the office were taken first and sorted out by person afterwards."""
    add_tasks(office, add_cases(office, 60), 1_100, "return_visit")
    office.clock.set("2026-09-08T10:00")
    mine = add_task(office, office.rows(Complaint)[0].id, "decide-acceptance")
    assert f"/tasks/{mine}" in sign_in(BY_ROLE["intake"]).get("/tasks").text
    visitor = sign_in(BY_ROLE["return_visit"])
    page = visitor.get("/tasks")
    assert "共 1,100 条" in text_of(page)
    assert "第 22 页，共 22 页" in text_of(visitor.get("/tasks?page=22"))
    listed = visitor.client.get("/api/v1/tasks?page=2").get_json()
    assert (len(listed["tasks"]), listed["total"], listed["has_more"]) == (50, 1_100, False)


def test_the_tasks_of_a_person_are_looked_for_by_an_index(office: FullOffice) -> None:
    """PF-1: no walk over all tasks there ever were."""
    with office.unit_of_work().reading() as unit:
        query = find_candidates_of(unit.session.get_one(Staff, "heng.gongyun"))
        told = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = [row[3] for row in unit.session.execute(text(f"EXPLAIN QUERY PLAN {told}"))]
    assert any("ix_task_state" in step for step in plan)
    assert [step for step in plan if step.startswith("SCAN task")] == []


def test_the_due_list_has_pages_and_keeps_its_filters(office: FullOffice, sign_in: SignIn) -> None:
    """UX-3: the five hundred nearest stood there alone."""
    cases = add_cases(office, 60)
    with office.unit_of_work() as unit:
        for case in cases:
            command = OpenClock(ComplaintId(case), ClockKind.FIRST_CONTACT, 1, office.clock.now())
            open_clock(command, unit)
    supervisor = sign_in(BY_ROLE["supervisor"])
    first = supervisor.get("/due?kind=clock_kind.first_contact")
    assert "共 60 条" in text_of(first)
    where = next_of(first.text)
    assert "kind=clock_kind.first_contact" in where
    assert len(set(numbers_on(first.text) + numbers_on(supervisor.get(where).text))) == 60


def test_the_cases_of_a_unit_have_pages(office: FullOffice, sign_in: SignIn) -> None:
    """UX-3: the newest 200 stood there alone."""
    cases = add_cases(office, 60)
    with office.unit_of_work() as unit:
        for complaint in unit.session.scalars(select(Complaint)):
            complaint.handling_unit = "RS"
        for no, case in enumerate(cases):
            row = RespondentRequest(
                id=new_id(), complaint_id=case, no=1, round=1, requested_by="xun.wenshi",
                requested_at=office.clock.now(), unit_code="RS", questions="请说明",
                window_ends_at=office.clock.now() + timedelta(days=3 + no),
            )  # fmt: skip
            unit.session.add(row)
    page = sign_in("ren.shebao").get("/unit-cases")
    assert "共 60 条" in text_of(page)
    assert "第 2 页，共 2 页" in text_of(sign_in("ren.shebao").get(next_of(page.text)))
