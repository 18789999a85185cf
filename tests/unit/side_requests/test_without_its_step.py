"""C16: a request whose needed step is gone from the diagram takes no effect and does not vanish (OW-1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.withdrawal import Withdrawal
from models.case.lifecycle import ClockKind, ClockStopReason, RequestState, Rung
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.ground.codes import RequestedSide
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.beside.withdrawal.conclude_withdrawal import ConcludeWithdrawal, conclude_withdrawal
from services.beside.withdrawal.request_withdrawal import RequestWithdrawal, request_withdrawal
from services.case.close_file import close_file
from services.case.lawful_end import Lack, NotLawful
from services.requests.kinds import KINDS
from services.requests.open_request import NewRequest, open_request
from services.requests.request_rows import bind_instance
from services.tasks.registry import TASKS
from services.watch.sweep_clocks import GRACE, Unwatched, sweep_clocks_step
from tests.unit.services.requests_office import case_of
from tests.unit.services.test_lapse import own_columns
from tests.unit.side_requests.side_case import SideCase

# Kinds with a process of their own in which a step is needed.
NEEDING = sorted(
    {
        task.request.name
        for task in TASKS.values()
        if task.law and task.request and task.request.has_own_process
    }
)


@pytest.mark.parametrize("name", NEEDING)
def test_a_request_that_nobody_decides_stays_open_and_goes_over_until_the_case_is_archived(
    case: SideCase, name: str
) -> None:
    """Its process came to its end without the step: the request is open all the same, and late for everybody to see."""
    kind, office = KINDS[name], case.office
    row = kind.table(**own_columns(kind, new_id(), office))
    with case.unit() as (unit, complaint):
        open_request(NewRequest(kind, row), complaint, unit, office.actor("xun.wenshi"))
        assert bind_instance(row, "2251799813685901")
    assert kind.opening_column is not None
    clock_id = getattr(row, kind.opening_column)
    unwatched = Unwatched()
    for wait in (timedelta(days=90), GRACE):
        office.clock.moment += wait
        office.system_clock.moment += wait
        sweep_clocks_step(office.unit_of_work, unwatched)
    assert office.rows(kind.table, id=row.id)[0].state is RequestState.OPEN
    assert Rung.OVER in {reached.rung for reached in office.rows(ClockRung, clock_id=clock_id)}
    with case.unit() as (unit, complaint):
        close_file(complaint, ClockStopReason.ARCHIVED, unit, SYSTEM)
    [left] = office.rows(kind.table, id=row.id)
    is_running = office.rows(Clock, id=clock_id)[0].stopped_at is None
    assert (left.state is RequestState.OPEN) == is_running == kind.outlives_case
    lapsed = {event["request_id"] for event in case.trail("request.lapsed")}
    assert (row.id in lapsed) != kind.outlives_case


def test_a_wish_to_withdraw_that_nobody_confirmed_ends_nothing(case: SideCase) -> None:
    """OW-1: the run reached its end by a diagram without the question."""
    command = RequestWithdrawal("问题已解决", RequestedSide.COMPLAINANT)
    case.do("wen.rusheng", lambda complaint, unit, actor: request_withdrawal(command, complaint, unit, actor))
    before = case_of(case.office, case.complaint_id)
    conclude = ConcludeWithdrawal(case.complaint_id, 1, case.job())
    with pytest.raises(NotLawful) as refused:
        conclude_withdrawal(conclude, case.office.unit_of_work(), SYSTEM)
    assert refused.value.code == Lack.WITHDRAWAL_NOT_CONFIRMED
    assert "没有投诉人本人确认撤回的记录" in str(refused.value)
    after = case_of(case.office, case.complaint_id)
    assert (after.stage, after.outcome) == (before.stage, before.outcome)
    assert case.one(Withdrawal).state is RequestState.OPEN
    assert case.clock(ClockKind.RESOLVE).stopped_at is None


def test_every_kind_whose_end_is_a_decision_names_its_needed_step() -> None:
    """C16: the check refuses a diagram without it; a delay may be explained or not, and a unit outside signs by paper."""
    needing = {task.request.name for task in TASKS.values() if task.law and task.request}
    decided = {name for name, kind in KINDS.items() if kind.clocks}
    assert decided - needing == {"supervision", "referral"}
    assert len(NEEDING) == 4
