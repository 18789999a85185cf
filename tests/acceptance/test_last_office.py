"""An office of 0.2.0 opens with this release as it was left, with everything at which a case can stand; three of its cases end.

All of them end in test_last_office_to_its_end.py.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import select

from adapters.camunda_rest import list_all
from engine.state.migration import list_migrations
from models.case.case_run import CaseRun
from models.ledger.outbox import OutboxRow
from models.store.migrations import head_revision
from tests.acceptance.any_case import open_tasks, walk_to_end, who_may
from tests.acceptance.earlier_office import (
    ABOUT_FILE,
    Opened,
    as_it_was,
    assignee_of,
    counts,
    opened_office,
    rows,
)
from tests.acceptance.walk import (
    CLERK,
    READER,
    Case,
    elements,
    family_of,
    list_cases,
    open_task,
    root_of,
    stage_of,
)
from tests.offices.way_cases import DRAFT
from tests.owners.changes import VISIT_FORM

OFFICE, REVISION, ENGINE_SCHEMA = "0.2.0", "0009", 4
# Two starts of everything, while other tests run.
pytestmark = pytest.mark.timeout(300)
PAGES = ("/", "/complaints/new", "/progress", "/handover", "/healthz")
STAFF_PAGES = (
    *((CLERK, path) for path in ("/tasks", "/cases", "/register")),
    *((READER, path) for path in ("/due", "/monitor/instances", "/monitor/incidents", "/monitor/versions")),
    ("ren.shebao", "/unit-cases"),
    ("guan.xitong", "/accounts"),
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The office after its second start, with everything done that waited for an engine."""
    data = tmp_path_factory.mktemp("last") / "office"
    with opened_office(OFFICE, data) as office:
        office.office.settle()
        yield office


def known(opened: Opened, word: str) -> Case:
    """The case of this word."""
    about = json.loads((opened.office.data / ABOUT_FILE).read_text("utf-8"))
    number, query_code = about["cases"][word]
    case = next(case for case in list_cases(opened.office) if case.number == number)
    return Case(number, case.complaint_id, query_code)


def test_copies_were_put_aside_as_they_were_before_anything_was_migrated(opened: Opened) -> None:
    """One of each database whose form is another now, with every row; the first start says so."""
    data, before = opened.office.data, as_it_was(opened.office.data)
    head, schema = head_revision(), len(list_migrations())
    copies = {
        data / f"jieban.before-{head}.sqlite3": (head != REVISION, before / "jieban.sqlite3"),
        data / f"engine/engine.before-{schema:04d}.db": (
            schema != ENGINE_SCHEMA,
            before / "engine/engine.db",
        ),
    }
    for copy, (is_due, original) in copies.items():
        assert copy.exists() is is_due, copy
        if is_due:
            assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
            assert counts(copy) == counts(original)
    assert ("database migrated" in opened.first) is (head != REVISION)
    assert "migrated" not in opened.second


def test_the_owners_version_stays_the_newest(opened: Opened) -> None:
    said = "left alone, someone else's version: investigation.bpmn"
    assert said in opened.first
    assert said in opened.second
    newest = "SELECT xml FROM process_definition WHERE process_id = 'investigation' ORDER BY version DESC"
    assert VISIT_FORM in rows(opened.office.data / "engine/engine.db", newest)[0][0]


def test_what_waited_in_the_outbox_was_told_once(opened: Opened) -> None:
    """A filing, a submission, a claim, a request and a cancelled run, all from when the engine was away."""
    office = opened.office
    with office.clock.database.read() as session:
        assert session.scalars(select(OutboxRow.kind).where(OutboxRow.sent_at.is_(None))).all() == []
    assert [task.form_id for task in open_tasks(office, known(opened, "outage-file"))] == [
        "decide-acceptance"
    ]
    assert [task.form_id for task in open_tasks(office, known(opened, "outage-submit"))] == ["assign-handler"]
    claimed = open_task(office, known(opened, "outage-claim"), "decide-acceptance")
    office.wait_until(lambda: assignee_of(office, claimed.user_task_key) == CLERK, "the claim is told")
    asked = known(opened, "outage-supplement")
    assert ("EventSub_Supplement", "ACTIVE") in elements(office, family_of(office, root_of(office, asked)))
    cancelled = root_of(office, known(opened, "outage-cancel"))
    state = f"SELECT state FROM process_instance WHERE key = {cancelled}"  # noqa: S608 - a key of the engine
    assert rows(office.data / "engine/engine.db", state) == [("TERMINATED",)]


def test_every_page_of_the_office_answers(opened: Opened) -> None:
    """The public pages, the lists, the file of every case, and every open task to somebody who may do it."""
    office = opened.office
    answers = {path: httpx.get(f"{office.address}{path}", timeout=30).status_code for path in PAGES}
    answers |= {path: office.page(person, path).status_code for person, path in STAFF_PAGES}
    for case in list_cases(office):
        answers[case.number] = office.page(READER, f"/cases/{case.complaint_id}").status_code
        for task in open_tasks(office, case):
            person, _ = who_may(office, case, task)
            page = office.page(person, f"/tasks/{task.user_task_key}")
            answers[f"{case.number} {task.form_id}"] = page.status_code
    assert len(answers) > 100
    assert {path: status for path, status in answers.items() if status != 200} == {}


def test_the_half_filled_form_is_shown_to_whom_it_belongs(opened: Opened) -> None:
    task = open_task(opened.office, known(opened, "decide-acceptance"), "decide-acceptance")
    shown = opened.office.people.read(CLERK, f"/api/v1/tasks/{task.user_task_key}")["data"]
    assert shown["note"] == DRAFT["note"]


@pytest.mark.parametrize("word", ["owner", "outage-submit", "record-discipline-result"])
def test_a_case_comes_to_the_archive(opened: Opened, word: str) -> None:
    """From the owner's task, from what was submitted without an engine, and with a request that outlives it."""
    case = known(opened, word)
    assert walk_to_end(opened.office, case)
    assert stage_of(opened.office, case) == "archived"
    with opened.office.clock.database.read() as session:
        runs = session.scalars(select(CaseRun).where(CaseRun.complaint_id == case.complaint_id)).all()
    assert [run.ended_at is not None for run in runs] == [True]
    body = {"filter": {"state": "ACTIVE", "processInstanceKey": runs[0].process_instance_key}}
    assert list_all(opened.office.engine, "process-instances/search", body) == []
