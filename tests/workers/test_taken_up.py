"""A run that is cancelled from outside ends alone: the case goes on in the database, and is taken up where it stands.

Nobody is asked again for what is on file, requests are worked on, and the case ends with its first dates.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

import pytest

from adapters.camunda_resources import CamundaResources
from models.beside.referral import Referral
from models.case.lifecycle import RequestState, Stage
from services.requests.kinds.referral import REFERRAL
from services.requests.kinds.withdrawal import WITHDRAWAL
from tests.accepted_row import ACCEPTED_ROW
from tests.tiers.sisters import leave
from tests.workers.cut_runs import (
    assert_first_dates,
    by_the_act,
    count_records,
    dates,
    in_the_engine,
    last_run,
    lose,
    lost_numbers,
    take_up,
    wait_for_tasks,
)
from tests.workers.engine_office import EngineOffice, copied_office
from tests.workers.stage_case import (
    ACCEPTED,
    ANSWER,
    ANSWERED_BY_CLERK,
    APPROVE,
    APPROVE_ENTRUSTMENT,
    ASSIGN,
    CLERK,
    DRAFT,
    FIND,
    FINDING,
    HANDLER,
    OPINION,
    PLAN,
    VISIT,
    WAITING_TOKEN,
    StageCase,
    active_keys,
    case_in,
)
from tests.workers.stage_requests import (
    HALF_ANSWERED,
    OPEN_IN,
    assert_half_answered_left,
    assert_nothing_left,
    finish,
    half_answer,
    open_all,
    withdraw,
)

# aiohttp 3.14 warns of a method that its own multipart reader calls.
pytestmark = pytest.mark.filterwarnings("ignore:unread_data:DeprecationWarning")

SHORT_LAG, LONG_LAG = 20, 1500
SHIPPED = Path(__file__).parents[2] / "bpmn"


@pytest.fixture(scope="module", params=[SHORT_LAG])
def running(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_office_template: Path
) -> Iterator[EngineOffice]:
    """One office for all cases of this module with one lag of the search; each ends what it began."""
    folder = tmp_path_factory.mktemp("taken_up")
    with copied_office(sqlite_office_template, folder, search_lag_ms=request.param) as running:
        running.start_workers()
        yield running


STAGES = list(OPEN_IN)
IS_WHOLE = os.environ.get("PROVE") == "1"
# The long lag on the search is the one of a cluster under load: at every stage in `make prove-whole`.
LAGGING = STAGES if IS_WHOLE else [Stage.INVESTIGATION]
# By either way a run may be lost, in each stage; a run that takes samples loses it in one way at each.
WAY_OF = dict(zip(STAGES, cycle((in_the_engine, by_the_act)), strict=False))
PLACES = [
    pytest.param(lag, stage, cut, id=f"{stage.value}-{cut.__name__}-{lag}")
    for lag in (SHORT_LAG, LONG_LAG)
    for stage in STAGES
    for cut in (by_the_act, in_the_engine)
    if (lag == SHORT_LAG and (IS_WHOLE or cut is WAY_OF[stage]))
    or (lag == LONG_LAG and cut is in_the_engine and stage in LAGGING)
]
USUAL = {
    f"intake-in_the_engine-{SHORT_LAG}",
    f"investigation-in_the_engine-{SHORT_LAG}",
    f"return_visit-by_the_act-{SHORT_LAG}",
}


@pytest.mark.parametrize(
    ("running", "stage", "cut"), leave(PLACES, lambda row: row.id in USUAL), indirect=["running"]
)
def test_case_whose_run_was_cut_goes_on_where_it_stood(
    running: EngineOffice, stage: Stage, cut: Callable[[StageCase], None]
) -> None:
    """Open, with every request that the stage knows; the same tasks wait again, and it ends with its first dates."""
    case = case_in(running, stage)
    opened = open_all(case, OPEN_IN[stage])
    running.wait_for(lambda: case.watched() == case.running_clocks(), "every limit is watched")
    limits, watched, records = dates(case), case.watched(), count_records(case)
    tasks = wait_for_tasks(case, *opened)
    lose(case, cut)
    assert (case.complaint.stage, dates(case)) == (stage, limits)
    assert {case.request(kind, key).state for kind, key in opened.items()} == {RequestState.OPEN}
    assert case.complaint.number in lost_numbers(case)
    take_up(case)
    assert case.complaint.number not in lost_numbers(case)
    tokens = {WAITING_TOKEN[kind] for kind in opened}
    running.wait_for(lambda: case.open_tasks() == tasks, f"tasks {tasks}")
    running.wait_for(lambda: tokens <= case.active_elements(), f"tokens at {tokens}")
    running.wait_for(lambda: case.watched() == watched, f"watches of {watched}")
    assert (dates(case), count_records(case)) == (limits, records)
    case.do(*finish(case))
    case.wait_for_stage(Stage.ARCHIVED)
    assert_nothing_left(case, [kind for kind in opened if kind.outlives_case])
    assert_first_dates(case, limits)


def two_matters(running: EngineOffice) -> StageCase:
    """One is out at another authority, the other is investigated."""
    others = active_keys(running)
    case = StageCase(running, running.office.file(address="203.0.113.251"), others)
    matters = [
        ACCEPTED_ROW,
        {"decision": "refer", "refer_to": "X-CGZF"},
    ]
    case.do(("decide-acceptance", CLERK, {**ACCEPTED, "matters": matters}), ASSIGN)
    running.wait_for(lambda: WAITING_TOKEN[REFERRAL] in case.active_elements(), "the referral waits")
    running.open_task(case.id, "plan-investigation")
    return case


@pytest.mark.parametrize(
    ("running", "is_heard_first"),
    leave(
        [
            (lag, is_heard)
            for lag in (SHORT_LAG, LONG_LAG)
            for is_heard in (True, False)
            if IS_WHOLE or lag == SHORT_LAG or not is_heard
        ],
        lambda row: row == (SHORT_LAG, True),
    ),
    indirect=["running"],
)
def test_matters_at_two_stages_go_on_side_by_side(running: EngineOffice, is_heard_first: bool) -> None:
    """The authority answers while no run is there, or after: the case waits for both, and answers once."""
    case = two_matters(running)
    limits, tasks = dates(case), wait_for_tasks(case)
    lose(case, in_the_engine)
    referral = running.office.rows(Referral, complaint_id=case.id)[0]
    if is_heard_first:
        case.take("register-referral-answer", CLERK, referral_id=referral.id, answer="signed", text="")
    take_up(case)
    running.wait_for(lambda: case.open_tasks() == tasks, f"tasks {tasks}")
    waits = "Wait_ReferralResult" if is_heard_first else "Gateway_AwaitHandOff"
    running.wait_for(lambda: waits in case.active_elements(), waits)
    case.do(
        PLAN,
        ("record-findings", HANDLER, {"matters": [FINDING]}),
        ("draft-opinion", HANDLER, {"matters": [OPINION]}),
        APPROVE,
    )
    case.wait_for_stage(Stage.REFERRAL)
    lose(case, in_the_engine)
    take_up(case)
    if not is_heard_first:
        case.take("register-referral-answer", CLERK, referral_id=referral.id, answer="signed", text="")
    case.take("register-referral-answer", CLERK, referral_id=referral.id, answer="result", text="已办")
    case.do(ANSWER, VISIT)
    case.wait_for_stage(Stage.ARCHIVED)
    assert_nothing_left(case)
    assert_first_dates(case, limits)


def test_what_was_answered_by_half_is_not_asked_again(running: EngineOffice) -> None:
    """Signed without a result, objected without arbitration, approved and not told, explained and not closed."""
    case = case_in(running, Stage.DISPOSAL)
    half_answer(case)
    running.wait_for(lambda: case.open_tasks() >= HALF_ANSWERED, f"tasks {HALF_ANSWERED}")
    tasks, records = wait_for_tasks(case), count_records(case)
    lose(case, in_the_engine)
    take_up(case)
    running.wait_for(lambda: case.open_tasks() == tasks, f"tasks {tasks}")
    waits = {"Gateway_AwaitHandOff", "Call_WatchReferralResult", "Call_WatchReferralArbitration"}
    running.wait_for(lambda: waits <= case.active_elements(), f"tokens at {waits}")
    assert count_records(case) == records
    case.do(*withdraw(case))
    case.wait_for_stage(Stage.ARCHIVED)
    assert_half_answered_left(case)


def test_what_was_submitted_to_a_run_that_was_gone_counts(running: EngineOffice) -> None:
    """The archive step: the answer is on file, its task went with the run, and nothing is left but the archive."""
    case = case_in(running, Stage.FEEDBACK)
    running.stop_workers()
    in_the_engine(case)
    case.do(ANSWERED_BY_CLERK)
    running.start_workers()
    running.wait_for(lambda: last_run(case).ended_at is not None, "the loss is noticed")
    limits, records = dates(case), count_records(case)
    assert case.complaint.stage is Stage.FEEDBACK
    take_up(case)
    case.wait_for_stage(Stage.ARCHIVED)
    assert count_records(case) == records
    assert_first_dates(case, limits)
    assert_nothing_left(case)


def test_requests_of_the_time_between_two_runs_are_worked_on(running: EngineOffice) -> None:
    """Opened when the engine had lost the run, before the office knew, and told to both; approved in the second."""
    case = case_in(running, Stage.INVESTIGATION)
    running.stop_workers()
    in_the_engine(case)
    kinds = [kind for kind in OPEN_IN[Stage.INVESTIGATION] if kind is not WITHDRAWAL]
    opened = {kind: case.ask(kind) for kind in kinds}
    running.start_workers()
    running.wait_for(lambda: last_run(case).ended_at is not None, "the loss is noticed")
    take_up(case)
    running.open_task(case.id, "plan-investigation")
    case.do(APPROVE_ENTRUSTMENT)
    tokens = {WAITING_TOKEN[kind] for kind in kinds}
    running.wait_for(lambda: tokens <= case.active_elements(), f"tokens at {tokens}")
    assert {case.request(kind, key).state for kind, key in opened.items()} == {RequestState.OPEN}
    case.do(*finish(case))
    case.wait_for_stage(Stage.ARCHIVED)
    assert_nothing_left(case, [kind for kind in kinds if kind.outlives_case])


def without_approval(disposal: str) -> str:
    """Nobody approves: after drafting and review the stage ends."""
    step = 'id="Flow_EnterApprovalToApproveOpinion" sourceRef="Gateway_EnterApproval" targetRef="{target}"'
    shipped = step.format(target="UserTask_ApproveOpinion")
    assert shipped in disposal
    return disposal.replace(shipped, step.format(target="End_OpinionDecided"))


def test_needed_step_that_was_taken_out_is_put_back_and_the_case_ends_with_its_first_dates(
    running: EngineOffice,
) -> None:
    """OW-1 OW-12: an incident says in Chinese what is missing; the old diagram put back, the run begins at its stage."""
    resources, shipped = CamundaResources(running.http), (SHIPPED / "disposal.bpmn").read_text("utf-8")
    case = case_in(running, Stage.INVESTIGATION)
    limits = dates(case)
    resources.deploy({"disposal.bpmn": without_approval(shipped).encode()})
    try:
        case.do(PLAN, FIND, DRAFT)
        running.wait_for(running.incidents, "an incident")
        (incident,) = running.incidents()
        assert "第1项投诉事项已受理，但没有经批准的处理意见" in str(incident)
        assert "继续办理" in str(incident)
    finally:
        resources.deploy({"disposal.bpmn": shipped.encode()})
    assert case.complaint.stage is Stage.DISPOSAL
    lose(case, by_the_act)
    take_up(case)
    running.open_task(case.id, "approve-opinion")
    assert case.open_tasks() == {"approve-opinion", "UserTask_ApproveOpinion"}
    case.do(APPROVE, ANSWER, VISIT)
    case.wait_for_stage(Stage.ARCHIVED)
    assert_nothing_left(case)
    assert_first_dates(case, limits)
