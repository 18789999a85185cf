"""The old and the new date of an extension on the real engine: what is announced when, and why a case is late."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState, Rung
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import as_iso, parse_moment
from models.ground.errors import Conflict
from models.ledger.trail_event import TrailEvent
from services.worklist.submit_task import SubmitTask, submit_task
from tests.full_office import FullOffice
from tests.web.case_file import read_file
from tests.web.pages import build_app, text_of
from tests.web_staff.people import signed_in
from tests.workers.engine_office import EngineOffice, engine_office
from tests.workers.moments import calm, go_to, set_moment
from tests.workers.test_side_processes import FINDING, accept, take

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

HANDLER, APPROVER, READER = "xun.wenshi", "heng.gongyun", "jian.rujing"
OLD_DATE, NEW_DATE = "2026-09-14T17:00:00+08:00", "2026-09-20T17:00:00+08:00"
NOTICE = {"ways": ["phone"], "told_text": "延长五个工作日"}
REASON = "延期：原期限前未告知"


@pytest.fixture
def running(office: FullOffice, tmp_path: Path) -> Iterator[EngineOffice]:
    """An engine whose searches show the last commit."""
    with engine_office(office, tmp_path, search_lag_ms=0) as running:
        running.start_workers()
        yield running


@pytest.fixture
def case(running: EngineOffice) -> str:
    """A simple case, found and waiting for its opinion, so that only the limit of the whole case runs."""
    case = accept(running)
    running.submit(case, "record-findings", HANDLER, matters=[FINDING] * 2)
    running.open_task(case, "draft-opinion")
    return case


def ask(running: EngineOffice, case: str) -> None:
    take(running, case, "request-extension", HANDLER, reason="等外地单位确认", amount=5)
    running.open_task(case, "decide-extension")


def approve(running: EngineOffice, case: str) -> None:
    running.submit(case, "decide-extension", APPROVER, is_approved="yes", basis="本中心办法")
    running.open_task(case, "tell-extension")
    calm(running)


def approve_a_minute_before(running: EngineOffice, case: str) -> None:
    """On the last day, a minute before the old date; nothing is late yet."""
    go_to(running, "2026-09-14T10:00")
    ask(running, case)
    go_to(running, "2026-09-14T16:59")
    approve(running, case)
    assert announced(running, case) == [("near", "2026-09-11T09:00:00+08:00")]
    assert shown_in_operate(running) == "near"


def resolve_clock(running: EngineOffice, case: str) -> Clock:
    (clock,) = running.office.rows(Clock, complaint_id=case, kind=ClockKind.RESOLVE)
    assert isinstance(clock, Clock)
    return clock


def announced(running: EngineOffice, case: str) -> list[tuple[str, str]]:
    """What was announced of the whole case's limit: rung and date, each once on the trail and in the stage."""
    clock = resolve_clock(running, case)
    rows = [
        row
        for row in running.office.rows(ClockRung, clock_id=clock.id)
        if row.announced_at is not None and row.rung in (Rung.NEAR, Rung.OVER)
    ]
    told = [
        event
        for kind in ("clock.near", "clock.over")
        for event in running.office.rows(TrailEvent, complaint_id=case, kind=kind)
        if event.payload["clock_kind"] == ClockKind.RESOLVE and not event.payload["was_passed"]
    ]
    seen = running.http.post(
        "element-instances/search",
        {"filter": {"elementId": {"$in": ["Boundary_ResolveNear", "Boundary_ResolveOverdue"]}}},
    )
    assert len(rows) == len(told) == seen["page"]["totalItems"]
    return [
        (row.rung.value, as_iso(row.announced_at)) for row in sorted(rows, key=lambda row: row.announced_at)
    ]


def shown_in_operate(running: EngineOffice) -> str:
    """The variable `clock_state` of the root instance."""
    found = running.http.post("variables/search", {"filter": {"name": "clock_state"}})["items"]
    return str(found[0]["value"]).strip('"')


