"""What is found of the toy kind while it is planted; test_c15_toy_kind.py runs these in a process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from models.beside.toy_request import ToyRequest

from api.schemas.case import CaseOut
from deploy.docs.replay_text import replay_text
from deploy.docs.states_text import states_text
from deploy.replay.moves import Act
from deploy.replay.story_steps import MOVES_OF_STEP
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState, Stage, TaskState
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.deployed_form import DeployedForm
from models.store.tables import Base
from models.vault.keyring import Keyring
from services.actor import SYSTEM
from services.case.lifecycle import move_stage
from services.requests.kinds import KINDS
from services.requests.open_request import NewRequest, open_request
from services.requests.request_rows import bind_instance
from services.views.progress_steps import list_steps
from services.worklist.clock_of_task import find_clock_of_task
from tests.served_office import ServedOffice, serve_office
from tests.web.case_file import read_file
from workers.routers import read_routers

INSTANCE = "2251799813685999"
SUPERVISOR = "jian.rujing"


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path, keyring: Keyring
) -> Iterator[ServedOffice]:
    """An office with the toy's table, served by the product's web server with the toy planted."""
    folder = tmp_path_factory.mktemp("toy")
    with serve_office(folder, sqlite_office_template, command="tests.contract.toy_kind.plant") as started:
        yield started


@pytest.fixture
def request_row(served: ServedOffice) -> ToyRequest:
    """A request of the toy kind in a case in disposal, opened as those of every kind and taken up by its process."""
    office = served.office
    case = office.file().complaint_id
    with office.unit_of_work() as unit:
        ToyRequest.__table__.create(unit.session.connection(), checkfirst=True)
        complaint = unit.session.get_one(Complaint, case)
        complaint.stage = Stage.DISPOSAL
        row = ToyRequest(colour="red", window_ends_at=office.clock.now())
        open_request(NewRequest(KINDS["toy"], row), complaint, unit, office.actor("wen.rusheng"))
        assert bind_instance(row, INSTANCE)
    return row


def test_its_table_is_one_of_the_tables() -> None:
    assert "toy_request" in Base.metadata.tables
    assert KINDS["toy"].table is ToyRequest


def test_it_is_opened_with_its_limit_on_the_trail_and_told_to_its_process(
    served: ServedOffice, request_row: ToyRequest
) -> None:
    """HS-19."""
    office, case = served.office, request_row.complaint_id
    assert (request_row.no, request_row.round, request_row.state) == (1, 1, RequestState.OPEN)
    assert office.rows(Clock, id=request_row.own_clock_id)[0].kind is ClockKind.REVIEW
    [event] = office.rows(TrailEvent, complaint_id=case, kind="toy.asked")
    ends = as_iso(request_row.window_ends_at)
    assert event.payload == {"toy_id": request_row.id, "colour": "red", "window_ends_at": ends}
    [told] = [
        row for row in office.rows(OutboxRow, kind="publish_message") if request_row.id in str(row.payload)
    ]
    assert told.payload["correlation_key"] == request_row.id
    assert told.payload["variables"] == {"toy_id": request_row.id, "complaint_id": case}


def test_its_worker_is_one_of_the_workers() -> None:
    types = {task.type for router in read_routers() for task in router.tasks}
    assert {"complaint.start-toy", "complaint.start-review"} <= types


def test_stories_live_it() -> None:
    assert MOVES_OF_STEP["ask_toy"] == (Act("ask-toy"),)
    assert "| `ask_toy` | act `ask-toy` |" in replay_text()


def test_programs_read_it_in_the_schema_and_in_the_answer(
    served: ServedOffice, request_row: ToyRequest
) -> None:
    described = served.visitor(SUPERVISOR).get("/api/v1/openapi.json").json()
    assert "toy_requests" in described["components"]["schemas"]["CaseOut"]["properties"]
    assert described["components"]["schemas"]["ToyRequestOut"]["properties"]["colour"] == {"type": "string"}
    assert "toy_requests" in CaseOut().fields
    told = served.visitor(SUPERVISOR).get(f"/api/v1/cases/{request_row.complaint_id}").json()
    [toy] = told["toy_requests"]
    assert (toy["id"], toy["colour"], toy["given_at"]) == (request_row.id, "red", None)
    assert toy["reference"] == f"{told['number']}-T1"


def test_the_page_of_the_case_shows_it(served: ServedOffice, request_row: ToyRequest) -> None:
    page = read_file(served.visitor(SUPERVISOR), request_row.complaint_id).text
    section = page[page.index("<h3>toy</h3>") :]
    line = section[: section.index("</ul>")]
    assert "进行中" in line
    assert "第 1 次 · 2026-09-07 10:00 温如声" in line


def test_its_window_stands_on_the_due_list(served: ServedOffice, request_row: ToyRequest) -> None:
    windows = served.visitor(SUPERVISOR).get("/api/v1/due").json()["windows"]
    assert ("toy", request_row.id) in {(window["kind"], window["request_id"]) for window in windows}
    assert 'value="window_kind.toy"' in served.visitor(SUPERVISOR).get("/due").text


def test_its_limit_presses_on_its_task_and_stops_with_its_lapse(
    served: ServedOffice, request_row: ToyRequest
) -> None:
    office, case = served.office, request_row.complaint_id
    with office.unit_of_work() as unit:
        assert find_clock_of_task("UserTask_GiveToy", INSTANCE, case, unit) == request_row.own_clock_id
        move_stage(unit.session.get_one(Complaint, case), Stage.INVESTIGATION, unit, SYSTEM)
    assert office.rows(ToyRequest, id=request_row.id)[0].state is RequestState.LAPSED
    assert office.rows(Clock, id=request_row.own_clock_id)[0].stopped_at is not None
    lapsed = office.rows(TrailEvent, kind="request.lapsed", complaint_id=case)
    assert [event.payload["kind"] for event in lapsed] == ["toy"]


@pytest.fixture
def task_key(served: ServedOffice, request_row: ToyRequest) -> str:
    """Its task as the projection holds it."""
    office, key = served.office, str(int(INSTANCE) + 1)
    field = {"id": "Field_Words", "type": "textfield", "key": "words", "label": "附言"}
    form = {"id": "give-toy", "type": "default", "schemaVersion": 18, "components": [field]}
    with office.unit_of_work() as unit:
        earlier = unit.session.get(Task, key)
        if earlier is not None:
            unit.session.delete(earlier)
        if unit.session.get(DeployedForm, "77") is None:
            unit.session.add(
                DeployedForm(
                    form_key="77", form_id="give-toy", version=1, schema_json=form, seen_at=office.clock.now()
                )
            )
        unit.session.flush()
        unit.session.add(
            Task(
                user_task_key=key, complaint_id=request_row.complaint_id, element_id="UserTask_GiveToy",
                process_instance_key=INSTANCE, form_id="give-toy", form_version=1, candidate_groups=["intake"],
                state=TaskState.OPEN, clock_id=request_row.own_clock_id, details={"name": "送出玩具"},
                created_at=office.clock.now(),
            )
        )  # fmt: skip
    return key


def test_its_task_is_shown_to_its_role_and_not_to_whom_its_rule_bars(
    served: ServedOffice, task_key: str
) -> None:
    """HS-35: over a socket, by a module in the folder of tasks."""
    listed = served.visitor("jian.dengji").get("/tasks").text
    assert f"/tasks/{task_key}" in listed and "送出玩具" in listed
    assert '"colour": "red"' in served.visitor("jian.dengji").get(f"/tasks/{task_key}").text
    assert f"/tasks/{task_key}" not in served.visitor("wen.rusheng").get("/tasks").text


def test_its_task_is_taken_by_its_use_case_and_asks_for_what_it_needs(
    served: ServedOffice, request_row: ToyRequest, task_key: str
) -> None:
    """HS-35."""
    office, clerk = served.office, served.visitor("jian.dengji")
    clerk.get(f"/tasks/{task_key}")
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    lacking = clerk.client.post(f"/tasks/{task_key}", json={"answers": {}}, headers=headers)
    assert (lacking.status_code, list(lacking.json()["errors"])) == (422, ["words"])
    sent = clerk.client.post(f"/tasks/{task_key}", json={"answers": {"words": "小心轻放"}}, headers=headers)
    assert sent.status_code == 200, sent.text
    assert office.rows(ToyRequest, id=request_row.id)[0].state is RequestState.ANSWERED
    [event] = office.rows(TrailEvent, complaint_id=request_row.complaint_id, kind="toy.given")
    assert (event.actor, event.payload) == ("jian.dengji", {"words": "小心轻放"})
    told = office.rows(OutboxRow, kind="complete_user_task")[-1].payload
    assert (told["user_task_key"], told["variables"]) == (task_key, {"is_given": True})


def test_the_documents_tell_of_it() -> None:
    row = next(line for line in states_text().splitlines() if line.startswith("| `toy` |"))
    assert "`toy.asked`" in row
    assert "`review`" in row
    assert "the case leaves `disposal`, the case enters `archived`" in row
    task = next(line for line in states_text().splitlines() if line.startswith("| `UserTask_GiveToy` |"))
    assert "`give-toy`" in task and "`intake`" in task and "`review`" in task


def test_the_complainant_reads_its_step(served: ServedOffice, request_row: ToyRequest) -> None:
    with served.office.unit_of_work().reading() as unit:
        steps = list_steps(unit.session.get_one(Complaint, request_row.complaint_id), unit)
    assert [step.at for step in steps if step.code == "TOY_ASKED"] == [request_row.requested_at]
