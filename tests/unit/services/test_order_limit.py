"""The limit of an order that a review of a file gave (ADR 0392): told, kept or missed, no hand in the case, and outliving it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason, Rung
from models.clock.clock import Clock
from models.clock.clock_rung import ClockRung
from models.clock.legal_time import beijing_date
from models.ground.file_review_codes import LineStanding
from models.ledger.trail_event import TrailEvent
from models.office.alert import Alert, AlertKind
from services.actor import SYSTEM
from services.alerts.raise_alerts import raise_alerts_step
from services.case.close_file import close_file
from services.case.reopen_case import reopen
from services.file_review.answer_defect import check_defect, report_defect
from services.file_review.order_defect import OrderDefect, order_defect
from services.watch.sweep import Unwatched
from services.watch.sweep_clocks import sweep_clocks_step
from tests.full_office import FullOffice
from tests.unit.services.reviewed_files import add_whole_file, change, health_of
from tests.unit.services.test_file_reviews import FIRST, LEADER, SECOND, open_one, score
from tests.unit.services.test_score_sheet import SPOILT
from tests.web_staff.fake_monitor import FakeMonitor


@pytest.fixture
def closed(office: FullOffice) -> FullOffice:
    office.clock.set("2026-10-12T09:00")
    return office


def test_an_order_is_told_before_and_after_its_day_until_it_is_reported(closed: FullOffice) -> None:
    """Each once, anew where it is sent back with another day, and none while it waits for its check."""

    def told(at: str) -> list[AlertKind]:
        closed.clock.set(at)
        sweep_clocks_step(closed.unit_of_work, Unwatched(), timedelta(0))
        for _ in range(2):
            raise_alerts_step(closed.unit_of_work, FakeMonitor(), has_receiver=False)  # type: ignore[arg-type]  # the part of the port that is asked
        rows = [row for row in closed.rows(Alert) if row.facts.get("subject") == made]
        assert all((row.complaint_id, row.facts["what"]) == (case, "file_defect") for row in rows)
        return [row.kind for row in rows if row.cleared_at is None]

    case = add_whole_file(closed)
    change(closed, case, SPOILT["evidence_in_custody"])
    round_id, unit_of_work = open_one(closed), closed.unit_of_work
    score(closed, round_id, FIRST)
    score(closed, round_id, SECOND)
    order = OrderDefect(round_id, 1, "evidence_in_custody", "YH-TS", "补登移交记录", "5")
    made = order_defect(order, unit_of_work(), closed.actor(LEADER))
    (first,) = closed.rows(Clock, kind=ClockKind.FILE_DEFECT)
    assert (first.subject_id, first.stopped_at) == (made, None)
    assert beijing_date(first.due_at).isoformat() == "2026-10-19"
    assert told("2026-10-15T09:00") == []
    assert told("2026-10-16T09:00") == [AlertKind.DAY_NEAR], "due on Monday the 19th"
    assert told("2026-10-20T00:30") == [AlertKind.DAY_PAST]
    report_defect(made, "已补登移交记录", unit_of_work(), closed.actor("ji.luqing"))
    (first,) = closed.rows(Clock, kind=ClockKind.FILE_DEFECT)
    assert first.stop_reason == "reported" and first.stopped_at > first.due_at, "late"
    assert told("2026-10-20T09:00") == []
    check_defect(made, ("returned", "缺签名", "3"), unit_of_work(), closed.actor(LEADER))
    (again,) = closed.rows(Clock, kind=ClockKind.FILE_DEFECT, stopped_at=None)
    assert (again.subject_id, beijing_date(again.due_at).isoformat()) == (made, "2026-10-23")
    assert told("2026-10-21T09:00") == []
    assert told("2026-10-24T09:00") == [AlertKind.DAY_PAST]
    assert told("2026-11-12T09:00") == [AlertKind.DAY_PAST]
    (again,) = closed.rows(Clock, kind=ClockKind.FILE_DEFECT, stopped_at=None)
    assert again.rung is Rung.OVER
    assert health_of(closed, case).standings["inner_limits_kept"] is not LineStanding.GAP, (
        "of the review, not of the case"
    )
    report_defect(made, "签名已补", unit_of_work(), closed.actor("ji.luqing"))
    check_defect(made, ("checked", "核对无误", ""), unit_of_work(), closed.actor(LEADER))
    assert told("2026-11-13T09:00") == []
    closed_late = [row for row in closed.rows(ClockRung) if row.rung in (Rung.OVER, Rung.SUPERVISED)]
    assert {row.clock_id for row in closed_late} == {first.id, again.id}
    assert not [row for row in closed.rows(Alert) if row.key.startswith("rung:")], "alerted by its day alone"
    assert closed.rows(Supervision) == []
    assert not [row for row in closed.rows(TrailEvent, complaint_id=case) if row.kind.startswith("clock.")]


def test_the_limit_of_an_order_outlives_a_reopening_and_the_next_archive(closed: FullOffice) -> None:
    case = add_whole_file(closed)
    change(closed, case, SPOILT["evidence_in_custody"])
    round_id = open_one(closed)
    score(closed, round_id, FIRST)
    score(closed, round_id, SECOND)
    order = OrderDefect(round_id, 1, "evidence_in_custody", "YH-TS", "补登移交记录", "5")
    made = order_defect(order, closed.unit_of_work(), closed.actor(LEADER))
    with closed.unit_of_work() as unit:
        reopen(unit.session.get_one(Complaint, case), "有新的证据", unit, SYSTEM)
    with closed.unit_of_work() as unit:
        close_file(unit.session.get_one(Complaint, case), ClockStopReason.ARCHIVED, unit, SYSTEM)
    assert [row.subject_id for row in closed.rows(Clock, complaint_id=case, stopped_at=None)] == [made]
