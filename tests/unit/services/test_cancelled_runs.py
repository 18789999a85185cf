"""A run that somebody cancelled in the engine itself: its file is closed here, once, and can be opened again."""

from __future__ import annotations

import pytest

from models.beside.recusal import Recusal
from models.beside.supplement_request import SupplementRequest
from models.case.case_run import CaseRun
from models.case.lifecycle import RequestState, Stage
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.case.start_case_run import StartCaseRun, start_case_run
from services.once.once_per_job import JobIdentity
from tests.full_office import FullOffice
from tests.unit.services.cancelling_engine import CancellingEngine, look
from tests.unit.services.requests_office import act, ask_for_material, case_of

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)

ROOT, RECUSAL = "2251799813685300", "2251799813685777"


def running_case(office: FullOffice) -> str:
    case = office.file().complaint_id
    job = JobIdentity("7", "2251799813685301", "complaint.start-case-run")
    start_case_run(StartCaseRun(case, 1, ROOT, job), office.unit_of_work(), SYSTEM)
    return case


def test_the_file_is_closed_as_by_the_act_and_can_be_reopened(office: FullOffice) -> None:
    """Requests lapse, clocks stop, own processes are cancelled, the trail says where it was done."""
    case = running_case(office)
    ask_for_material(office, case)
    act(office, case, "request-recusal", "wen.rusheng", who_kind="staff", who="xun.wenshi", reason="同学")
    with office.unit_of_work() as unit:
        unit.session.query(Recusal).one().process_instance_key = RECUSAL
    assert look(office, CancellingEngine(frozenset({ROOT}))) == 1
    assert case_of(office, case).stage is Stage.ARCHIVED
    run = office.rows(CaseRun)[0]
    assert (run.end_reason, run.ended_at) == ("cancelled_elsewhere", office.clock.now())
    assert [office.rows(table)[0].state for table in (SupplementRequest, Recusal)] == [
        RequestState.LAPSED
    ] * 2
    assert all(clock.stopped_at is not None for clock in office.rows(Clock, complaint_id=case))
    cancelled = [
        row.payload["process_instance_key"] for row in office.rows(OutboxRow, kind="cancel_instance")
    ]
    assert cancelled == [RECUSAL]
    (line,) = office.rows(TrailEvent, kind="run.cancelled_elsewhere")
    assert (line.actor, line.payload) == ("system", {"run_no": 1, "process_instance_key": ROOT})
    act(office, case, "reopen-case", "jian.rujing", reason="误操作")
    assert case_of(office, case).stage is Stage.INTAKE


def test_a_closed_run_is_not_asked_for_again(office: FullOffice) -> None:
    running_case(office)
    engine = CancellingEngine(frozenset({ROOT}))
    assert [look(office, engine), look(office, engine)] == [1, 0]
    assert engine.asked == [[ROOT]]


def test_a_run_that_goes_on_or_has_not_begun_is_left_alone(office: FullOffice) -> None:
    case = running_case(office)
    office.file()
    engine = CancellingEngine(frozenset({"2251799813699999"}))
    assert look(office, engine) == 0
    assert engine.asked == [[ROOT]]
    assert case_of(office, case).stage is Stage.INTAKE
