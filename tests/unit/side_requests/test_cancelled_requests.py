"""A request whose own process ended in the engine itself: it ends here, once, and may be asked for again."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from models.beside.recusal import Recusal
from models.beside.side_request import SideRequest
from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind, RequestState
from models.clock.clock import Clock
from models.ledger.outbox import OutboxRow
from services.requests.start_own_process import StartOwnProcess, start_own_process
from tests.unit.services.cancelling_engine import CancellingEngine, look
from tests.unit.services.requests_office import act
from tests.unit.side_requests.side_case import SideCase

INSTANCE = "2251799813685777"


def supervise(case: SideCase) -> None:
    act(case.office, case.complaint_id, "open-supervision", "jian.rujing", reason="请说明进度")


def recuse(case: SideCase) -> None:
    act(
        case.office,
        case.complaint_id,
        "request-recusal",
        "wen.rusheng",
        who_kind="staff",
        who="xun.wenshi",
        reason="同学",
    )


def begin(case: SideCase, table: type[SideRequest]) -> None:
    """The process of the request has started and says so."""
    command = StartOwnProcess(case.one(table).id, INSTANCE, case.job())
    assert not start_own_process(table, command, case.office.unit_of_work()).is_duplicate


@pytest.mark.parametrize(
    ("ask", "table", "kind"),
    [(supervise, Supervision, ClockKind.SUPERVISION), (recuse, Recusal, ClockKind.RECUSAL)],
)
def test_the_request_ends_with_its_limit_and_may_be_asked_for_again(
    case: SideCase, ask: Callable[[SideCase], None], table: type[SideRequest], kind: ClockKind
) -> None:
    """The state, the clock and the trail say so; the engine is told nothing, it knows."""
    ask(case)
    begin(case, table)
    engine = CancellingEngine(frozenset({INSTANCE}))
    assert look(case.office, engine) == 1
    row = case.one(table)
    assert (row.state, row.end_reason, row.ended_at) == (
        RequestState.LAPSED,
        "CANCELLED_ELSEWHERE",
        case.office.clock.now(),
    )
    (clock,) = case.office.rows(Clock, complaint_id=case.complaint_id, kind=kind)
    assert clock.stopped_at is not None
    assert [line["request_id"] for line in case.trail("request.lapsed")] == [row.id]
    assert case.office.rows(OutboxRow, kind="cancel_instance") == []
    assert look(case.office, engine) == 0
    assert engine.asked == [[INSTANCE]]
    ask(case)
    assert {row.state for row in case.office.rows(table)} == {RequestState.LAPSED, RequestState.OPEN}


def test_an_instance_of_another_office_under_the_same_key_ends_no_request(case: SideCase) -> None:
    """14.1: after another office's store was accepted its own process of that key ended, and our request lapsed."""
    supervise(case)
    begin(case, Supervision)
    engine = CancellingEngine(frozenset({INSTANCE}), named={INSTANCE: "of another office"})
    assert look(case.office, engine) == 0
    assert case.one(Supervision).state is RequestState.OPEN
    engine.named = {INSTANCE: case.one(Supervision).id}
    assert look(case.office, engine) == 1


def test_a_request_whose_process_goes_on_or_has_not_begun_is_left_alone(case: SideCase) -> None:
    supervise(case)
    engine = CancellingEngine(frozenset({INSTANCE}))
    assert look(case.office, engine) == 0
    begin(case, Supervision)
    assert look(case.office, CancellingEngine()) == 0
    assert case.one(Supervision).state is RequestState.OPEN


def test_a_request_whose_process_ran_out_without_its_outcome_lapses_too(case: SideCase) -> None:
    """OW-24: a diagram that has lost the step of the outcome left its request open for ever, and nothing said so."""
    supervise(case)
    begin(case, Supervision)
    engine = CancellingEngine(completed=frozenset({INSTANCE}))
    assert look(case.office, engine) == 1
    row = case.one(Supervision)
    assert (row.state, row.end_reason) == (RequestState.LAPSED, "ENDED_ELSEWHERE")
    assert [line["request_id"] for line in case.trail("request.lapsed")] == [row.id]
    assert look(case.office, engine) == 0
