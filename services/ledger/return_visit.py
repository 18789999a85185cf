"""回访: what the complainant said of the answer, what was done again, and how the file was closed."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.beside.withdrawal import Withdrawal
from models.case.case_run import CaseRun
from models.case.decision import Decision
from models.case.lifecycle import DecisionKind, Outcome, RunReason
from models.case.return_visit import ReturnVisit
from models.case.survey import Survey
from models.clock.legal_time import beijing_date
from services.casefile.group_share import LEAST_SATISFIED
from services.casefile.redo_once import REDO
from services.ledger.batch import Batch, Value, Values, by_case

SATISFIED, DISSATISFIED, NOT_EVALUATED = "satisfied", "dissatisfied", "not_evaluated"
_SAID = ("visited_on", "visit_result", "is_reached", "rating", "evaluation", "is_solved")


def read_return_visit(batch: Batch) -> dict[str, Values]:
    """The columns of the part by case; a fixed number of statements."""
    said, reviews, redone = _read_said(batch), _read_reviews(batch), _count_redone(batch)
    reopened, withdrawn = _count_reopened(batch), _map_withdrawn(batch)
    told: dict[str, Values] = {}
    for case, complaint in batch.cases.items():
        is_closed, closed = complaint.closed_at is not None, complaint.closed_at
        told[case] = {
            **said[case],
            **reviews[case],
            "times_redone": redone.get(case, 0),
            "times_reopened": reopened.get(case, 0),
            "is_withdrawn": complaint.outcome is Outcome.WITHDRAWN,
            "withdrawn_on": withdrawn.get(case),
            "closed_at": closed,
            "closed_on": None if closed is None else beijing_date(closed),
            "closed_how": complaint.outcome.value if is_closed and complaint.outcome is not None else None,
        }
    return told


def _read_said(batch: Batch) -> dict[str, Values]:
    """By the last round that was asked about: its last visit first, as groups count, then what was said at the query code."""
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
    rounds = [*(row.round for row in visits), *(row.round for row in surveys)]
    last = max(rounds, default=None)
    visit = next((row for row in reversed(visits) if row.round == last), None)
    survey = next((row for row in surveys if row.round == last), None)
    if last is None:
        return dict.fromkeys(_SAID)
    rating = _first(getattr(visit, "satisfaction", None), getattr(survey, "rating", None))
    return {
        "visited_on": None if visit is None else beijing_date(visit.visited_at),
        "visit_result": None if visit is None or visit.result is None else visit.result.value,
        "is_reached": None if visit is None else visit.reached,
        "rating": rating,
        "evaluation": _word(rating),
        "is_solved": _first(getattr(visit, "is_solved", None), getattr(survey, "is_solved", None)),
    }


def _first(*values: int | None) -> int | None:
    return next((value for value in values if value is not None), None)


def _word(rating: int | None) -> str:
    """Silence is no satisfaction."""
    if rating is None:
        return NOT_EVALUATED
    return SATISFIED if rating >= LEAST_SATISFIED else DISSATISFIED


def _read_reviews(batch: Batch) -> dict[str, Values]:
    rows = batch.unit.session.execute(
        select(Review.complaint_id, Review.outcome, Review.superior_outcome)
        .where(Review.complaint_id.in_(batch.ids))
        .order_by(Review.complaint_id, Review.no)
    )
    found = by_case((case, outcome or superior) for case, outcome, superior in rows)
    counted = select(RefusedReview.complaint_id, func.sum(RefusedReview.times)).where(
        RefusedReview.complaint_id.in_(batch.ids)
    )
    refused = {
        case: number
        for case, number in batch.unit.session.execute(counted.group_by(RefusedReview.complaint_id))
    }
    told: dict[str, Values] = {}
    for case in batch.cases:
        decided = [outcome for outcome in found.get(case, []) if outcome is not None]
        told[case] = {
            "reviews": len(found.get(case, ())),
            "review_outcome": decided[-1].value if decided else None,
            "refused_reviews": int(refused.get(case, 0)),
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


def _count_reopened(batch: Batch) -> dict[str, int]:
    query = select(CaseRun.complaint_id, func.count()).where(
        CaseRun.complaint_id.in_(batch.ids), CaseRun.reason == RunReason.REOPENED.value
    )
    return {case: number for case, number in batch.unit.session.execute(query.group_by(CaseRun.complaint_id))}


def _map_withdrawn(batch: Batch) -> dict[str, Value]:
    """The day on which a wish to withdraw was confirmed."""
    confirmed = select(Withdrawal.complaint_id, Withdrawal.verified_at).where(
        Withdrawal.complaint_id.in_(batch.ids), Withdrawal.is_confirmed.is_(True)
    )
    found: dict[str, datetime | None] = {case: at for case, at in batch.unit.session.execute(confirmed)}
    return {case: None if at is None else beijing_date(at) for case, at in found.items()}
