"""What requests beside a complaint say of who handled it: referred to the right place, put right, overturned, asked too late."""

from __future__ import annotations

from datetime import date

import pytest

from models.beside.extension import Extension
from models.beside.rectification import Rectification
from models.beside.referral import Referral
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, RequestState
from models.case.outside_review import OutsideReview
from models.clock.legal_time import parse_moment
from models.ground.codes import (
    Arbitration,
    RectificationKind,
    ReferralKind,
    ReferralRole,
    RequestedSide,
    ReviewOutcome,
)
from models.ground.ids import ComplaintId, new_id
from models.ground.oversight_codes import OutsideEffect, OutsideOutcome, OutsideReviewKind
from models.ground.performance_codes import Indicator
from models.office.performance_score import PerformancePoint, PerformanceScore
from services.clocks.open_clock import OpenClock, open_clock
from tests.full_office import FullOffice
from tests.unit.services.scored_cases import Scored, close_all, publish, score

HANDLER, REPRESENTATIVE = "wen.rusheng", "ren.shebao"
# Who handles, and the unit that is complained about.
UNIT = "RS"
BEGUN, DUE, AFTER = "2026-11-05T09:00", "2026-11-10T17:00", "2026-11-11T09:00"


@pytest.fixture
def ruled(office: FullOffice) -> FullOffice:
    office.clock.set("2026-10-15T09:00")
    publish(office)
    return office


@pytest.fixture
def ruled_before(office: FullOffice) -> FullOffice:
    """By rules as they were published before losses outside were an indicator."""
    office.clock.set("2026-10-15T09:00")
    publish(office, points_lost_outside="")
    return office


def told(complaint_id: str, no: int = 1, at: str = BEGUN) -> dict[str, object]:
    return {
        "id": new_id(),
        "complaint_id": complaint_id,
        "no": no,
        "round": 1,
        "state": RequestState.ANSWERED,
        "requested_by": HANDLER,
        "requested_at": parse_moment(at),
    }


def refer(office: FullOffice, case: str, arbitration: Arbitration | None, no: int = 1, **of: str) -> None:
    row = Referral(**told(case, no, **of), kind=ReferralKind.ASSIGN, role=ReferralRole.LEAD, unit_code=UNIT)
    if arbitration is not None:
        row.objected_at, row.arbitration = parse_moment(DUE), arbitration
    with office.unit_of_work() as unit:
        unit.session.add(row)


def order(office: FullOffice, case: ComplaintId, reported: str, verified: str = AFTER) -> None:
    row = Rectification(**told(case), unit_code=UNIT, kind=RectificationKind.RECTIFY, what="启用告知单")
    row.reported_by, row.reported_at, row.verified_at = (
        REPRESENTATIVE,
        parse_moment(reported),
        parse_moment(verified),
    )
    with office.unit_of_work() as unit:
        clock = open_clock(
            OpenClock(case, ClockKind.RECTIFICATION, 1, parse_moment(BEGUN), subject_id=row.id), unit
        )
        clock.due_at, row.own_clock_id = parse_moment(DUE), clock.id
        unit.session.add(row)


def review(office: FullOffice, case: str, outcome: ReviewOutcome, decided: str, **of: object) -> None:
    row = Review(**told(case), reason="不服", requested_side=RequestedSide.COMPLAINANT, outcome=outcome, **of)
    row.decided_at = parse_moment(decided)
    with office.unit_of_work() as unit:
        unit.session.add(row)


def outside(office: FullOffice, case: str, outcome: OutsideOutcome | None, known: str | None) -> None:
    """A judgment of October, put on record when it was known."""
    row = OutsideReview(id=new_id(), submission_id=new_id(), complaint_id=case, outcome=outcome)
    row.kind, row.body, row.docket_no = OutsideReviewKind.LITIGATION, "云河区人民法院", "（2026）行初9号"
    row.filed_on, row.recorded_by, row.recorded_at = date(2026, 10, 12), "jian.rujing", parse_moment(BEGUN)
    if known is not None:
        row.decided_on, row.outcome_by = date(2026, 10, 30), "jian.rujing"
        row.effect, row.outcome_at = OutsideEffect.PUT_RIGHT, parse_moment(known)
    with office.unit_of_work() as unit:
        unit.session.add(row)


def ask_for_time(
    office: FullOffice,
    case: ComplaintId,
    asked: str,
    *,
    is_effective: bool,
    state: RequestState = RequestState.ANSWERED,
) -> None:
    row = Extension(**told(case, at=asked), reason="等外地单位确认", amount=5, unit="wd")
    row.old_due_at, row.is_approved, row.is_effective = parse_moment(DUE), True, is_effective
    row.state = state
    with office.unit_of_work() as unit:
        clock = open_clock(OpenClock(case, ClockKind.FEEDBACK, 1, parse_moment(BEGUN)), unit)
        row.extended_clock_id = clock.id
        unit.session.add(row)


def points(office: FullOffice, indicator: Indicator, login: str | None = None) -> dict[str, bool]:
    """Complaints of one indicator, and whether each counts; of the unit that is complained about, or of a person."""
    of = {
        row.id
        for row in office.rows(PerformanceScore)
        if row.staff_id == login and (login is not None or row.unit_code == UNIT)
    }
    return {
        row.complaint_id: row.counts
        for row in office.rows(PerformancePoint, indicator=indicator)
        if row.score_id in of
    }


