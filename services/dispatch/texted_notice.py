"""Plans that an answer is told by SMS, with its sending, in its transaction: it was told so when a gateway has taken it."""

from collections.abc import Iterable

from sqlalchemy import exists, select

from models.beside.review_sending import ReviewSending
from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.dispatch import Dispatch
from models.case.interim_sending import InterimSending
from models.ground.dispatch_codes import DispatchPurpose, DispatchState
from models.ground.ways import Way
from services.actor import SYSTEM
from services.casefile.answer_sendings import Sending, answer_subject, list_sendings_beside
from services.dispatch.plan_notice import About, new_notice
from services.identity.written_address import find_written_address
from services.unit_of_work import Unit

_PURPOSES = {
    AnswerSending: DispatchPurpose.ANSWER,
    InterimSending: DispatchPurpose.INTERIM_ANSWER,
    ReviewSending: DispatchPurpose.REVIEW,
}
_NOT_LEFT = (DispatchState.WAITING, DispatchState.KEPT, DispatchState.REFUSED)


def plan_text(sending: Sending, unit: Unit) -> Dispatch:
    """The SMS of a sending that is flushed. What had not left by SMS about the same document does not leave any more."""
    row = new_notice(About(_PURPOSES[type(sending)], sending.id), sending.complaint_id, Way.SMS, unit)
    unit.session.add(row)
    unit.session.flush()
    beside = [one.id for one in list_sendings_beside(sending, unit)]
    for older in _list_not_left(row, [_document_of(sending), *beside], unit):
        older.state, older.state_at = DispatchState.REPLACED, unit.clock.now()
        payload = {"purpose": older.purpose.value, "way": older.way.value, "attempt": older.attempts}
        unit.trail.add(older.complaint_id, "dispatch.replaced", payload, SYSTEM)
    return row


def is_told_by_text(sendings: Iterable[Sending], complaint: Complaint, unit: Unit) -> bool:
    """Whether an SMS was planned with one of these: a notice beside it would tell the same twice.

    Not where no mobile number is known: that SMS goes nowhere.
    """
    if find_written_address(complaint.id, Way.SMS, unit) is None:
        return False
    subjects = [one.id for one in sendings]
    planned = exists().where(
        Dispatch.subject.in_(subjects),
        Dispatch.way == Way.SMS,
        Dispatch.purpose.in_(list(_PURPOSES.values())),
    )
    return bool(unit.session.scalar(select(planned)))


def _document_of(sending: Sending) -> str:
    """What a notice that it stands at the query code calls it."""
    if isinstance(sending, AnswerSending):
        return answer_subject(sending.round)
    return sending.interim_answer_id if isinstance(sending, InterimSending) else sending.review_id


def _list_not_left(row: Dispatch, subjects: list[str], unit: Unit) -> Iterable[Dispatch]:
    asked = select(Dispatch).where(
        Dispatch.complaint_id == row.complaint_id,
        Dispatch.id != row.id,
        Dispatch.purpose == row.purpose,
        Dispatch.way == Way.SMS,
        Dispatch.subject.in_(subjects),
        Dispatch.state.in_(_NOT_LEFT),
    )
    return unit.session.scalars(asked.with_for_update()).all()
