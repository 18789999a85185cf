"""`improvement-measure` with its workers: asked of its unit, verified by another, judged by figures; closed or back again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from engine.state.user_task import UserTask
from models.clock.legal_time import at_time
from models.ground.errors import Conflict, InvalidInput, NotFound, RuleRefused
from models.ground.ids import new_id
from models.ground.measure_codes import MeasureOthers, MeasureState, MeasureVerdict
from models.ledger.outbox import OutboxRow
from models.ledger.trail_event import TrailEvent
from models.office.measure import Measure, MeasureCheck, MeasureProof, MeasureReturn
from models.store.database import Database
from services.measures.carry_out import CarryOut, carry_out
from services.measures.decide_return import DecideReturn, decide_return
from services.measures.judge_measure import JudgeMeasure, judge_measure
from services.measures.open_measure import OpenMeasure, open_measure
from services.measures.read_measures import MeasuresAsked, list_measures
from services.measures.verify_measure import VerifyMeasure, verify_measure
from services.once.once_per_job import JobIdentity
from services.outbox.send_step import send_outbox_step
from services.ports.engine import InstanceEnd
from services.worklist.list_office_tasks import list_office_tasks
from services.worklist.measure_tasks import MeasureKeeper
from tests.full_office import FullOffice
from tests.mutated.core_office import CoreOffice
from tests.unit.services.planted_effects import ITEM, TYPE, UNIT, plant, spread
from tests.workers.lost_store import repair_lost
from tests.workers.test_jobs import answer, counts, job
from workers import improvement_measure

SUPERVISOR, DIRECTOR, OWNER, OTHER_OWNER = "jian.rujing", "zong.lanyun", "ren.shebao", "shui.qinglian"
UNCURED = {"unit": "SW", "item": "SW-001"}
ELSEWHERE = {"unit": "CG", "item": "CG-001"}
BEGIN, TODAY = date(2024, 6, 1), date(2026, 6, 1)
RS = OpenMeasure(
    sending="a" * 32,
    kind="rules",
    category=TYPE.value,
    owner_unit="RS",
    due_on="2026-06-20",
    changes="item",
    changed=ITEM,
    plan="把补交材料改为一次性告知，清单随办事指南公布。",
    target="40",
    window_days="90",
    unit=UNIT,
    item=ITEM,
)


@pytest.fixture
def core(sqlite_office: Database, tmp_path: Path) -> CoreOffice:
    office = FullOffice(sqlite_office, folder=tmp_path)
    office.clock.moment = at_time(TODAY, "09:00")
    core = CoreOffice(office)
    core.sweeps = False
    return core


@pytest.fixture
def past(core: CoreOffice) -> CoreOffice:
    """Two years in which three places see the same complaint again and again."""
    last = TODAY - timedelta(days=1)
    for number, about in ((320, {}), (320, UNCURED), (800, ELSEWHERE)):
        plant(core.office, spread(BEGIN, last, number, **about))
    return core


def enter(core: CoreOffice, command: OpenMeasure = RS) -> str:
    measure_id = open_measure(command, core.office.unit_of_work(), core.office.actor(SUPERVISOR))
    core.settle()
    return measure_id


def row_of(core: CoreOffice, measure_id: str) -> Measure:
    (row,) = core.office.rows(Measure, id=measure_id)
    return row


def do(core: CoreOffice, measure_id: str, login: str = OWNER) -> None:
    command = CarryOut(measure_id, new_id(), "清单已改为一次性告知。", "云人社〔2026〕18号")
    carry_out(command, core.office.unit_of_work(), core.office.actor(login))
    core.settle()


def verify(core: CoreOffice, measure_id: str, found: str = "done", login: str = SUPERVISOR) -> None:
    no = str(len(core.office.rows(MeasureProof, measure_id=measure_id)))
    command = VerifyMeasure(measure_id, no, found, "窗口抽查十件，均一次告知。")
    verify_measure(command, core.office.unit_of_work(), core.office.actor(login))
    core.settle()


def go_to(core: CoreOffice, day: date) -> None:
    core.set_moment(at_time(day, "00:01"))


def asked(core: CoreOffice, login: str) -> list[tuple[str, str]]:
    tasks = list_office_tasks(core.office.unit_of_work(), core.office.actor(login))
    return [(task.page, task.subject_id) for task in tasks]


def moments(core: CoreOffice, measure_id: str) -> tuple[date, date]:
    row = row_of(core, measure_id)
    assert row.verified_on is not None
    assert row.judged_from is not None
    return row.verified_on + timedelta(days=1), row.judged_from - timedelta(days=1)


def test_the_planted_cured_cause_closes_and_the_uncured_comes_back(past: CoreOffice) -> None:
    """N9: cause, action, proof: a measure closes only when the repeat rate falls below its target over the window."""
    core = past
    cured = enter(core)
    uncured = enter(core, replace(RS, sending="b" * 32, owner_unit="SW", changed="SW-001", **UNCURED))
    assert asked(core, OWNER) == [("measure", cured)], "its own unit alone is asked"
    assert asked(core, OTHER_OWNER) == [("measure", uncured)]
    assert asked(core, SUPERVISOR) == []
    for measure_id, owner in ((cured, OWNER), (uncured, OTHER_OWNER)):
        do(core, measure_id, owner)
        assert ("measure-verification", measure_id) in asked(core, DIRECTOR)
        verify(core, measure_id)
    first, last = moments(core, cured)
    assert (first, (last - first).days) == (date(2026, 6, 2), 89)
    plant(core.office, spread(first, last, 8))
    plant(core.office, spread(first, last, 39, **UNCURED))
    plant(core.office, spread(first, last, 98, **ELSEWHERE))
    go_to(core, last)
    assert core.office.rows(MeasureCheck) == [], "not before the window has passed"
    go_to(core, last + timedelta(days=1))
    assert row_of(core, cured).state is MeasureState.CLOSED
    assert row_of(core, uncured).state is MeasureState.CAME_BACK
    assert asked(core, DIRECTOR) == [("measure-return", uncured)]
    (check,) = core.office.rows(MeasureCheck, measure_id=cured)
    spans = check.figures["spans"]
    assert {name: spans[name]["found"] for name in spans} == {
        "after": 8,
        "before": 39,
        "year": 120,
        "season": 39,
    }
    assert spans["after"]["others"] == 137, "the same type everywhere else"
    assert spans["year"]["beside"][2] < 1
    assert spans["after"]["rate"] < 40
    kinds = [row.kind for row in core.office.rows(TrailEvent) if row.payload.get("measure") == cured]
    assert kinds == ["measure.opened", "measure.carried_out", "measure.verified", "measure.judged"]


def test_one_that_came_back_is_carried_out_again_and_another_target_has_its_reason_on_record(
    past: CoreOffice,
) -> None:
    core = past
    measure_id = enter(core)
    do(core, measure_id)
    verify(core, measure_id)
    first, last = moments(core, measure_id)
    plant(core.office, spread(first, last, 45))
    plant(core.office, spread(first, last, 98, **ELSEWHERE))
    go_to(core, last + timedelta(days=1))
    assert row_of(core, measure_id).state is MeasureState.CAME_BACK
    again = DecideReturn(measure_id, "1", "again", "", "2026-10-10", "50")
    with pytest.raises(InvalidInput) as refused:
        decide_return(again, core.office.unit_of_work(), core.office.actor(DIRECTOR))
    assert dict(refused.value.errors) == {"reason": "REQUIRED"}
    another = replace(again, reason="换一个对照组。", others="all_else")
    with pytest.raises(InvalidInput) as refused:
        decide_return(another, core.office.unit_of_work(), core.office.actor(DIRECTOR))
    assert dict(refused.value.errors) == {"others": "NOT_AN_OPTION"}, "its figures said something"
    for _ in range(2):
        told = replace(again, reason="清单没有写进受理系统，改为系统提示。")
        decide_return(told, core.office.unit_of_work(), core.office.actor(DIRECTOR))
    core.settle()
    row = row_of(core, measure_id)
    assert (row.state, row.round, row.target) == (MeasureState.TO_CARRY_OUT, 2, 50)
    (turn,) = core.office.rows(MeasureReturn)
    assert (turn.target_before, turn.target) == (40, 50)
    assert asked(core, OWNER) == [("measure", measure_id)]


def test_who_carried_it_out_does_not_verify_it_and_what_was_not_done_goes_back(core: CoreOffice) -> None:
    """Four eyes: what was done is looked at by another person before it counts."""
    measure_id = enter(core, replace(RS, kind="source", owner_unit="YH-DC", sending="c" * 32))
    assert asked(core, SUPERVISOR) == [("measure", measure_id)]
    with pytest.raises(NotFound):
        do(core, measure_id)
    do(core, measure_id, SUPERVISOR)
    with pytest.raises(RuleRefused):
        verify(core, measure_id)
    verify(core, measure_id, "not_done", DIRECTOR)
    assert row_of(core, measure_id).state is MeasureState.TO_CARRY_OUT
    assert asked(core, SUPERVISOR) == [("measure", measure_id)]
    with pytest.raises(Conflict):
        verify(core, measure_id, "done", DIRECTOR)


def test_a_late_one_is_reminded_of_once_and_goes_on(core: CoreOffice) -> None:
    measure_id = enter(core)
    go_to(core, date(2026, 6, 20))
    assert core.office.rows(TrailEvent, kind="measure.late") == []
    for day in (21, 25):
        go_to(core, date(2026, 6, day))
    assert len(core.office.rows(TrailEvent, kind="measure.late")) == 1
    late = list_measures(MeasuresAsked.LATE, "", core.office.unit_of_work(), core.office.actor(OWNER))
    assert [row.id for row in late.rows] == [measure_id]
    (task,) = list_office_tasks(core.office.unit_of_work(), core.office.actor(OWNER))
    assert task.is_late
    do(core, measure_id)


def test_too_few_numbers_wait_for_another_window_and_then_come_back(core: CoreOffice) -> None:
    """Of nothing before and nothing after nobody can say that it works."""
    rare = replace(RS, sending="d" * 32, owner_unit="CG", changed="CG-001", unit="JT", item="", target="30")
    measure_id = enter(core, rare)
    do(core, measure_id, "cheng.guanli")
    verify(core, measure_id)
    for windows in (1, 2):
        go_to(core, date(2026, 6, 2) + timedelta(days=90 * windows))
        assert row_of(core, measure_id).waits == windows
    go_to(core, date(2026, 6, 2) + timedelta(days=270))
    verdicts = [row.verdict for row in core.office.rows(MeasureCheck)]
    assert verdicts == [MeasureVerdict.TOO_FEW] * 2 + [MeasureVerdict.CANNOT_TELL]
    assert row_of(core, measure_id).state is MeasureState.CAME_BACK


def test_a_cured_one_beside_nobody_is_judged_anew_beside_a_group_that_says_something(
    core: CoreOffice,
) -> None:
    """That its group was too small is no verdict on it; the days that it was watched are judged anew."""
    last = TODAY - timedelta(days=1)
    other = {"category": "bad_attitude", **ELSEWHERE}
    plant(core.office, spread(BEGIN, last, 320))
    plant(core.office, spread(BEGIN, last, 800, **other))
    with pytest.raises(InvalidInput) as refused:
        enter(core)
    assert dict(refused.value.errors) == {"others": "GROUP_TOO_SMALL"}
    measure_id = enter(core, replace(RS, others="all_else"))
    with core.office.unit_of_work() as unit:
        unit.session.get_one(Measure, measure_id).others = MeasureOthers.SAME_TYPE
    do(core, measure_id)
    verify(core, measure_id)
    first = moments(core, measure_id)[0]
    plant(core.office, spread(first, first + timedelta(days=269), 9))
    plant(core.office, spread(first, first + timedelta(days=269), 295, **other))
    for windows in (1, 2, 3):
        go_to(core, first + timedelta(days=90 * windows))
    verdicts = [row.verdict for row in core.office.rows(MeasureCheck)]
    assert verdicts == [MeasureVerdict.TOO_FEW] * 2 + [MeasureVerdict.CANNOT_TELL]
    assert core.office.rows(MeasureCheck)[-1].figures["lack"] == "group"
    again = DecideReturn(measure_id, "1", "again", "对照组没有件。", "2027-04-01", others="all_else")
    for wrong, faults in (
        ({"others": "nobody"}, {"others": "NOT_AN_OPTION"}),
        ({"basis": "transactions"}, {"target": "REQUIRED"}),
    ):
        with pytest.raises(InvalidInput) as refused:
            decide_return(replace(again, **wrong), core.office.unit_of_work(), core.office.actor(DIRECTOR))
        assert dict(refused.value.errors) == faults
    decide_return(again, core.office.unit_of_work(), core.office.actor(DIRECTOR))
    core.settle()
    (turn,) = core.office.rows(MeasureReturn)
    assert (turn.others_before, turn.others) == (MeasureOthers.SAME_TYPE, MeasureOthers.ALL_ELSE)
    assert core.office.rows(TrailEvent, kind="measure.returned")[0].payload["others"] == "all_else"
    do(core, measure_id)
    assert row_of(core, measure_id).verified_on == TODAY
    verify(core, measure_id)
    core.settle()
    check = core.office.rows(MeasureCheck)[-1]
    assert check.figures["spans"]["after"]["days"] == [["2026-06-02", "2027-02-26"]], (
        "the days watched before"
    )
    assert (check.round, check.verdict, check.figures["compared_with"]) == (
        2,
        MeasureVerdict.EFFECTIVE,
        "all_else",
    )
    assert row_of(core, measure_id).state is MeasureState.CLOSED


def test_nobody_who_writes_waits_while_it_is_counted(core: CoreOffice) -> None:
    """Complaints of two years are looked through before the short unit that writes what they say."""
    measure_id = enter(core)
    do(core, measure_id)
    verify(core, measure_id)
    core.office.clock.moment = at_time(moments(core, measure_id)[1] + timedelta(days=1), "00:01")
    told: list[str] = []

    def note(*arguments: object) -> None:
        told.append(str(arguments[2]))

    engine = core.office.database.engine
    event.listen(engine, "before_cursor_execute", note)
    command = JudgeMeasure(measure_id, JobIdentity("9", "9", "complaint.judge-measure"))
    judge_measure(command, core.office.unit_of_work())
    event.remove(engine, "before_cursor_execute", note)
    writes_from = told.index("BEGIN IMMEDIATE")
    counts_at = [place for place, statement in enumerate(told) if "FROM complaint" in statement]
    assert counts_at and max(counts_at) < writes_from
    assert len(core.office.rows(MeasureCheck)) == 1


def test_each_job_done_twice_is_done_once(core: CoreOffice) -> None:
    """C12: killed between commit and answer, it answers the same."""
    measure_id = enter(core)
    do(core, measure_id)
    verify(core, measure_id)
    core.office.clock.moment = at_time(moments(core, measure_id)[1] + timedelta(days=1), "00:01")
    types = ("complaint.take-up-measure", "complaint.remind-measure", "complaint.judge-measure")
    for no, job_type in enumerate(types):
        one = job(job_type, key=no + 1, instance=700, measure_id=measure_id)
        first = answer(core.office, improvement_measure.router, one)
        before = counts(core.office)
        assert answer(core.office, improvement_measure.router, one) == first
        assert counts(core.office) == before
    assert len(core.office.rows(MeasureCheck)) == 1


def test_one_whose_instance_was_cancelled_begins_anew(core: CoreOffice) -> None:
    """Nobody is left before a page that asks for nothing; what was said stays."""
    measure_id = enter(core)
    do(core, measure_id)
    key = row_of(core, measure_id).instance_key
    assert key is not None
    core.engine.cancel_instance(key)
    core.settle()
    row = row_of(core, measure_id)
    assert row.instance_key not in (None, key)
    assert (row.state, row.round) == (MeasureState.TO_CARRY_OUT, 1)
    assert asked(core, OWNER) == [("measure", measure_id)]
    assert len(list(core.engine.open(UserTask))) == 1
    do(core, measure_id)
    verify(core, measure_id)
    row = row_of(core, measure_id)
    with core.office.unit_of_work() as unit:
        MeasureKeeper().let_go({str(row.instance_key): InstanceEnd.COMPLETED}, unit)
    core.settle()
    row = row_of(core, measure_id)
    assert (row.state, row.instance_key) == (MeasureState.WATCHED, None), "its diagram would end again"


def test_one_that_an_accepted_store_has_lost_begins_anew_also_while_it_is_watched(core: CoreOffice) -> None:
    """14.1: a watch lasts for months, and nothing would ever judge it."""
    measure_id = enter(core)
    repair_lost(core)
    assert asked(core, OWNER) == [("measure", measure_id)]
    do(core, measure_id)
    verify(core, measure_id)
    watched = row_of(core, measure_id)
    repair_lost(core)
    row = row_of(core, measure_id)
    assert row.instance_key not in (None, watched.instance_key)
    assert (row.state, row.round) == (MeasureState.TO_CARRY_OUT, 2)
    assert asked(core, OWNER) == [("measure", measure_id)]


def test_one_whose_start_only_the_lost_store_had_taken_begins_anew(core: CoreOffice) -> None:
    """Before its first job the office has no key of it."""
    measure_id = open_measure(RS, core.office.unit_of_work(), core.office.actor(SUPERVISOR))
    send_outbox_step(core.office.unit_of_work, core.engine)
    (row,) = core.office.rows(OutboxRow, dedupe_key=f"complaint.measure-opened:{measure_id}")
    assert (row.sent_at is not None, row_of(core, measure_id).instance_key) == (True, None)
    repair_lost(core)
    row = row_of(core, measure_id)
    assert (row.instance_key is not None, row.state, row.round) == (True, MeasureState.TO_CARRY_OUT, 1)
    assert asked(core, OWNER) == [("measure", measure_id)]


def test_nobody_asks_for_the_instance_of_one_that_is_watched_before_its_window_has_passed(
    core: CoreOffice,
) -> None:
    """A window lasts for months, and a look comes five times a second."""
    measure_id = enter(core)
    do(core, measure_id)
    verify(core, measure_id)
    key, last = row_of(core, measure_id).instance_key, moments(core, measure_id)[1]
    assert key is not None
    with core.office.unit_of_work().reading() as unit:
        assert MeasureKeeper().list_waiting(unit) == frozenset()
    core.engine.cancel_instance(key)
    go_to(core, last)
    assert row_of(core, measure_id).instance_key == key
    go_to(core, last + timedelta(days=1))
    row = row_of(core, measure_id)
    assert (row.state, row.round, row.judged_from) == (MeasureState.TO_CARRY_OUT, 2, None)
    assert row.instance_key not in (None, key) and asked(core, OWNER) == [("measure", measure_id)]