def test_the_first_referral_is_right_unless_it_came_back_with_reason(ruled: FullOffice) -> None:
    taken, kept, sent_back, *_ = close_all(ruled, [Scored(handler=HANDLER)] * 4)
    refer(ruled, taken, None)
    refer(ruled, kept, Arbitration.REJECTED)
    refer(ruled, sent_back, Arbitration.OTHER_UNIT)
    refer(ruled, sent_back, None, no=2, at=AFTER)
    score(ruled)
    expected = {taken: True, kept: True, sent_back: False}
    assert points(ruled, Indicator.REFERRED_RIGHT, HANDLER) == expected


def test_an_order_is_carried_out_in_time_by_the_report_that_stands(ruled: FullOffice) -> None:
    """Of the unit and of who reported, in the period in which it was verified."""
    in_time, late, next_month = close_all(ruled, [Scored(handler=HANDLER)] * 3)
    order(ruled, in_time, DUE)
    order(ruled, late, AFTER)
    order(ruled, next_month, DUE, verified="2026-12-01T00:00")
    score(ruled)
    for login in (None, REPRESENTATIVE):
        assert points(ruled, Indicator.RECTIFIED_IN_TIME, login) == {in_time: True, late: False}
    assert points(ruled, Indicator.RECTIFIED_IN_TIME, HANDLER) == {}


def test_a_decision_that_a_review_changed_costs_who_handled_it(ruled: FullOffice) -> None:
    """Here or by the superior organ, in the period in which that was decided; one that was upheld costs nothing."""
    changed, above, upheld, before = close_all(ruled, [Scored(handler=HANDLER)] * 4)
    review(ruled, changed, ReviewOutcome.CHANGED, AFTER)
    superior = {"superior_outcome": ReviewOutcome.REOPENED, "superior_at": parse_moment(AFTER)}
    review(ruled, above, ReviewOutcome.UPHELD, BEGUN, **superior)
    review(ruled, upheld, ReviewOutcome.UPHELD, AFTER)
    review(ruled, before, ReviewOutcome.CHANGED, "2026-10-31T23:59")
    score(ruled)
    for login in (None, HANDLER):
        assert points(ruled, Indicator.OVERTURNED, login) == {changed: True, above: True}


def test_what_was_lost_outside_costs_who_handled_it(ruled: FullOffice) -> None:
    """In the period in which it was put on record, also of a complaint that ended before; what was upheld costs nothing."""
    lost, long_closed, upheld, next_month, open_yet = close_all(ruled, [Scored(handler=HANDLER)] * 5)
    with ruled.unit_of_work() as unit:
        unit.session.get_one(Complaint, long_closed).closed_at = parse_moment("2026-10-24T10:00")
    outside(ruled, lost, OutsideOutcome.REVOKED, AFTER)
    outside(ruled, long_closed, OutsideOutcome.UNLAWFUL, AFTER)
    outside(ruled, upheld, OutsideOutcome.UPHELD, AFTER)
    outside(ruled, next_month, OutsideOutcome.ANEW, "2026-12-01T00:00")
    outside(ruled, open_yet, None, None)
    score(ruled)
    for login in (None, HANDLER):
        assert points(ruled, Indicator.LOST_OUTSIDE, login) == {lost: True, long_closed: True}
        assert points(ruled, Indicator.OVERTURNED, login) == {}


def test_rules_published_before_count_nothing_of_what_was_lost_outside(ruled_before: FullOffice) -> None:
    """Whoever is judged by them could not know of it: as before, what a review here changed costs points, and that alone."""
    lost, changed = close_all(ruled_before, [Scored(handler=HANDLER)] * 2)
    outside(ruled_before, lost, OutsideOutcome.REVOKED, AFTER)
    review(ruled_before, changed, ReviewOutcome.CHANGED, AFTER)
    score(ruled_before)
    for login in (None, HANDLER):
        assert points(ruled_before, Indicator.OVERTURNED, login) == {changed: True}
    assert ruled_before.rows(PerformancePoint, indicator=Indicator.LOST_OUTSIDE) == []
    assert all("lost_outside" not in str(row.lines) for row in ruled_before.rows(PerformanceScore))


def test_more_time_that_was_asked_for_or_told_too_late_costs_who_handled_it(ruled: FullOffice) -> None:
    """One that was approved and not needed, since the case went on before its old date, costs nobody anything."""
    in_time, asked_late, told_late, not_needed = close_all(ruled, [Scored(handler=HANDLER)] * 4)
    ask_for_time(ruled, in_time, DUE, is_effective=True)
    ask_for_time(ruled, asked_late, AFTER, is_effective=True)
    ask_for_time(ruled, told_late, BEGUN, is_effective=False, state=RequestState.EXPIRED)
    ask_for_time(ruled, not_needed, BEGUN, is_effective=False, state=RequestState.LAPSED)
    score(ruled)
    for login in (None, HANDLER):
        assert points(ruled, Indicator.EXTENDED_LATE, login) == {asked_late: True, told_late: True}
