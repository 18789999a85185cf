"""An office of 0.1.0 with a case open in every stage opens with this release, and its cases come to their end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from deploy.replay.page_reading import StepRefused
from engine.state.migration import list_migrations
from models.ledger.trail_check import verify_trail
from models.store.migrations import head_revision
from services.requests.kinds import KINDS
from tests.acceptance.any_case import do, walk_to_end
from tests.acceptance.earlier_office import (
    Opened,
    as_it_was,
    assignee_of,
    counts,
    definitions_of,
    opened_office,
    rows,
)
from tests.acceptance.waiting_summaries import release_waiting_summaries
from tests.acceptance.walk import (
    CLERK,
    HANDLER,
    READER,
    Case,
    elements,
    family_of,
    known_case,
    list_cases,
    open_task,
    root_of,
    stage_of,
)

MOMENT = datetime.fromisoformat("2026-09-14T10:05+08:00")
STAGES = {"intake", "investigation", "disposal", "feedback", "return_visit"}
# Two starts of everything, while other tests run.
pytestmark = pytest.mark.timeout(300)
IN_INTAKE = "YH-2026-000010"
IN_INVESTIGATION = ("YH-2026-000007", "YH-2026-000005")
RUNNING = (
    "SELECT key, process_definition_key, version FROM process_instance"
    " WHERE ended_at IS NULL AND process_id <> 'office-anchor' ORDER BY key"
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Opened]:
    """The office after its second start."""
    data = tmp_path_factory.mktemp("earlier") / "office"
    with opened_office("first-way", data, MOMENT) as office:
        yield office


def open_cases(opened: Opened) -> list[Case]:
    return [case for case in list_cases(opened.office) if stage_of(opened.office, case) != "archived"]


def test_copies_of_both_databases_were_put_aside_as_they_were(opened: Opened) -> None:
    """The application's copy is of revision 0004 and the engine's of schema 1, with every row."""
    data = opened.office.data
    before = as_it_was(data)
    office_copy = data / f"jieban.before-{head_revision()}.sqlite3"
    engine_copy = data / "engine" / f"engine.before-{len(list_migrations()):04d}.db"
    assert rows(office_copy, "SELECT version_num FROM alembic_version") == [("0004",)]
    assert rows(engine_copy, "SELECT value FROM meta WHERE name = 'schema_version'") == [("1",)]
    for copy, file in ((office_copy, "jieban.sqlite3"), (engine_copy, "engine/engine.db")):
        assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
        assert counts(copy) == counts(before / file)
    assert office_copy.stat().st_mode & 0o077 == 0


def test_the_first_start_migrates_and_installs_and_the_second_does_neither(opened: Opened) -> None:
    """Whichever part of the office comes first installs: `make run`, which says so, or the workers."""
    assert "database migrated" in opened.first
    # The engine of before had one version of its process and knew no decisions.
    assert max(version for _, name, version in opened.installed if name == "complaint") == 2
    assert "competence" in {name for _, name, _ in opened.installed}
    assert "left alone" not in opened.first
    assert "migrated" not in opened.second
    assert definitions_of(opened.office.data) == opened.installed


def test_running_instances_keep_their_versions(opened: Opened) -> None:
    """What is new is for new instances; those that ran go on in the diagram they began in."""
    before, now = as_it_was(opened.office.data) / "engine/engine.db", opened.office.data / "engine/engine.db"
    running = rows(before, RUNNING)
    assert len(running) > 10
    assert set(running) <= set(rows(now, RUNNING))
    latest = "SELECT max(version) FROM process_definition WHERE process_id = 'complaint'"
    assert rows(now, latest) == [(2,)]


@pytest.mark.parametrize(
    ("number", "person", "act"),
    [
        (IN_INTAKE, CLERK, "request-supplement"),
        (IN_INTAKE, CLERK, "request-withdrawal"),
        (IN_INVESTIGATION[0], "cha.fenming", "request-supplement"),
        (IN_INVESTIGATION[0], "cha.fenming", "request-extension"),
        (IN_INVESTIGATION[0], "cha.fenming", "open-entrustment"),
        (IN_INVESTIGATION[0], "cha.fenming", "ask-respondent"),
        (IN_INVESTIGATION[0], CLERK, "open-referral"),
    ],
)
def test_a_request_that_an_old_diagram_would_never_answer_is_refused_in_words(
    opened: Opened, number: str, person: str, act: str
) -> None:
    """It would hold clocks for ever, so the form says why there is none, and no row is written."""
    office = opened.office
    case = known_case(office, number)
    assert "旧版流程图" in office.page(person, f"/cases/{case.complaint_id}/acts/{act}").text
    with pytest.raises(StepRefused, match=r"409.*EARLIER_DIAGRAM"):
        office.people.take_act(person, case.complaint_id, act, {"reason": "撤回", "items": "回执"})
    with office.clock.database.read() as session:
        tables = [kind.table for kind in KINDS.values()]
        asked = {row.complaint_id for table in tables for row in session.scalars(select(table))}
    assert case.complaint_id not in asked


def test_a_request_that_is_a_process_of_its_own_runs_beside_an_old_case(opened: Opened) -> None:
    """An old case is supervised; another one's handler is recused, and the task he had open is the new one's."""
    office = opened.office
    supervised, recused = (known_case(office, number) for number in IN_INVESTIGATION)
    office.people.take_act(READER, supervised.complaint_id, "open-supervision", {"reason": "请说明进度"})
    asked = {"who_kind": "staff", "who": HANDLER, "reason": "与被投诉人是同学", "requested_side": "staff"}
    office.people.take_act(CLERK, recused.complaint_id, "request-recusal", asked)
    for case, form in (
        (supervised, "explain-delay"),
        (supervised, "close-supervision"),
        (recused, "decide-recusal"),
    ):
        do(office, case, open_task(office, case, form))
    finding = open_task(office, recused, "record-findings").user_task_key
    office.wait_until(lambda: assignee_of(office, finding) == "zhen.juquan", "the new handler has the task")


def test_an_investigation_that_an_old_run_calls_now_takes_requests(opened: Opened) -> None:
    """Its diagram is of this release, so material may be asked for, and its coming moves the token on."""
    office, case = opened.office, known_case(opened.office, IN_INTAKE)
    for form in ("decide-acceptance", "assign-handler", "plan-investigation"):
        do(office, case, open_task(office, case, form))
    asked = {"items": "收件回执", "window_wd": 3, "way": "phone"}
    office.people.take_act(HANDLER, case.complaint_id, "request-supplement", asked)
    office.wait_until(lambda: "ACTIVE" in states_of_windows(opened, case), "a window is open")
    seen = office.people.read(READER, f"/api/v1/cases/{case.complaint_id}")["supplement_requests"]
    came = {"supplement_request_id": seen[0]["id"], "text": "收件回执一份"}
    office.people.take_act(HANDLER, case.complaint_id, "register-supplement", came)
    office.wait_until(lambda: set(states_of_windows(opened, case)) == {"COMPLETED"}, "it is closed")


def states_of_windows(opened: Opened, case: Case) -> list[str]:
    found = elements(opened.office, family_of(opened.office, root_of(opened.office, case)))
    return [state for name, state in found if name == "EventSub_Supplement"]


@pytest.mark.skipif(os.environ.get("PROVE") != "1", reason="a part of make prove-whole")
def test_every_case_of_every_stage_comes_to_the_archive(opened: Opened) -> None:
    """Ten cases open in five stages are finished through the pages, on the diagrams they began in."""
    office = opened.office
    cases = open_cases(opened)
    assert {stage_of(office, case) for case in cases} == STAGES
    walked = {case.number: walk_to_end(office, case) for case in cases}
    assert [number for number, done in walked.items() if not done] == []
    assert {stage_of(office, case) for case in list_cases(office)} == {"archived"}
    # An opinion of before that orders a rectification is carried out when it is approved now.
    assert "verify-rectification" in walked["YH-2026-000006"]
    office.settle()
    print(release_waiting_summaries(office))
    assert rows(office.data / "engine/engine.db", RUNNING) == []
    assert office.engine.post("incidents/search", {"filter": {"state": "ACTIVE"}})["items"] == []
    with office.clock.database.read() as session:
        assert verify_trail(session).fault is None
