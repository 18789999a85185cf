"""回访: what the complainant said of the answer, what was done again, and how the file was closed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import load_only

from models.beside.review import Review
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Outcome
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.legal_time import beijing_date
from services.casefile.group_share import LEAST_SATISFIED
from services.casefile.redo_once import REDO
from services.ledger.batch import Batch, Counts, Value, Values, by_case

SATISFIED, DISSATISFIED, NOT_EVALUATED = "satisfied", "dissatisfied", "not_evaluated"


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
    rows = batch.unit.session.execute(
        select(Review.complaint_id, Review.outcome, Review.superior_outcome)
        .where(Review.complaint_id.in_(batch.ids))
        .order_by(Review.complaint_id, Review.no)
    )
    found = by_case((case, outcome or superior) for case, outcome, superior in rows)
    told: dict[str, Values] = {}
    for case in batch.cases:
        decided = [outcome for outcome in found.get(case, []) if outcome is not None]
        told[case] = {
            "reviews": len(found.get(case, ())),
            "review_outcome": decided[-1].value if decided else None,
        }
    return told


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
