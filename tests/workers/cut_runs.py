"""What happens to a run and to its case: cut in two ways, taken up, with its tasks and dates before and after."""

from __future__ import annotations

from collections.abc import Callable

from models.case.case_run import CaseRun
from models.case.lifecycle import LEGAL_CLOCK_KINDS, ClockKind
from models.case.task import Task
from models.case.task_record import TaskRecord
from models.clock.clock import Clock
from models.office.standstill import StandstillKind
from services.requests.kinds.extension import EXTENSION
from services.requests.kinds.rectification import RECTIFICATION
from services.requests.kinds.recusal import RECUSAL
from services.requests.kinds.referral import REFERRAL
from services.requests.kinds.supervision import SUPERVISION
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.request_kind import RequestKind
from services.standstill.list_standstill import list_standstill
from tests.workers.stage_case import (
    SUPERVISOR,
    StageCase,
)

# Each is opened once in a round, whatever became of the runs.
ONCE_A_ROUND = LEGAL_CLOCK_KINDS - {ClockKind.EXTENSION} | {ClockKind.INVESTIGATION, ClockKind.RETURN_VISIT}


def by_the_act(case: StageCase) -> None:
    """By a supervisor, who says why."""
    case.take("cancel-run", SUPERVISOR, reason="流程走错")


def in_the_engine(case: StageCase) -> None:
    """Past this application, as Operate does."""
    run = last_run(case)
    case.running.http.post(f"process-instances/{run.process_instance_key}/cancellation")


def last_run(case: StageCase) -> CaseRun:
    runs: list[CaseRun] = case.running.office.rows(CaseRun, complaint_id=case.id)
    return max(runs, key=lambda run: run.run_no)


def lose(case: StageCase, cut: Callable[[StageCase], None]) -> None:
    """Until the office knows, and the engine holds nothing of the run any more."""
    key = last_run(case).process_instance_key
    cut(case)
    case.running.wait_for(lambda: last_run(case).ended_at is not None, "the loss is noticed")
    case.running.wait_for(
        lambda: not case.search("process-instances", {"processInstanceKey": key, "state": "ACTIVE"}),
        "the run is over",
    )


def take_up(case: StageCase) -> None:
    """By a supervisor; the next run has begun."""
    case.take("take-up-run", SUPERVISOR, reason="接着办")
    case.running.wait_for(lambda: last_run(case).process_instance_key is not None, "taken up")


def lost_numbers(case: StageCase) -> set[str | None]:
    """The cases that the supervisor sees as lost."""
    office = case.running.office
    shown = list_standstill(office.unit_of_work(), office.actor(SUPERVISOR), StandstillKind.LOST_CASE)
    return {thing.number for things in shown.groups.values() for thing in things}


def dates(case: StageCase) -> dict[str, tuple[object, ...]]:
    """Of every limit that the case has had: kind, round, opened, due, stopped."""
    clocks = case.running.office.rows(Clock, complaint_id=case.id)
    return {
        clock.id: (clock.kind, clock.round, clock.opened_at, clock.due_at, clock.stopped_at)
        for clock in clocks
    }


def count_records(case: StageCase) -> int:
    """The tasks that people have submitted."""
    keys = {task.user_task_key for task in case.running.office.rows(Task, complaint_id=case.id)}
    return sum(1 for record in case.running.office.rows(TaskRecord) if record.user_task_key in keys)


# The first task of a request of this kind, as `open_all` opens it.
FIRST_TASK = {
    EXTENSION: "UserTask_DecideExtension",
    RECTIFICATION: "UserTask_ReportRectification",
    RECUSAL: "UserTask_DecideRecusal",
    REFERRAL: "UserTask_SignReferral",
    SUPERVISION: "UserTask_ExplainDelay",
    WITHDRAWAL: "UserTask_VerifyWithdrawal",
}


def wait_for_tasks(case: StageCase, *kinds: RequestKind) -> set[str]:
    """The open tasks with those of these kinds, once our lists show as many as the engine holds."""
    due = {FIRST_TASK[kind] for kind in kinds if kind in FIRST_TASK}

    def are_shown() -> bool:
        tasks = case.open_tasks()
        return due <= tasks and 2 * sum(name.startswith("UserTask_") for name in tasks) == len(tasks)

    case.running.wait_for(are_shown, "the lists show all tasks")
    return case.open_tasks()


def assert_first_dates(case: StageCase, before: dict[str, tuple[object, ...]]) -> None:
    """Each limit of before was kept to its date, and none was opened a second time."""
    after = dates(case)
    assert {clock_id: row[:4] for clock_id, row in after.items() if clock_id in before} == {
        clock_id: row[:4] for clock_id, row in before.items()
    }
    once = [row[:2] for row in after.values() if row[0] in ONCE_A_ROUND]
    assert len(once) == len(set(once))
