"""The limit of the arbitration on an objection (ST-5)."""

from __future__ import annotations

from models.beside.referral import Referral
from models.case.lifecycle import ClockKind
from models.case.task import Task
from models.clock.clock import Clock
from models.clock.legal_time import as_iso
from services.actor import SYSTEM
from services.requests.kinds.referral import REFERRAL
from services.requests.open_requests import lapse_requests
from services.views.due_clocks import list_due_clocks
from services.worklist.arbitration_clocks import list_untimed, time_arbitrations
from services.worklist.clock_of_task import find_clock_of_task
from tests.unit.side_requests.referring import INSTANCE, object_, prepare, refer
from tests.unit.side_requests.side_case import SideCase


def test_an_objection_starts_the_limit_of_its_arbitration(case: SideCase) -> None:
    """ST-5: one working day, on the due list and at the task; the decision stops it and opens the next sign-off."""
    prepare(case, refer(case))
    object_(case)
    clock = case.clock("referral_arbitration")
    assert as_iso(clock.due_at) == "2026-09-08T17:00:00+08:00"
    assert (clock.subject_id, case.one(Referral).arbitration_clock_id) == (case.one(Referral).id, clock.id)
    due = list_due_clocks(case.office.unit_of_work(), case.office.actor("heng.gongyun"))
    assert ClockKind.REFERRAL_ARBITRATION in {row.kind for row in due}
    with case.unit() as (unit, _):
        pressing = find_clock_of_task("UserTask_ArbitrateReferral", INSTANCE, case.complaint_id, unit)
    assert pressing == clock.id
    case.submit("arbitrate-referral", "heng.gongyun", INSTANCE, arbitration="rejected", reason="职责明确")
    assert case.clock("referral_arbitration").stop_reason == "arbitrated"
    assert len(case.office.rows(Clock, kind="referral_sign_off", stopped_at=None)) == 1


def test_an_objection_that_lapses_with_its_stage_stops_the_limit(case: SideCase) -> None:
    """ST-5."""
    prepare(case, refer(case))
    object_(case)
    with case.unit() as (unit, complaint):
        lapse_requests(complaint.id, [REFERRAL], unit, SYSTEM)
    assert case.clock("referral_arbitration").stop_reason == "lapsed"


def test_an_arbitration_of_an_earlier_release_gets_its_limit_at_the_next_look(case: SideCase) -> None:
    """ST-5: counted from the look, since a limit is not missed before there was one; a second look changes nothing."""
    prepare(case, refer(case))
    object_(case)
    key = case.open_task("arbitrate-referral", INSTANCE)
    with case.unit() as (unit, _):
        unit.session.query(Referral).one().arbitration_clock_id = None
        unit.session.query(Clock).filter_by(kind=ClockKind.REFERRAL_ARBITRATION).delete()
    case.office.clock.set("2026-12-07T10:00")
    for _ in range(2):
        untimed = list_untimed(case.office.unit_of_work)
        with case.office.unit_of_work() as unit:
            time_arbitrations(untimed, unit)
    assert untimed == []
    clock = case.clock("referral_arbitration")
    assert as_iso(clock.due_at) == "2026-12-08T17:00:00+08:00"
    assert case.office.rows(Task, user_task_key=key)[0].clock_id == clock.id
    assert case.one(Referral).arbitration_clock_id == clock.id
