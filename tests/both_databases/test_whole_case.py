"""One complaint from the form to the archive at the level of use cases, without an engine."""

from __future__ import annotations

import io

from PIL import Image

from models.case.answer import Answer
from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.evidence import Evidence
from models.case.lifecycle import ClockKind, Stage, TaskState
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from models.ledger.trail_check import verify_trail
from models.ledger.trail_event import TrailEvent
from services.actor import SYSTEM, citizen
from services.acts.reveal_identity import RevealIdentity, reveal_identity
from services.case.archive_case import ArchiveCase, archive_case
from services.case.correct_matters import CorrectMatters, correct_matters
from services.case.start_case_run import StartCaseRun, start_case_run
from services.evidence.incoming_file import IncomingFile
from services.evidence.open_evidence import OpenEvidence, open_evidence
from services.once.once_per_job import JobIdentity
from services.views.cases import SearchCases, search_cases
from services.views.due_clocks import list_due_clocks
from services.views.my_tasks import list_my_tasks
from services.views.progress import FindProgress, find_progress
from services.views.task_page import get_task
from tests.full_office import FullOffice
from tests.unit.services.projected_task import add_task, submit, walk_to
from tests.whole_file import get_case_file


def job(job_type: str, key: str) -> JobIdentity:
    return JobIdentity(key, "2251799813685301", f"complaint.{job_type}")


def test_a_case_walks_from_the_form_to_the_archive(office: FullOffice) -> None:
    """R5: each stage had its clock, acceptance to answer; every use case and view of the way holds on this database."""
    photo = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(photo, "PNG")
    photo.seek(0)
    filed = office.file(IncomingFile("凭证.png", "image/png", photo))
    case = filed.complaint_id
    intake, handler, director = (office.actor(name) for name in ("wen.rusheng", "xun.wenshi", "zong.lanyun"))
    start = StartCaseRun(case, 1, "2251799813685300", job("start-case-run", "1"))
    assert start_case_run(start, office.unit_of_work(), SYSTEM) == start_case_run(
        start, office.unit_of_work(), SYSTEM
    )
    matters = ("按公布的指南收件", "说明依据")
    correct_matters(CorrectMatters(case, matters), office.unit_of_work(), intake)
    task = add_task(office, case, "decide-acceptance", key="77")
    assert [row.user_task_key for row in list_my_tasks(office.unit_of_work(), intake)] == [task]
    assert len(get_task(task, office.unit_of_work(), intake).data["matters"]) == len(matters)
    with office.unit_of_work() as unit:
        unit.session.get_one(Task, task).state = TaskState.CANCELLED
    walk_to(office, case, "record-return-visit")
    assert [row.kind for row in list_due_clocks(office.unit_of_work(), director)] == [ClockKind.RETURN_VISIT]
    submit(office, case, "record-return-visit", "fang.huiyin", reached="yes", satisfaction="4", way="phone")
    evidence = office.rows(Evidence, complaint_id=case)[0]
    opened = open_evidence(OpenEvidence(evidence.id), office.unit_of_work(), handler)
    assert (opened.name, b"".join(opened.hand_out())) == ("凭证.png", photo.getvalue())
    look = reveal_identity(RevealIdentity(case, "电话答复投诉人"), office.unit_of_work(), handler)
    assert look.hand_out(lambda shown: shown.name) == "简一趟"
    archive_case(ArchiveCase(case, 1, job("archive-case", "2")), office.unit_of_work(), SYSTEM)
    assert_archived(office, case)
    progress = find_progress(
        FindProgress(filed.number, filed.query_code), office.unit_of_work(), citizen("203.0.113.7")
    )
    assert progress is not None and progress.is_closed and progress.answer is not None
    assert get_case_file(case, office.unit_of_work(), handler).summary.stage is Stage.ARCHIVED
    assert [row.number for row in search_cases(SearchCases("", None), office.unit_of_work(), director)]


def assert_archived(office: FullOffice, case: str) -> None:
    """Closed, clocks stopped, everything recorded and the trail whole."""
    complaint = office.rows(Complaint, id=case)[0]
    assert (complaint.stage, complaint.closed_at is not None) == (Stage.ARCHIVED, True)
    assert {clock.kind for clock in office.rows(Clock, complaint_id=case)} == {
        ClockKind.ACCEPTANCE,
        ClockKind.FIRST_CONTACT,
        ClockKind.RESOLVE,
        ClockKind.INVESTIGATION,
        ClockKind.FEEDBACK,
        ClockKind.RETURN_VISIT,
    }
    assert all(clock.stopped_at is not None for clock in office.rows(Clock, complaint_id=case))
    assert office.rows(Task, complaint_id=case, state=TaskState.OPEN) == []
    assert len(office.rows(TaskRecord, complaint_id=case)) == 7
    assert len(office.rows(OutboxRow, kind="complete_user_task")) == 7
    assert office.rows(Answer, complaint_id=case)[0].published_at is not None
    assert office.rows(CaseRun)[0].process_instance_key == "2251799813685300"
    assert office.rows(TrailEvent, complaint_id=case, kind="case.archived") != []
    with office.unit_of_work().reading() as unit:
        assert verify_trail(unit.session).fault is None
