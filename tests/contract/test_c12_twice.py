"""C12: every worker is run twice on one job, with the same answer and the state of one run.

Most are run beside their other tests in tests/workers; this file names who is missing and runs the rest.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bpmn.names import JobType
from models.case.complaint import Complaint
from models.ground.codes import EntrustmentKind, RequestedSide
from services.actor import Actor
from services.beside.entrustment.open_entrustment import OpenEntrustment, open_entrustment
from services.beside.respondent.ask_respondent import AskRespondent, ask_respondent
from services.beside.withdrawal.request_withdrawal import RequestWithdrawal, request_withdrawal
from services.unit_of_work import Unit
from tests.contract.twice_tests import list_run_twice
from tests.full_office import FullOffice
from tests.unit.side_requests.side_case import side_case
from tests.workers.conftest import office
from tests.workers.test_jobs import answer, counts, job
from workers import complaint, entrustment, respondent, user_tasks
from workers.hardened.job_route import JobRouter

__all__ = ["office"]

Opening = Callable[[Complaint, Unit, Actor], object]
OPENINGS: dict[str, tuple[JobRouter, str, Opening]] = {
    "complaint.check-entrustment-window": (
        entrustment.router,
        "entrustment_id",
        lambda c, u, a: open_entrustment(
            OpenEntrustment(EntrustmentKind.ENTRUSTED, "X-DL", "核对记录"), c, u, a
        ),
    ),
    "complaint.check-respondent-window": (
        respondent.router,
        "respondent_request_id",
        lambda c, u, a: ask_respondent(AskRespondent("RS", "为何未出具告知单？"), c, u, a),
    ),
}


def not_run_twice(run_twice: set[str]) -> list[str]:
    return sorted({job_type.value for job_type in JobType} - run_twice)


def test_every_worker_is_run_twice_on_one_job() -> None:
    """The scope: nobody is left out."""
    run_twice = list_run_twice() | list_run_twice(Path(__file__).parent)
    assert len(run_twice) > 20
    assert not_run_twice(run_twice) == []


@pytest.mark.parametrize("job_type", OPENINGS)
def test_window_check_twice_is_one_expiry(office: FullOffice, job_type: str) -> None:
    """C12: the request expires once, and a later time changes no answer."""
    router, variable, opening = OPENINGS[job_type]
    case = side_case(office)
    request_id = case.do("xun.wenshi", opening)
    office.clock.set("2026-10-30T10:00")
    one = job(job_type, **{variable: request_id})
    first = answer(office, router, one)
    before = counts(office)
    office.clock.set("2026-11-30T10:00")
    assert answer(office, router, one) == first
    assert counts(office) == before
    assert isinstance(first, dict)
    assert first["is_window_over"] is True


def test_withdrawal_concluded_twice_is_answered_once(office: FullOffice) -> None:
    """C12: one outcome, one limit of the answer."""
    case = side_case(office)
    command = RequestWithdrawal("问题已解决", RequestedSide.COMPLAINANT)
    case.do("xun.wenshi", lambda c, u, a: request_withdrawal(command, c, u, a))
    case.submit("verify-withdrawal", "wen.rusheng", "70", is_confirmed="yes", way="phone")
    one = job("complaint.conclude-withdrawal", complaint_id=case.complaint_id, round=1)
    first = answer(office, complaint.router, one)
    before = counts(office)
    office.clock.set("2026-11-30T10:00")
    assert answer(office, complaint.router, one) == first
    assert counts(office) == before
    assert isinstance(first, dict)
    assert (first["outcome"], first["handler_id"]) == ("withdrawn", "xun.wenshi")


@pytest.mark.parametrize(
    "job_type",
    ["complaint.check-assignment", "complaint.check-completion", "complaint.check-office-assignment"],
)
def test_listener_twice_gives_one_verdict_and_leaves_nothing(office: FullOffice, job_type: str) -> None:
    """C12: complaint.check-assignment, complaint.check-completion and complaint.check-office-assignment only look."""
    case = office.file().complaint_id
    headers = {
        "io.camunda.zeebe:assignee": "fang.huiyin",
        "io.camunda.zeebe:action": "assign",
        "io.camunda.zeebe:candidateGroups": '["intake"]',
        "io.camunda.zeebe:userTaskKey": "7",
    }
    one = job(job_type, complaint_id=case, element_id="UserTask_DecideAcceptance", headers=headers)
    before = counts(office)
    first = answer(office, user_tasks.router, one)
    assert first is not None
    assert answer(office, user_tasks.router, one) == first
    assert counts(office) == before


def test_worker_that_nobody_runs_twice_is_found(tmp_path: Path) -> None:
    """C12 probe: naming a job type is not running it twice."""
    text = 'def test_once():\n    """R1: once."""\n    run("complaint.archive-case")\n'
    (tmp_path / "test_once.py").write_text(text, "utf-8")
    assert list_run_twice(tmp_path) == set()
    assert "complaint.archive-case" in not_run_twice(list_run_twice(tmp_path))
