"""Orders to set right that were verified, and decisions that a review changed or a court did not let stand, in a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from models.beside.rectification import Rectification
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.outside_review import OutsideReview
from models.clock.clock import Clock
from models.ground.codes import ReviewOutcome
from models.ground.oversight_codes import LOST
from models.ground.performance_codes import Indicator
from services.access.restricted import is_restricted
from services.ledger.ledger_row import LedgerRow
from services.performance.facts import Fact, Window, of_handling, window_of
from services.summaries.period import Period
from services.unit_of_work import Unit

_AGAINST = (ReviewOutcome.CHANGED, ReviewOutcome.REOPENED)


def select_cases(period: Period) -> Select[str]:
    """Complaints that ended in the period, or of which a correction was verified or a review, here or outside, decided in it."""
    window = window_of(period)
    rectified = exists().where(
        Rectification.complaint_id == Complaint.id, window.within(Rectification.verified_at)
    )
    reviewed = exists().where(
        Review.complaint_id == Complaint.id,
        or_(window.within(Review.decided_at), window.within(Review.superior_at)),
    )
    lost = exists().where(OutsideReview.complaint_id == Complaint.id, _is_lost(window))
    return select(Complaint.id).where(
        or_(window.within(Complaint.closed_at), rectified, reviewed, lost), ~is_restricted()
    )


def count_rectified(ids: Iterable[str], window: Window, unit: Unit) -> Iterator[Fact]:
    """Orders that were verified in the period, in time where the report that stands came before its day was over.

    A complaint with one late order is late: it stands once.
    """
    rows = unit.session.execute(
        select(
            Rectification.complaint_id,
            Rectification.unit_code,
            Rectification.reported_by,
            Rectification.reported_at,
            Rectification.verified_at,
            Clock.due_at,
        )
        .join(Clock, Clock.id == Rectification.own_clock_id)
        .where(Rectification.complaint_id.in_(list(ids)), Rectification.verified_at.is_not(None))
    )
    told: dict[tuple[str | None, str | None, str], bool] = {}
    for case, unit_code, login, reported_at, verified_at, due_at in rows:
        if verified_at is None or not window.holds(verified_at):
            continue
        in_time = (reported_at or verified_at) <= due_at
        told[unit_code, None, case] = told.get((unit_code, None, case), True) and in_time
        if login is not None:
            told[None, login, case] = told.get((None, login, case), True) and in_time
    for (of_unit, of_person, case), in_time in told.items():
        yield Fact(of_unit, of_person, Indicator.RECTIFIED_IN_TIME, case, in_time)


def count_reviews(rows: Sequence[LedgerRow], window: Window, unit: Unit) -> Iterator[Fact]:
    """Decisions that a review of the period changed or opened anew; a complaint stands once."""
    ids = [row.complaint_id for row in rows]
    found = unit.session.execute(
        select(
            Review.complaint_id,
            Review.outcome,
            Review.decided_at,
            Review.superior_outcome,
            Review.superior_at,
        ).where(Review.complaint_id.in_(ids))
    )
    against = {
        case
        for case, outcome, decided_at, superior, superior_at in found
        if (outcome in _AGAINST and window.holds(decided_at))
        or (superior in _AGAINST and window.holds(superior_at))
    }
    for row in rows:
        if row.complaint_id in against:
            yield from of_handling(row, Indicator.OVERTURNED, counts=True)


def count_lost_outside(rows: Sequence[LedgerRow], window: Window, unit: Unit) -> Iterator[Fact]:
    """What a reviewing authority or a court did not let stand: an indicator of its own, which older rules do not have."""
    ids = [row.complaint_id for row in rows]
    query = select(OutsideReview.complaint_id).where(OutsideReview.complaint_id.in_(ids), _is_lost(window))
    lost = set(unit.session.scalars(query))
    for row in rows:
        if row.complaint_id in lost:
            yield from of_handling(row, Indicator.LOST_OUTSIDE, counts=True)


def _is_lost(window: Window) -> ColumnElement[bool]:
    """By when it was put on record: a judgment is known here weeks after its day, when the month's score is counted."""
    return and_(OutsideReview.outcome.in_(sorted(LOST)), window.within(OutsideReview.outcome_at))
