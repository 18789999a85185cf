"""回访: what the complainant said of the answer, what was done again, what courts said, and how the file was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CompoundSelect, literal, select, union_all
from sqlalchemy.orm import load_only

from models.beside.review import Review
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Outcome
from models.case.outside_review import OutsideReview
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.legal_time import beijing_date
from models.ground.codes import ReviewOutcome
from models.ground.oversight_codes import OutsideOutcome
from services.casefile.group_share import LEAST_SATISFIED
from services.casefile.redo_once import REDO
from services.ledger.batch import Batch, Counts, Value, Values, by_case

SATISFIED, DISSATISFIED, NOT_EVALUATED = "satisfied", "dissatisfied", "not_evaluated"
# Who decided: the office or the organ above it; a court or a reviewing authority.
_HERE, _OUTSIDE = "here", "outside"


def read_return_visit(batch: Batch, counts: Counts, feedback: Mapping[str, Values]) -> dict[str, Values]:
    """The columns of the part by case, whose part of the answer is given; a fixed number of statements."""
    said, reviews, redone = _read_said(batch), _read_reviews(batch), _count_redone(batch)
    told: dict[str, Values] = {}
    for case, complaint in batch.cases.items():
        is_closed, closed = complaint.closed_at is not None, complaint.closed_at
        told[case] = {
            **said[case],
            "evaluation": _word(said[case]["rating"], is_answered=feedback[case]["answered_on"] is not None),
            **reviews[case],
            "times_redone": redone.get(case, 0),
            "times_reopened": counts.get(("times_reopened", case), 0),
            "refused_reviews": counts.get(("refused_reviews", case), 0),
            "is_withdrawn": complaint.outcome is Outcome.WITHDRAWN,
            "closed_at": closed,
            "closed_on": None if closed is None else beijing_date(closed),
            "closed_how": complaint.outcome.value if is_closed and complaint.outcome is not None else None,
        }
    return told


def _read_said(batch: Batch) -> dict[str, Values]:
    """Of the visits the last; of what was said what was said last."""
    visits, surveys = _read_visits(batch), _read_surveys(batch)
    return {case: _tell_said(visits.get(case, []), surveys.get(case, [])) for case in batch.cases}


def _read_visits(batch: Batch) -> dict[str, list[ReturnVisit]]:
    rows = batch.unit.session.scalars(
        select(ReturnVisit)
        .options(
            load_only(
                ReturnVisit.visited_at,
                ReturnVisit.result,
                ReturnVisit.reached,
                ReturnVisit.satisfaction,
                ReturnVisit.is_solved,
            )
        )
        .where(ReturnVisit.complaint_id.in_(batch.ids))
        .order_by(ReturnVisit.complaint_id, ReturnVisit.round, ReturnVisit.attempt)
    )
    return by_case((row.complaint_id, row) for row in rows)


def _read_surveys(batch: Batch) -> dict[str, list[Survey]]:
    rows = batch.unit.session.scalars(
        select(Survey)
        .options(load_only(Survey.complaint_id, Survey.round, Survey.rating, Survey.is_solved))
        .where(Survey.complaint_id.in_(batch.ids))
        .order_by(Survey.complaint_id, Survey.round)
    )
    return by_case((row.complaint_id, row) for row in rows)


def _tell_said(visits: list[ReturnVisit], surveys: list[Survey]) -> Values:
    visit = visits[-1] if visits else None
    rating = _last_said(
        [(row.round, row.satisfaction) for row in visits], [(row.round, row.rating) for row in surveys]
    )
    is_solved = _last_said(
        [(row.round, row.is_solved) for row in visits], [(row.round, row.is_solved) for row in surveys]
    )
    return {
        "visited_on": None if visit is None else beijing_date(visit.visited_at),
        "visit_result": None if visit is None or visit.result is None else visit.result.value,
        "is_reached": None if visit is None else visit.reached,
        "rating": rating,
        "is_solved": is_solved,
    }


def _last_said(
    visited: Sequence[tuple[int, int | None]], coded: Sequence[tuple[int, int | None]]
) -> int | None:
    """What was really said last: of the last round in which anything was, at a visit before at the query code.

    A word stands until another is given: to be asked again, or not to be asked, takes nothing back.
    """
    said = [
        (round_no, at_visit, value)
        for rows, at_visit in ((coded, 0), (visited, 1))
        for round_no, value in rows
    ]
    known = [
        (round_no, at_visit, no, value)
        for no, (round_no, at_visit, value) in enumerate(said)
        if value is not None
    ]
    return max(known, key=lambda row: row[:3])[3] if known else None


def _word(rating: Value, *, is_answered: bool) -> str | None:
    """Silence is no satisfaction: who was answered and never said anything was not evaluated."""
    if isinstance(rating, int):
        return SATISFIED if rating >= LEAST_SATISFIED else DISSATISFIED
    return NOT_EVALUATED if is_answered else None


def _read_reviews(batch: Batch) -> dict[str, Values]:
    """Of reviews here and of proceedings outside: how many there are, and what was decided last."""
    rows = batch.unit.session.execute(_select_reviews(batch)).all()
    reviews = by_case(
        (case, (no, outcome or superior))
        for part, case, no, outcome, superior, _, _, _ in rows
        if part == _HERE
    )
    proceedings = by_case(
        (case, (decided_on, at, outcome))
        for part, case, _, _, _, outcome, decided_on, at in rows
        if part == _OUTSIDE
    )
    return {
        case: {**_tell_reviews(reviews.get(case, ())), **_tell_outside(proceedings.get(case, ()))}
        for case in batch.cases
    }


def _select_reviews(
    batch: Batch,
) -> CompoundSelect[
    str,
    str,
    int,
    ReviewOutcome | None,
    ReviewOutcome | None,
    OutsideOutcome | None,
    date | None,
    datetime | None,
]:
    """Both in one statement."""
    here = select(
        literal(_HERE),
        Review.complaint_id,
        Review.no,
        Review.outcome,
        Review.superior_outcome,
        literal(None, OutsideReview.outcome.type),
        literal(None, OutsideReview.decided_on.type),
        literal(None, OutsideReview.outcome_at.type),
    ).where(Review.complaint_id.in_(batch.ids))
    outside = select(
        literal(_OUTSIDE),
        OutsideReview.complaint_id,
        literal(0),
        literal(None, Review.outcome.type),
        literal(None, Review.superior_outcome.type),
        OutsideReview.outcome,
        OutsideReview.decided_on,
        OutsideReview.outcome_at,
    ).where(OutsideReview.complaint_id.in_(batch.ids))
    return union_all(here, outside)


def _tell_reviews(reviews: Sequence[tuple[int, ReviewOutcome | None]]) -> Values:
    """By their numbers."""
    decided = [(no, outcome) for no, outcome in reviews if outcome is not None]
    return {
        "reviews": len(reviews),
        "review_outcome": max(decided, key=lambda row: row[0])[1].value if decided else None,
    }


def _tell_outside(
    proceedings: Sequence[tuple[date | None, datetime | None, OutsideOutcome | None]],
) -> Values:
    """By the day of the decision, of one day by when it was put on record."""
    decided = [
        (decided_on, at, outcome)
        for decided_on, at, outcome in proceedings
        if decided_on is not None and at is not None and outcome is not None
    ]
    return {
        "outside_reviews": len(proceedings),
        "outside_outcome": max(decided, key=lambda row: row[:2])[2].value if decided else None,
    }


def _count_redone(batch: Batch) -> dict[str, int]:
    """How often it was decided to handle it once more; the decision is sealed, and few complaints have one."""
    rows = batch.unit.session.execute(
        select(Decision.complaint_id, Decision.content).where(
            Decision.complaint_id.in_(batch.ids), Decision.kind == DecisionKind.REDO
        )
    )
    found = by_case((case, content) for case, content in rows)
    return {
        case: sum(content.get("decision") == REDO for content in decided) for case, decided in found.items()
    }
