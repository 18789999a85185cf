"""Whether what an outcome from outside asks of a case has happened: what is put down as done, was."""

from datetime import date, datetime, timedelta

from sqlalchemy import select

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import Stage
from models.case.outside_review import OutsideReview
from models.clock.legal_time import at_time
from models.ground.oversight_codes import OutsideEffect
from models.ledger.trail_event import TrailEvent
from services.unit_of_work import Unit

NOT_REOPENED = "NOT_REOPENED"
NOT_ANSWERED_AGAIN = "NOT_ANSWERED_AGAIN"
_REOPENED = "case.reopened"


def find_not_done(row: OutsideReview, decided_on: date, done_on: date, unit: Unit) -> str | None:
    """Why it cannot have been done from the day of the outcome up to this day; None where nothing here speaks against it.

    What is put right otherwise leaves no trace of its own kind: of that the words alone tell.
    """
    since, until = at_time(decided_on, "00:00"), at_time(done_on + timedelta(days=1), "00:00")
    if row.effect is OutsideEffect.REOPEN and not _was_in_work(row.complaint_id, since, until, unit):
        return NOT_REOPENED
    if row.effect is OutsideEffect.ANSWER_AGAIN and not _was_answered(row.complaint_id, since, until, unit):
        return NOT_ANSWERED_AGAIN
    return None


def _was_in_work(complaint_id: str, since: datetime, until: datetime, unit: Unit) -> bool:
    """Opened again by then, or open all along."""
    moved = select(TrailEvent.kind, TrailEvent.at).where(
        TrailEvent.complaint_id == complaint_id,
        TrailEvent.kind.in_(("case.archived", _REOPENED)),
        TrailEvent.at >= since,
    )
    first = unit.session.execute(moved.order_by(TrailEvent.seq).limit(1)).first()
    if first is None:
        return unit.session.get_one(Complaint, complaint_id).stage is not Stage.ARCHIVED
    return bool(first.kind != _REOPENED or first.at < until)


def _was_answered(complaint_id: str, since: datetime, until: datetime, unit: Unit) -> bool:
    sent = select(AnswerSending.id).where(
        AnswerSending.complaint_id == complaint_id,
        AnswerSending.sent_at >= since,
        AnswerSending.sent_at < until,
    )
    return unit.session.scalars(sent.limit(1)).first() is not None
