"""Requests for a review that were refused, as the complainant reads them: his words, the rule, the days it reckons from."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import Outcome
from services.beside.review.open_review import REVIEW_TOO_LATE, REVIEW_USED
from services.beside.review.refuse_review import find_refusal, list_refused
from services.casefile.standing import NOT_HIS_MATTER
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit

# Of somebody else's matter the page says what to prove instead.
ASKED_ALL_THE_SAME = frozenset({REVIEW_TOO_LATE, REVIEW_USED})


@dataclass(frozen=True, slots=True)
class RefusedReviewLine:
    """One refusal. `told_on` and `last_day` where it came too late, `asked_before_at` where it was reviewed already."""

    asked_at: datetime
    reason: str
    bar: str
    told_on: date | None = None
    last_day: date | None = None
    asked_before_at: datetime | None = None


def list_refused_lines(complaint: Complaint, unit: Unit) -> tuple[RefusedReviewLine, ...]:
    """All of the case, the first first."""
    rows = list_refused(complaint, unit)
    reasons = cut_own_values([row.reason for row in rows], complaint.id, unit)
    # Asked for as the lines of reviews ask, so that the page asks once.
    asked = select(Review).where(Review.complaint_id == complaint.id).order_by(Review.no)
    before = {review.id: review.requested_at for review in unit.session.scalars(asked)}
    return tuple(_line(row, reason, before) for row, reason in zip(rows, reasons, strict=True))


def find_refusal_to_ask(complaint: Complaint, unit: Unit) -> str | None:
    """The rule by which a review would be refused, while he has not been told so; None where there is nothing to ask for."""
    bar = find_refusal(complaint, unit)
    if bar not in ASKED_ALL_THE_SAME:
        return None
    told = [row for row in list_refused(complaint, unit) if (row.round, row.bar) == (complaint.round, bar)]
    return None if told else bar


def bound_refused(
    lines: tuple[RefusedReviewLine, ...], complaint: Complaint
) -> tuple[RefusedReviewLine, ...]:
    """Of another's matter: that it is another's. Of a refusal to accept everybody is told everything."""
    is_told = complaint.outcome is Outcome.REFUSED
    return tuple(line for line in lines if is_told or line.bar == NOT_HIS_MATTER)


def _line(row: RefusedReview, reason: str, before: Mapping[str, datetime]) -> RefusedReviewLine:
    asked_before_at = before.get(row.review_id or "")
    return RefusedReviewLine(row.requested_at, reason, row.bar, row.told_on, row.last_day, asked_before_at)
