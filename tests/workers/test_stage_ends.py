"""However a case ends, in whichever stage, what its stages asked for ends with them (因阶段结束失效).

Of the stage are supplement, referral, extension, entrustment, the respondent's statement and the wish to withdraw; of the
case, and so open until the archive, is recusal. Rectification, disciplinary transfer, review and supervision are processes
of their own by design (ADR 0095, ADR 0167): they go on after the archive with exactly their own watch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from models.beside.extension import Extension
from models.beside.referral import Referral
from models.beside.supervision import Supervision
from models.case.lifecycle import ClockKind, RequestState, Stage
from models.ground.errors import RuleRefused
from services.beside.withdrawal.request_withdrawal import WITHDRAWABLE_STAGES
from services.requests.kinds.withdrawal import WITHDRAWAL
from services.requests.request_kind import RequestKind
from tests.tiers.sisters import leave
from tests.workers.engine_office import EngineOffice, copied_office
from tests.workers.stage_case import StageCase, Step, case_in
from tests.workers.stage_requests import (
    HALF_ANSWERED,
    HEARD,
    NOT_IN_STAGE,
    OF_THE_STAGE,
    OPEN_IN,
    OWN_CLOCK,
    assert_half_answered_left,
    assert_nothing_left,
    finish,
    half_answer,
    open_all,
    withdraw,
)

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path) -> Iterator[EngineOffice]:
    """One office for all cases of this module; each ends what it began."""
    folder = tmp_path_factory.mktemp("stages")
    with copied_office(sqlite_office_template, folder, search_lag_ms=20) as running:
        running.start_workers()
        yield running


# Every kind is open at once and ends by a wish and by work.
USUAL = {"intake-finish", "investigation-withdraw", "disposal-finish"}
ENDINGS = [
    pytest.param(stage, end, id=f"{stage.value}-{end.__name__}")
    for stage in OPEN_IN
    for end in (withdraw, finish)
    if end is not withdraw or WITHDRAWAL in OPEN_IN[stage]
]


def list_answered(stage: Stage, end: Callable[[StageCase], tuple[Step, ...]]) -> dict[RequestKind, str]:
    """What is answered on the way to the end, and how: a wish to withdraw is confirmed, findings wait for both sides."""
    if end is withdraw:
        return {WITHDRAWAL: "CONFIRMED"}
    return HEARD if stage is Stage.INVESTIGATION else {}


def assert_ended(
    case: StageCase, opened: dict[RequestKind, str], answered: Mapping[RequestKind, str]
) -> None:
    """Each of these requests has lapsed, but for those that have been answered."""
    for kind, request_id in opened.items():
        row = case.request(kind, request_id)
        expected = (
            (RequestState.ANSWERED, answered[kind])
            if kind in answered
            else (RequestState.LAPSED, "STAGE_ENDED")
        )
        assert (row.state, row.end_reason) == expected, kind


def assert_stages_left(case: StageCase, opened: dict[RequestKind, str]) -> None:
    """While the answer is due, only its limit and those of requests of the whole case are watched."""
    case.wait_for_stage(Stage.FEEDBACK)
    left = sorted([ClockKind.FEEDBACK, *(OWN_CLOCK[kind] for kind in opened if kind not in OF_THE_STAGE)])
    case.running.wait_for(lambda: case.watched() == left, f"watches of {left}")
    assert case.running_clocks() == left


@pytest.mark.parametrize(("stage", "end"), leave(ENDINGS, lambda row: row.id in USUAL))
def test_what_a_case_asked_for_ends_with_it(
    running: EngineOffice, stage: Stage, end: Callable[[StageCase], tuple[Step, ...]]
) -> None:
    """No watch, no task, no clock and no request stays, but for what outlives the case."""
    case = case_in(running, stage)
    for kind in NOT_IN_STAGE.keys() - set(OPEN_IN[stage]):
        with pytest.raises(RuleRefused, match=NOT_IN_STAGE[kind]):
            case.open(kind)
    opened, answered = open_all(case, OPEN_IN[stage]), list_answered(stage, end)
    left = end(case)
    if left and stage in WITHDRAWABLE_STAGES:
        assert_stages_left(case, opened)
        of_the_stage = {kind: opened[kind] for kind in opened if kind in OF_THE_STAGE}
        assert_ended(case, of_the_stage, answered)
    case.do(*left)
    case.wait_for_stage(Stage.ARCHIVED)
    outliving = [kind for kind in opened if kind.outlives_case]
    assert_nothing_left(case, outliving)
    assert_ended(case, {kind: opened[kind] for kind in opened if not kind.outlives_case}, answered)
    assert all(case.request(kind, opened[kind]).state is RequestState.OPEN for kind in outliving)


def test_requests_that_were_answered_by_half_end_too(running: EngineOffice) -> None:
    """Signed without a result, objected without arbitration, approved and not told; what is explained is still closed."""
    case = case_in(running, Stage.DISPOSAL)
    half_answer(case)
    running.wait_for(lambda: case.open_tasks() >= HALF_ANSWERED, f"tasks {HALF_ANSWERED}")
    running.wait_for(lambda: {"Gateway_AwaitHandOff", "Call_WatchReferralResult"} <= case.active_elements())
    case.do(*withdraw(case))
    case.wait_for_stage(Stage.ARCHIVED)
    assert_half_answered_left(case)
    rows = [
        row for table in (Referral, Extension) for row in running.office.rows(table, complaint_id=case.id)
    ]
    assert [(row.state, row.end_reason) for row in rows] == [(RequestState.LAPSED, "STAGE_ENDED")] * 4
    (supervision,) = running.office.rows(Supervision, complaint_id=case.id)
    assert supervision.state is RequestState.ANSWERED
