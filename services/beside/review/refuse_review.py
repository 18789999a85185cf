"""Keeps a request for a review (复查) that the rules refuse, so that its refusal can be told in writing."""

from datetime import date, timedelta

from sqlalchemy import select

from models.beside.refused_review import RefusedReview
from models.beside.review import Review
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from services.actor import Actor
from services.beside.review.open_review import (
    REVIEW_TOO_LATE,
    REVIEW_USED,
    OpenReview,
    find_review_time,
    find_used_review,
    open_review,
    why_no_review,
)
from services.casefile.standing import NOT_HIS_MATTER
from services.requests.named_matters import chosen_matters
from services.unit_of_work import Unit

# Decided against him for good. Under the other rules he is told what to wait for, and nothing is decided.
REFUSALS = frozenset({NOT_HIS_MATTER, REVIEW_TOO_LATE, REVIEW_USED})


def ask_for_review(
    command: OpenReview, complaint: Complaint, unit: Unit, actor: Actor
) -> Review | RefusedReview:
    """What became of the complainant's request in the caller's unit: a review, or its refusal by a rule of REFUSALS.

    RuleRefused for the other rules, InvalidInput as `open_review` has them.
    """
    bar = why_no_review(complaint, unit)
    if bar not in REFUSALS:
        return open_review(command, complaint, unit, actor)
    if not command.reason.strip():
        raise InvalidInput({"reason": "REQUIRED"})
    known = next((row for row in list_refused(complaint, unit) if _is_of(row, bar, complaint)), None)
    if known is not None:
        return _count(known, unit)
    row = _keep(command, bar, complaint, unit)
    row.requested_by = actor.name
    payload = {"refused_review_id": row.id, "bar": bar, "way": row.way}
    unit.trail.add(complaint.id, "review.refused", payload, actor)
    return row


def why_wait_for_review(complaint: Complaint, unit: Unit) -> str | None:
    """The rule under which a request is neither opened nor refused: he waits for something first."""
    bar = why_no_review(complaint, unit)
    return None if bar in REFUSALS else bar


def find_refusal(complaint: Complaint, unit: Unit) -> str | None:
    """The rule by which a request would be refused now; None where one would be opened or has to wait."""
    bar = why_no_review(complaint, unit)
    return bar if bar in REFUSALS else None


def list_refused(complaint: Complaint, unit: Unit) -> list[RefusedReview]:
    """Those of the case, the first first."""
    rows = select(RefusedReview).where(RefusedReview.complaint_id == complaint.id)
    return list(unit.session.scalars(rows.order_by(RefusedReview.requested_at, RefusedReview.id)))


def _is_of(row: RefusedReview, bar: str, complaint: Complaint) -> bool:
    return (row.bar, row.round) == (bar, complaint.round)


def _keep(command: OpenReview, bar: str, complaint: Complaint, unit: Unit) -> RefusedReview:
    now = unit.clock.now()
    row = RefusedReview(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        bar=bar,
        reason=command.reason.strip(),
        way=command.way or None,
        opened_by=list(command.opened_by) or None,
        matter_nos=chosen_matters(command.matter_nos, complaint, unit),
        requested_at=now,
        times=1,
        last_asked_at=now,
    )
    if bar == REVIEW_TOO_LATE:
        row.told_on, row.last_day = _find_days(complaint, unit)
    if bar == REVIEW_USED:
        used = find_used_review(complaint, unit)
        row.review_id = None if used is None else used.id
    unit.session.add(row)
    return row


def _count(row: RefusedReview, unit: Unit) -> RefusedReview:
    """Told once: who asks again under the same rule fills neither the table nor the trail."""
    row.times, row.last_asked_at = row.times + 1, unit.clock.now()
    return row


def _find_days(complaint: Complaint, unit: Unit) -> tuple[date | None, date | None]:
    """The day that his time runs from and its last: it ends at midnight, which is written as the next day's."""
    time = find_review_time(complaint, unit)
    if time is None:
        return None, None
    return beijing_date(time.begins_at), beijing_date(time.ends_at - timedelta(seconds=1))
