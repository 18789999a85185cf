"""Sends the decision of a review, as an answer is sent: what is put on record by it has way, number and day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from models.beside.review import Review
from models.beside.review_sending import ReviewSending
from models.case.complaint import Complaint
from models.case.lifecycle import ClockStopReason
from models.clock.legal_time import beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.answer.answer_by_post import Posted, note_sending, require_after_letter
from services.answer.call_bounds import list_call_bounds
from services.answer.send_answer import SendAnswer, earlier_moment
from services.answer.sending_trail import tell_sending
from services.answer.take_back import end_return
from services.answer.talk import find_call_moment
from services.case.record_contact import record_contact
from services.casefile.answer_sendings import find_due_letter, is_spoken, list_review_sendings
from services.clocks.stop_clock import EnteredFact
from services.dispatch.carried import plan_carried
from services.dispatch.plan_notice import plan_notice
from services.dispatch.sent_by_mail import ways_at_once
from services.unit_of_work import Unit

DECIDED = "告知复查决定。"


def send_review(command: SendAnswer, review: Review, unit: Unit, actor: Actor) -> ReviewSending:
    """Put its next sending on record, in the caller's unit; InvalidInput by field as for an answer."""
    complaint = unit.session.get_one(Complaint, review.complaint_id)
    earlier = list_review_sendings(review.id, unit)
    row = ReviewSending(
        id=new_id(),
        complaint_id=complaint.id,
        review_id=review.id,
        attempt=len(earlier) + 1,
        ways=ways_at_once(command.ways),
        mail_no=command.mail_no or None,
        sent_at=_find_moment(command, review, earlier, unit),
        sent_by=staff_id_of(actor),
        other_way_reason=command.reason or None,
    )
    unit.session.add(row)
    unit.session.flush()
    note_sending(Posted(DeliveryPurpose.REVIEW, review.id, command.ways), row, unit, actor)
    tell_sending("sent", row, unit, actor)
    plan_carried(row, command.ways, complaint, unit)
    end_return(row, EnteredFact(ClockStopReason.SENT, row.sent_at), unit, actor)
    if command.talk is not None:
        told = replace(command.talk, at=row.sent_at).as_contact(DECIDED)
        record_contact(told, complaint, unit, actor)
    if Way.SMS not in command.ways and not is_spoken(row.ways):
        plan_notice(DispatchPurpose.REVIEW, review.id, complaint, unit)
    return row


def _find_moment(
    command: SendAnswer, review: Review, earlier: Sequence[ReviewSending], unit: Unit
) -> datetime:
    complaint = unit.session.get_one(Complaint, review.complaint_id)
    if command.talk is not None:
        bounds = list_call_bounds(DeliveryPurpose.REVIEW, review.id, complaint, unit)
        return find_call_moment(command.talk, bounds, unit)
    letter = find_due_letter(complaint.id, review.id, unit)
    return require_after_letter(_find_day(command, review, unit), letter, earlier)


def _find_day(command: SendAnswer, review: Review, unit: Unit) -> datetime:
    now = unit.clock.now()
    if command.sent_on is None or command.sent_on == beijing_date(now):
        return now
    if command.sent_on > beijing_date(now):
        raise InvalidInput({"sent_on": "IN_THE_FUTURE"})
    return max(earlier_moment(command.sent_on, review.decided_at, unit), review.decided_at or now)
