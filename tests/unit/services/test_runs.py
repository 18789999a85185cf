"""Runs of a case: archived, re-opened with what it replaces, cancelled; what lapses and what outlives them."""

from __future__ import annotations

import pytest

from models.beside.rectification import Rectification
from models.beside.supervision import Supervision
from models.beside.supplement_request import SupplementRequest
from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.decision import Decision
from models.case.lifecycle import ClockKind, DecisionKind, RequestState, Stage
from models.case.matter import Matter
from models.case.task import Task
from models.clock.clock import Clock
from models.ground.codes import RectificationKind
from models.ground.errors import NotPermitted, RuleRefused
from models.ground.ids import ComplaintId, new_id
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM
from services.answer.publish_answer import publish_by_itself
from services.beside.supervision.open_supervision import OpenSupervision, open_supervision
from services.case.archive_case import ArchiveCase, archive_case
from services.case.lifecycle import move_stage
from services.case.start_case_run import StartCaseRun, start_case_run
from services.casefile.decisions import NewDecision, record_decision
from services.clocks.open_clock import OpenClock, open_clock
from services.forms.task_case import TaskCase
from services.once.once_per_job import JobIdentity
from tests.full_office import FullOffice
from tests.unit.services.projected_task import walk_to
from tests.unit.services.requests_office import act, ask_for_material, case_of, clock_of, told

pytestmark = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


def start(office: FullOffice, complaint_id: str, run_no: int, key: str) -> None:
    job = JobIdentity(f"7{key[-6:]}{run_no}", "2251799813685301", "complaint.start-case-run")
    start_case_run(StartCaseRun(complaint_id, run_no, key, job), office.unit_of_work(), SYSTEM)


def archive(office: FullOffice, complaint_id: str, run_no: int = 1) -> None:
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, complaint_id)
        if complaint.stage not in (Stage.FEEDBACK, Stage.RETURN_VISIT):
            move_stage(complaint, Stage.FEEDBACK, unit, SYSTEM)
        # Answered by what these tests are not about.
        withdrawal = NewDecision(complaint.id, DecisionKind.WITHDRAWAL, complaint.round, {})
        record_decision(withdrawal, unit, SYSTEM)
        if unit.session.get(Answer, (complaint.id, complaint.round)) is None:
            publish_by_itself(TaskCase(unit, complaint, Task(), SYSTEM), ("query_code",))
    job = JobIdentity(f"88{run_no}", "2251799813685301", "complaint.archive-case")
    archive_case(ArchiveCase(complaint_id, run_no, job), office.unit_of_work(), SYSTEM)


def test_a_reopened_case_begins_anew_and_says_what_it_replaces(office: FullOffice) -> None:
    """New run, new round, matters undecided, a new acceptance limit from now."""
    case = office.file().complaint_id
    start(office, case, 1, "2251799813685300")
    walk_to(office, case, "give-answer")
    archive(office, case)
    office.clock.set("2026-10-20T10:00")
    act(office, case, "reopen-case", "jian.rujing", reason="新证据")
    complaint = case_of(office, case)
    assert (complaint.stage, complaint.round, complaint.closed_at) == (Stage.INTAKE, 2, None)
    approval = office.rows(Decision, kind=DecisionKind.APPROVAL)[0]
    run = office.rows(CaseRun, run_no=2)[0]
    assert (run.replaces_decision_id, run.process_instance_key) == (approval.id, None)
    assert {matter.decision for matter in office.rows(Matter, complaint_id=case)} == {None}
    kept = office.rows(TrailEvent, kind="case.reopened")[0].payload["matters"]
    assert [matter["decision"] for matter in kept] == ["accept", "accept"]
    clock = clock_of(office, case, ClockKind.ACCEPTANCE)
    assert (clock.round, clock.due_at.isoformat()) == (2, "2026-10-23T09:00:00+00:00")
    message = told(office, "complaint.registered")[-1]
    assert (message["message_id"], message["variables"]["run_no"]) == (f"{case}:2", 2)
    start(office, case, 2, "2251799813685999")
    assert office.rows(CaseRun, run_no=2)[0].process_instance_key == "2251799813685999"


def test_a_case_can_be_opened_a_third_time(office: FullOffice) -> None:
    case = office.file().complaint_id
    for run_no in (1, 2):
        start(office, case, run_no, f"225179981368530{run_no}")
        archive(office, case, run_no)
        act(office, case, "reopen-case", "jian.rujing", reason="重新办理")
    assert case_of(office, case).round == 3
    assert len(office.rows(Clock, kind=ClockKind.ACCEPTANCE)) == 3


def test_an_open_case_is_not_reopened_and_an_archived_one_not_cancelled(office: FullOffice) -> None:
    case = office.file().complaint_id
    with pytest.raises(RuleRefused, match="NOT_ARCHIVED"):
        act(office, case, "reopen-case", "jian.rujing", reason="新证据")
    with pytest.raises(RuleRefused, match="NO_RUN"):
        act(office, case, "cancel-run", "jian.rujing", reason="尚未启动")
    with pytest.raises(NotPermitted):
        act(office, case, "cancel-run", "wen.rusheng", reason="无权")


def test_a_cancelled_run_ends_alone_and_the_engine_is_told(office: FullOffice) -> None:
    """To end the case needs what archiving needs; the act only ends the process."""
    case = office.file().complaint_id
    start(office, case, 1, "2251799813685300")
    ask_for_material(office, case)
    act(office, case, "cancel-run", "jian.rujing", reason="流程走错")
    assert (case_of(office, case).stage, case_of(office, case).closed_at) == (Stage.INTAKE, None)
    assert [row.payload for row in office.rows(OutboxRow, kind="cancel_instance")] == [
        {"process_instance_key": "2251799813685300", "complaint_id": case}
    ]
    assert [clock.stopped_at for clock in office.rows(Clock, complaint_id=case)] == [None, None]
    assert office.rows(SupplementRequest)[0].state is RequestState.OPEN
    run = office.rows(CaseRun, run_no=1)[0]
    assert (run.end_reason, run.ended_at) == ("cancelled", office.clock.now())
    with pytest.raises(RuleRefused, match="NO_RUN"):
        act(office, case, "cancel-run", "jian.rujing", reason="再次终止")


def test_rectification_and_supervision_outlive_the_archive(office: FullOffice) -> None:
    """DM-21, S001 S050 S051: the complaint waits for neither, and nobody is let off."""
    case = office.file().complaint_id
    start(office, case, 1, "2251799813685300")
    with office.unit_of_work() as unit:
        supervision = open_supervision(OpenSupervision(case, "久无进展"), unit, SYSTEM)
        supervision.process_instance_key = "2251799813685777"
        row = Rectification(
            id=new_id(), complaint_id=case, no=1, round=1, state=RequestState.OPEN, requested_by="system",
            requested_at=office.clock.now(), unit_code="SJ", kind=RectificationKind.RECTIFY, what="更新指南",
        )  # fmt: skip
        unit.session.add(row)
        clock = open_clock(OpenClock(ComplaintId(case), ClockKind.RECTIFICATION, 1, office.clock.now()), unit)
        row.own_clock_id = clock.id
    archive(office, case)
    assert office.rows(Rectification)[0].state is RequestState.OPEN
    assert office.rows(Clock, kind=ClockKind.RECTIFICATION)[0].stopped_at is None
    assert office.rows(Supervision)[0].state is RequestState.OPEN
    assert office.rows(Clock, kind=ClockKind.SUPERVISION)[0].stopped_at is None
    assert office.rows(OutboxRow, kind="cancel_instance") == []
