"""A case that is answered, redone, archived, re-opened and archived again; and its start messages, sent once more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from adapters.camunda_rest import list_all
from models.beside.supervision import Supervision
from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import Stage
from models.case.return_visit import ReturnVisit
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.base import Base
from models.ground.errors import Conflict
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.filing.new_case import FiledComplaint
from services.outbox.publish_message import TIME_TO_LIVE_MS
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.improvement import NOTHING_TO_IMPROVE
from tests.web.case_file import read_file
from tests.web.pages import Visitor, build_app, text_of
from tests.web_staff.people import signed_in
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import calm, set_moment
from tests.workers.stage_case import SUPPORTED
from tests.workers.test_side_processes import take
from tests.workers.test_stages_way import DECISION, FINDING, LETTER, OPINION

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

CLERK, APPROVER, READER = "ying.shoudao", "heng.gongyun", "jian.rujing"
STARTS = ("complaint.registered", "complaint.supervision-opened")
# What was done with a job is kept for a repeat of it; a new job is no fact of the case. Nor is when the office looked last
# for what stands still, or asked its engine whether it is still the same: it does both every little while, whatever happens.
# And what it reckons anew of an open file, by the score sheet and for the clerk, comes some rounds after what happened.
_RECKONED = frozenset({"file_health", "file_health_gap", "file_health_mark", "suggestion"})
TECHNICAL = frozenset({"inbox", "standstill_look", "engine_anchor"}) | _RECKONED


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


def pass_time(running: EngineOffice, **time: int) -> None:
    """Let everything happen, then let time pass."""
    calm(running)
    set_moment(running, running.office.clock.now() + timedelta(**time))


def submit(running: EngineOffice, case: str, form_id: str, login: str, **answers: object) -> None:
    """Each task is done at a minute of its own, so that each date can be told from the others."""
    running.open_task(case, form_id)
    pass_time(running, minutes=7)
    running.submit(case, form_id, login, **answers)


def accept(running: EngineOffice, case: str, unit: str, handler: str) -> None:
    submit(
        running,
        case,
        "decide-acceptance",
        CLERK,
        **DECISION,
        matters=[ACCEPTED_ROW],
    )
    submit(running, case, "assign-handler", CLERK, handling_unit=unit, handler_id=handler)


def answer(running: EngineOffice, case: str, handler: str, **visit: object) -> None:
    submit(running, case, "plan-investigation", handler, methods=[])
    submit(running, case, "record-findings", handler, matters=[FINDING])
    submit(running, case, "draft-opinion", handler, matters=[OPINION], claims=[SUPPORTED])
    submit(running, case, "approve-opinion", APPROVER, opinion_decision="approve", **NOTHING_TO_IMPROVE)
    submit(running, case, "give-answer", handler, **LETTER)
    submit(running, case, "record-return-visit", "fang.huiyin", reached="yes", way="phone", **visit)


def wait_archived(running: EngineOffice, case: str) -> None:
    running.wait_for(lambda: complaint_of(running, case).stage is Stage.ARCHIVED, "archived")
    calm(running)
    assert active_elements(running) == []


def complaint_of(running: EngineOffice, case: str) -> Complaint:
    row: Complaint = running.office.rows(Complaint, id=case)[0]
    return row


def active_elements(running: EngineOffice) -> list[str]:
    return [item["elementId"] for item in running.beside_anchor("element-instances")]


def walk_two_runs(running: EngineOffice) -> FiledComplaint:
    """Answered, redone and archived; re-opened, supervised, answered and archived again."""
    filed = running.office.file(wanted="告知文件依据")
    case = filed.complaint_id
    accept(running, case, "GJ", "cha.fenming")
    answer(running, case, "cha.fenming", satisfaction="1", follow_up="redo")
    submit(
        running, case, "decide-redo", "ming.shouli", decision="redo", handler_id="tan.genyuan", reason="重办"
    )
    answer(running, case, "tan.genyuan", satisfaction="4")
    wait_archived(running, case)
    pass_time(running, milliseconds=TIME_TO_LIVE_MS + 1)
    take(running, case, "reopen-case", READER, reason="投诉人提交新证据")
    accept(running, case, "RS", "xun.wenshi")
    assert_first_start_waits_while_the_second_run_works(running)
    take(running, case, "open-supervision", "du.daodi", reason="请说明进度")
    submit(running, case, "explain-delay", "xun.wenshi", reason="人手不足", measures="增派一人")
    submit(running, case, "close-supervision", READER, opinion="同意", is_in_bulletin=False)
    answer(running, case, "xun.wenshi", satisfaction="5")
    wait_archived(running, case)
    assert duplicates(running) == ["End_DuplicateRun"]
    return filed


def assert_first_start_waits_while_the_second_run_works(running: EngineOffice) -> None:
    """Sent again after its time to live: one case has one root instance at a time, so it waits for the end of this run."""
    running.open_task(running.office.rows(Complaint)[0].id, "plan-investigation")
    calm(running)
    before, at_work = everything(running.office), instances(running)
    send_again(running, start_messages(running.office)[0])
    calm(running)
    assert changed_since(before, running.office) == {}
    assert instances(running) == at_work
    assert duplicates(running) == []


def dates_of(office: FullOffice, case: str) -> set[datetime]:
    """Every moment that was written down about the case."""
    columns = (
        (Clock, ("opened_at", "due_at", "stopped_at")),
        (CaseRun, ("started_at", "ended_at")),
        (Decision, ("at",)),
        (Answer, ("published_at",)),
        (ReturnVisit, ("visited_at",)),
        (Supervision, ("requested_at", "explained_at", "ended_at")),
        (TrailEvent, ("at",)),
        (Complaint, ("received_at", "closed_at")),
    )
    return {
        moment
        for table, names in columns
        for row in office.rows(table, **({"id": case} if table is Complaint else {"complaint_id": case}))
        for name in names
        if (moment := getattr(row, name)) is not None
    }


def shown(moment: datetime) -> str:
    return f"{to_beijing(moment):%Y-%m-%d %H:%M}"


def test_two_runs_and_three_rounds_of_one_number_stay_readable_and_start_no_more(
    running: EngineOffice,
) -> None:
    """Every date stands in the file and at the query code; start messages sent again change nothing."""
    filed = walk_two_runs(running)
    office, case = running.office, filed.complaint_id
    assert [(row.number, row.round) for row in office.rows(Complaint)] == [(filed.number, 3)]
    runs = office.rows(CaseRun, complaint_id=case)
    assert [(row.run_no, row.reason, row.end_reason) for row in runs] == [
        (1, "registered", "archived"),
        (2, "reopened", "archived"),
    ]
    assert len({row.process_instance_key for row in runs}) == 2
    assert {row.round for row in office.rows(Answer, complaint_id=case)} == {1, 2, 3}
    assert_every_date_is_in_the_file(running, case)
    assert_every_step_is_at_the_query_code(running, filed)
    assert_start_messages_change_nothing(running)


def assert_every_date_is_in_the_file(running: EngineOffice, case: str) -> None:
    reader = signed_in(build_app(running.office), running.office, READER)
    page = text_of(read_file(reader, case))
    dates = dates_of(running.office, case)
    assert len(dates) > 30
    assert sorted(shown(moment) for moment in dates if shown(moment) not in page) == []
    told = reader.client.get(f"/api/v1/cases/{case}").get_json()
    assert {clock["round"] for clock in told["clocks"]} == {1, 2, 3}
    assert [(run["run_no"], bool(run["started_at"] and run["ended_at"])) for run in told["runs"]] == [
        (1, True),
        (2, True),
    ]


def assert_every_step_is_at_the_query_code(running: EngineOffice, filed: FiledComplaint) -> None:
    visitor = Visitor(build_app(running.office))
    visitor.get("/progress")
    page = text_of(visitor.post("/progress", {"number": filed.number, "query_code": filed.query_code}))
    case = filed.complaint_id
    rows = running.office.rows
    moments = [row.published_at for row in rows(Answer, complaint_id=case)]
    moments += [row.visited_at for row in rows(ReturnVisit, complaint_id=case)]
    moments += [row.ended_at for row in rows(CaseRun, complaint_id=case)]
    moments += [row.started_at for row in rows(CaseRun, complaint_id=case, run_no=2)]
    moments += [row.at for row in rows(TrailEvent, complaint_id=case, kind="case.redone")]
    assert len(moments) == 3 + 3 + 2 + 1 + 1
    steps = page[page.index("办理过程") :]
    assert [shown(moment) for moment in moments if shown(moment) not in steps] == []


def everything(office: FullOffice) -> dict[str, Counter[tuple[object, ...]]]:
    """All rows of all tables but the technical ones."""
    tables = [table for table in Base.metadata.sorted_tables if table.name not in TECHNICAL]
    with office.database.engine.connect() as connection:
        return {
            table.name: Counter(
                tuple(repr(value) for value in row) for row in connection.execute(select(table))
            )
            for table in tables
        }


def changed_since(
    before: dict[str, Counter[tuple[object, ...]]], office: FullOffice
) -> dict[str, list[object]]:
    """What went and what came, by the tables that are not as they were."""
    now = everything(office)
    return {
        name: [*(rows - now[name]), "became", *(now[name] - rows)]
        for name, rows in before.items()
        if rows != now[name]
    }


def start_messages(office: FullOffice) -> list[dict[str, object]]:
    rows = sorted(office.rows(OutboxRow, kind="publish_message"), key=lambda row: int(row.id))
    payloads: list[dict[str, object]] = [row.payload for row in rows if row.payload["name"] in STARTS]
    return payloads


def send_again(running: EngineOffice, payload: dict[str, object]) -> None:
    running.http.post(
        "messages/publication",
        {
            "name": payload["name"],
            "correlationKey": payload["correlation_key"],
            "messageId": payload["message_id"],
            "variables": payload["variables"],
            "timeToLive": TIME_TO_LIVE_MS,
        },
    )


def duplicates(running: EngineOffice) -> list[str]:
    """Where instances ended that found another one at work."""
    ends = {"elementId": {"$in": ["End_DuplicateRun", "End_DuplicateSupervision"]}}
    found = list_all(running.http, "element-instances/search", {"filter": ends})
    return sorted(item["elementId"] for item in found)


def instances(running: EngineOffice) -> Counter[tuple[str, str]]:
    found = list_all(running.http, "process-instances/search", {})
    return Counter((item["processDefinitionId"], item["state"]) for item in found)


def assert_start_messages_change_nothing(running: EngineOffice) -> None:
    messages = start_messages(running.office)
    assert Counter(str(message["name"]) for message in messages) == dict(zip(STARTS, (2, 1), strict=True))
    before, tasks = everything(running.office), list_all(running.http, "user-tasks/search", {})
    for message in messages:
        with pytest.raises(Conflict):
            send_again(running, message)
    known = instances(running)
    pass_time(running, milliseconds=TIME_TO_LIVE_MS + 1)
    for message in messages:
        send_again(running, message)
        calm(running)
    more = instances(running) - known
    # The day that passed begins the process of the summaries, which has nothing to ask about here.
    del more["periodic-summary", "COMPLETED"]
    assert more == {("complaint", "COMPLETED"): 2, ("supervision", "COMPLETED"): 1}
    assert duplicates(running) == ["End_DuplicateRun"] * 3 + ["End_DuplicateSupervision"]
    assert changed_since(before, running.office) == {}
    assert list_all(running.http, "user-tasks/search", {}) == tasks
    assert active_elements(running) == []
