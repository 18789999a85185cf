"""Reviews (复查) as the complainant sees them: that one is under way and until when, and what was decided why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.beside.review import Review
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.ground.codes import Finding, RequestedSide, ReviewOutcome
from models.ground.matter_codes import Adoption, ClaimAnswer
from services.casefile.answer_sendings import list_review_sendings
from services.identity.cut_identity import cut_own_values
from services.unit_of_work import Unit
from services.views.progress_answer import SentAnswer, sent_answer_of

FINAL = frozenset({ReviewOutcome.UPHELD, ReviewOutcome.CHANGED})


@dataclass(frozen=True, slots=True)
class ChangedMatter:
    """One matter of which the review changed finding, adoption or disposals: as it was told first, and as it counts now."""

    no: int
    text: str
    first_finding: Finding | None
    first_adoption: Adoption | None
    first_disposals: tuple[str, ...]
    finding: Finding | None
    adoption: Adoption | None
    disposals: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class ChangedClaim:
    """One claim that the review answers otherwise."""

    no: int
    text: str
    first_answer: ClaimAnswer | None
    answer: ClaimAnswer
    reason: str | None


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One review; `outcome` and `reasons` once it is decided, `is_lapsed` when it ended without a decision.

    `matters` and `claims` are those that it changed; the others stay as the answer tells them.
    """

    asked_at: datetime
    reason: str
    due_at: datetime | None
    outcome: ReviewOutcome | None
    reasons: str | None
    decided_at: datetime | None
    is_lapsed: bool
    is_respondents: bool = False
    matters: tuple[ChangedMatter, ...] = ()
    claims: tuple[ChangedClaim, ...] = ()
    sendings: tuple[SentAnswer, ...] = ()

    @property
    def is_final(self) -> bool:
        """Whether no further review follows: decided, asked for by the complainant, and the case is not handled anew."""
        return self.outcome in FINAL and not self.is_respondents


def find_running_review(complaint: Complaint, unit: Unit) -> Review | None:
    """The one that is under way; there is one at most."""
    return next((row for row in _list_reviews(complaint, unit) if row.state is RequestState.OPEN), None)


def list_review_lines(complaint: Complaint, unit: Unit) -> tuple[ReviewLine, ...]:
    """All reviews of the case, the earliest first; no name of who decided."""
    return tuple(_line(row, unit) for row in _list_reviews(complaint, unit))


def _list_reviews(complaint: Complaint, unit: Unit) -> Sequence[Review]:
    rows = select(Review).where(Review.complaint_id == complaint.id).order_by(Review.no)
    return unit.session.scalars(rows).all()


def _line(row: Review, unit: Unit) -> ReviewLine:
    clock = unit.session.get(Clock, row.own_clock_id) if row.own_clock_id is not None else None
    reason, reasons = cut_own_values([row.reason, row.opinion_text or ""], row.complaint_id, unit)
    return ReviewLine(
        asked_at=row.requested_at,
        reason=reason,
        due_at=clock.due_at if clock is not None else None,
        outcome=row.outcome,
        reasons=reasons or None,
        decided_at=row.decided_at,
        is_lapsed=row.state is RequestState.LAPSED,
        is_respondents=row.requested_side is RequestedSide.RESPONDENT,
        matters=tuple(_changed_matter(line) for line in row.matter_lines or ()),
        claims=tuple(_changed_claim(line) for line in row.claim_lines or ()),
        sendings=tuple(map(sent_answer_of, list_review_sendings(row.id, unit))),
    )


def _changed_matter(line: Mapping[str, Any]) -> ChangedMatter:
    def finding(key: str) -> Finding | None:
        return Finding(line[key]) if line[key] else None

    def adoption(key: str) -> Adoption | None:
        return Adoption(line[key]) if line[key] else None

    return ChangedMatter(
        no=line["no"],
        text=line["text"],
        first_finding=finding("first_finding"),
        first_adoption=adoption("first_adoption"),
        first_disposals=tuple(line["first_disposals"]),
        finding=finding("finding"),
        adoption=adoption("adoption"),
        disposals=tuple(line["disposals"]),
        reason=line["reason"],
    )


def _changed_claim(line: Mapping[str, Any]) -> ChangedClaim:
    first = line["first_answer"]
    return ChangedClaim(
        no=line["no"],
        text=line["text"],
        first_answer=ClaimAnswer(first) if first else None,
        answer=ClaimAnswer(line["answer"]),
        reason=line["reason"],
    )