def test_nothing_is_announced_at_the_old_date_and_all_of_it_at_the_new_one(
    running: EngineOffice, case: str
) -> None:
    """Approved and told in time; at the old date the case is within its limit for everybody."""
    ask(running, case)
    approve(running, case)
    running.submit(case, "tell-extension", HANDLER, **NOTICE)
    go_to(running, "2026-09-14T17:02")
    clock = resolve_clock(running, case)
    assert (as_iso(clock.original_due_at), as_iso(clock.due_at)) == (OLD_DATE, NEW_DATE)
    assert announced(running, case) == []
    assert (clock.rung, shown_in_operate(running)) == (Rung.WITHIN, "within")
    go_to(running, "2026-09-20T17:00")
    assert announced(running, case) == [("near", "2026-09-18T09:00:00+08:00")]
    assert shown_in_operate(running) == "near"
    go_to(running, "2026-09-20T17:01")
    assert announced(running, case)[1:] == [("over", "2026-09-20T17:01:00+08:00")]
    assert shown_in_operate(running) == "overdue"
    assert running.office.rows(Complaint, id=case)[0].clock_state is Rung.OVER
    reader = signed_in(build_app(running.office), running.office, READER)
    for path in ("/due", f"/cases/{case}"):
        assert REASON not in text_of(reader.get(path))


def test_notice_a_minute_after_the_old_date_leaves_the_case_overdue_for_a_reason_of_its_own(
    running: EngineOffice, case: str
) -> None:
    """Approved a minute before; the notice came while the engine had not yet looked at its timer."""
    approve_a_minute_before(running, case)
    told = resolve_clock(running, case)
    running.office.clock.set("2026-09-14T17:01")
    assert_late_for_its_own_reason(running, case)
    running.submit(case, "tell-extension", HANDLER, **NOTICE)
    assert running.office.rows(Extension)[0].told_at == parse_moment("2026-09-14T17:01")
    set_moment(running, parse_moment("2026-09-14T17:01"))
    calm(running)
    assert_expired(running, case)
    assert resolve_clock(running, case).due_at == told.due_at


def test_approval_alone_expires_at_the_old_date_and_nobody_is_asked_to_tell(
    running: EngineOffice, case: str
) -> None:
    """The diagram's timer was faster than the notice, which finds its task ended."""
    approve_a_minute_before(running, case)
    task = running.open_task(case, "tell-extension")
    go_to(running, "2026-09-14T17:01")
    with pytest.raises(Conflict):
        submit_task(
            SubmitTask(task.user_task_key, NOTICE),
            running.office.unit_of_work(),
            running.office.actor(HANDLER),
        )
    assert running.office.rows(Task, user_task_key=task.user_task_key)[0].state == "cancelled"
    assert_expired(running, case)


def assert_expired(running: EngineOffice, case: str) -> None:
    row = running.office.rows(Extension)[0]
    assert (row.state, row.end_reason, row.is_effective) == (RequestState.EXPIRED, "NOTICE_TOO_LATE", False)
    assert as_iso(resolve_clock(running, case).due_at) == OLD_DATE
    assert announced(running, case)[-1:] == [("over", "2026-09-14T17:01:00+08:00")]
    assert shown_in_operate(running) == "overdue"
    events = running.office.rows(TrailEvent, complaint_id=case, kind="extension.expired")
    assert [event.payload["reason"] for event in events] == ["NOTICE_TOO_LATE"]
    assert_late_for_its_own_reason(running, case)


def assert_late_for_its_own_reason(running: EngineOffice, case: str) -> None:
    """On the due-list, in the file and for programs."""
    reader = signed_in(build_app(running.office), running.office, READER)
    due = text_of(reader.get("/due"))
    assert f"2026-09-14 17:00 逾期 逾期1分钟 {REASON} 办结 YH-" in due, due[-800:]
    assert REASON in text_of(read_file(reader, case))
    for path, rows in (("/api/v1/due", "clocks"), (f"/api/v1/cases/{case}", "clocks")):
        found = reader.client.get(path).get_json()[rows]
        late = {clock["kind"]: clock["late_reason"] for clock in found if clock["rung"] == "over"}
        assert late["resolve"] == "NOTICE_TOO_LATE"
