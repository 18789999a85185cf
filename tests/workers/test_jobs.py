"""Jobs at least once: every worker twice on one job leaves the state of one run and gives the same answer (C12)."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from pyzeebe import Job
from sqlalchemy.exc import OperationalError

from models.case.case_run import CaseRun
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, Stage
from models.clock.clock import Clock
from models.ground.base import Base
from models.ground.errors import Conflict, DatabaseBusy, InvalidInput, NotFound, RuleRefused
from models.ledger.trail_event import TrailEvent
from services.outbox.complete_user_task import CompleteUserTask
from services.worklist.submit_task import SubmitTask, submit_task
from tests.accepted_row import ACCEPTED_ROW
from tests.full_office import FullOffice
from tests.process.answers import BEGINNING
from tests.unit.services.projected_task import REFUSE, add_task, submit
from workers import complaint, deadline_watch, user_tasks
from workers.hardened.job_answers import encode_result
from workers.hardened.job_route import Denial, JobRouter, bind
from workers.hardened.outcome import Incident, Retry
from workers.outcomes import outcome_of


def job(job_type: str, key: int = 1, instance: int = 100, **variables: object) -> Job:
    headers = variables.pop("headers", {})
    return Job(
        key=key,
        type=job_type,
        process_instance_key=instance,
        bpmn_process_id="complaint",
        process_definition_version=1,
        process_definition_key=1,
        element_id=str(variables.pop("element_id", "Task")),
        element_instance_key=key + 1000,
        custom_headers=MappingProxyType(headers),  # type: ignore[arg-type]  # a plain dict of texts
        worker="test",
        retries=3,
        deadline=0,
        variables=MappingProxyType(variables),  # type: ignore[arg-type]  # JSON values
    )


def answer(office: FullOffice, router: JobRouter, one: Job) -> object:
    task = next(task for task in router.tasks if task.type == one.type)
    return bind(task, office.unit_of_work).handler(one)


def counts(office: FullOffice) -> dict[str, int]:
    """How many rows each table has."""
    return {mapper.class_.__tablename__: len(office.rows(mapper.class_)) for mapper in Base.registry.mappers}


def test_start_case_run_twice_is_one_run(office: FullOffice) -> None:
    """C12: bound once, the same variables twice."""
    case = office.file().complaint_id
    one = job("complaint.start-case-run", complaint_id=case, run_no=1)
    first = answer(office, complaint.router, one)
    before = counts(office)
    assert answer(office, complaint.router, one) == first
    assert counts(office) == before
    assert office.rows(CaseRun)[0].process_instance_key == "100"
    assert first == {
        "is_duplicate_run": False,
        "round": 1,
        "acceptance_clock_id": office.rows(Clock, kind=ClockKind.ACCEPTANCE)[0].id,
        "first_contact_clock_id": office.rows(Clock, kind=ClockKind.FIRST_CONTACT)[0].id,
        **BEGINNING,
    }


def test_second_instance_of_a_run_is_a_duplicate_and_changes_nothing(office: FullOffice) -> None:
    """A start message replayed after its time to live ends at the first worker."""
    case = office.file().complaint_id
    answer(office, complaint.router, job("complaint.start-case-run", complaint_id=case, run_no=1))
    trail = len(office.rows(TrailEvent))
    second = job("complaint.start-case-run", key=2, instance=200, complaint_id=case, run_no=1)
    assert answer(office, complaint.router, second) == {
        "is_duplicate_run": True,
        "round": None,
        "acceptance_clock_id": None,
        "first_contact_clock_id": None,
        **BEGINNING,
        "start_stage": None,
    }
    assert len(office.rows(TrailEvent)) == trail
    assert office.rows(CaseRun)[0].process_instance_key == "100"


def test_check_clock_twice_announces_once_with_the_same_answer(office: FullOffice) -> None:
    """C12: a lost completion must not swallow the escalation."""
    office.file()
    office.clock.set("2026-09-09T09:00")
    clock_id = office.rows(Clock)[0].id
    one = job("complaint.check-clock", clock_id=clock_id)
    first = answer(office, deadline_watch.router, one)
    office.clock.set("2026-09-10T18:00")
    before = counts(office)
    assert answer(office, deadline_watch.router, one) == first
    assert counts(office) == before
    assert isinstance(first, dict)
    assert (first["rung"], first["announce"]) == ("near", "near")


def test_archive_case_twice_closes_once(office: FullOffice) -> None:
    """C12: one archive, one moment."""
    case = office.file(is_anonymous=True).complaint_id
    submit(
        office,
        case,
        "decide-acceptance",
        "wen.rusheng",
        category="none",
        route="intervene",
        matters=[REFUSE] * 2,
    )
    one = job("complaint.archive-case", complaint_id=case, run_no=1)
    assert answer(office, complaint.router, one) == {}
    office.clock.set("2026-09-08T10:00")
    before = counts(office)
    answer(office, complaint.router, one)
    assert counts(office) == before
    row = office.rows(Complaint, id=case)[0]
    assert (row.stage, row.closed_at.day) == (Stage.ARCHIVED, 7)


def assignment(case: str, login: str, element_id: str = "UserTask_DecideAcceptance") -> Job:
    headers = {
        "io.camunda.zeebe:assignee": login,
        "io.camunda.zeebe:candidateGroups": '["intake"]',
        "io.camunda.zeebe:userTaskKey": "7",
    }
    return job("complaint.check-assignment", complaint_id=case, element_id=element_id, headers=headers)


def test_assignment_by_any_tool_keeps_to_the_rules(office: FullOffice) -> None:
    """The listener denies who lacks the role, in Chinese, and lets others pass."""
    case = office.file().complaint_id
    assert answer(office, user_tasks.router, assignment(case, "wen.rusheng")) is None
    assert answer(office, user_tasks.router, assignment(case, "")) is None
    denied = answer(office, user_tasks.router, assignment(case, "fang.huiyin"))
    assert denied == Denial("该人员没有办理此任务的岗位权限。")


def test_completion_without_a_record_is_denied(office: FullOffice) -> None:
    """A task is completed by its submission only."""
    case = office.file().complaint_id
    key = add_task(office, case, "decide-acceptance", key="7")
    headers = {"io.camunda.zeebe:userTaskKey": "7"}
    one = job("complaint.check-completion", headers=headers)
    not_here = Denial("此任务尚未在接办系统中提交，不能从其他途径完成。")
    assert answer(office, user_tasks.router, one) == not_here
    with office.unit_of_work() as unit:
        unit.outbox.add(CompleteUserTask(user_task_key="7"), "complete:7")
    assert answer(office, user_tasks.router, one) == not_here, "a message alone is no record of a case"
    matters = [ACCEPTED_ROW] * 2
    answers = {"category": "none", "route": "intervene", "complexity": "simple", "matters": matters}
    submit_task(SubmitTask(key, answers), office.unit_of_work(), office.actor("wen.rusheng"))
    assert answer(office, user_tasks.router, one) is None


def test_variable_of_the_wrong_type_is_named_without_its_value(office: FullOffice) -> None:
    """A wrong variable is an incident that people can read and that tells nothing of a person."""
    one = job("complaint.start-case-run", complaint_id="x", run_no="简一趟")
    with pytest.raises(InvalidInput) as refused:
        answer(office, complaint.router, one)
    assert outcome_of(refused.value) == Incident("INVALID_INPUT: run_no")


@pytest.mark.parametrize(
    ("error", "outcome"),
    [
        (DatabaseBusy(), Retry("DATABASE_BUSY", uses_retry=False, pauses_polling=True)),
        (
            OperationalError("", {}, Exception()),
            Retry("OperationalError", uses_retry=False, pauses_polling=True),
        ),
        (NotFound(), Incident("NOT_FOUND")),
        (RuleRefused("SOME_RULE"), Incident("SOME_RULE")),
        (Conflict(code="STAGE_MOVED_ON"), Retry("STAGE_MOVED_ON", uses_retry=True)),
        (ZeroDivisionError("简一趟"), Retry("ZeroDivisionError", uses_retry=True)),
    ],
)
def test_each_error_has_its_outcome(error: Exception, outcome: object) -> None:
    """Only codes and class names reach the engine."""
    assert outcome_of(error) == outcome


def test_result_is_plain_json_or_refused() -> None:
    """P3: what cannot be encoded is found before the call."""
    assert encode_result({"a": (1, None)}) == {"a": [1, None]}
    with pytest.raises(TypeError):
        encode_result({"a": object()})
    with pytest.raises(ValueError, match="JSON"):
        encode_result({"a": float("nan")})


def test_job_type_has_one_function() -> None:
    """C1: a second worker for a type is a mistake of the program."""
    router = JobRouter()

    @router.job("a")
    def one(job: Job) -> dict[str, object]:
        return {}

    with pytest.raises(ValueError, match="two workers"):
        router.job("a")(one)
