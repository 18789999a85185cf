"""What was sent came back, as a letter or a bounced mail: it counts as delivered nowhere, and a limit opens to send it again.

The limit that its sending has met stays met.
"""

from dataclasses import dataclass
from datetime import date

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockKind, ClockStopReason, Stage
from models.clock.clock import Clock
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ways import Way
from services.actor import Actor
from services.answer.returned_notices import settle_notice
from services.answer.sending_trail import tell_sending
from services.casefile.answer_sendings import (
    Sending,
    answer_subject,
    find_delivered,
    is_interim_overtaken,
    list_sendings_beside,
)
from services.clocks.return_limit import list_return_limits, meet_return_limits, open_return_limit
from services.clocks.stop_clock import EnteredFact, stop_running_clock
from services.dispatch.sent_by_mail import settle_returned
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class CameBack:
    """On which day what was sent came back, and why as the post or the carrier says."""

    sending: Sending
    day: date
    reason: str


def take_back(told: CameBack, unit: Unit, actor: Actor) -> Clock | None:
    """Record it in the caller's unit, whoever tells it, the system too; the limit for sending it again.

    None where a later sending is under way, another answer took its place or the document has arrived: nothing is owed then.
    What is told a second time keeps its first day and opens nothing.
    """
    sending = told.sending
    complaint = unit.session.get_one(Complaint, sending.complaint_id)
    if sending.returned_on is not None:
        running = list_return_limits(complaint.id, unit)
        return next((clock for clock in running if clock.subject_id == sending.id), None)
    sending.returned_on, sending.return_reason, sending.returned_by = told.day, told.reason, actor.name
    unit.session.flush()
    tell_sending("returned", sending, unit, actor)
    beside = list_sendings_beside(sending, unit)
    is_of_round = isinstance(sending, AnswerSending) and sending.round == complaint.round
    if is_of_round and complaint.stage is Stage.RETURN_VISIT and find_delivered(beside) is None:
        # Nobody can be asked about what has not reached him: the limit of the visit begins anew with the delivery.
        stop_running_clock(complaint.id, ClockKind.RETURN_VISIT, ClockStopReason.RETURNED, unit)
    has_arrived = any(row.delivered_on for row in beside)
    is_last = beside[-1].id == sending.id and not has_arrived
    is_owed = is_last and not _is_replaced(sending, complaint, unit)
    if is_owed:
        return open_return_limit(complaint, sending.id, unit)
    settle_returned([sending.id], unit, actor)
    return None


def _is_replaced(sending: Sending, complaint: Complaint, unit: Unit) -> bool:
    """By the answer that tells what an interim one told, or by the round that handles the case anew."""
    if isinstance(sending, AnswerSending):
        return sending.round != complaint.round
    if isinstance(sending, InterimSending):
        return is_interim_overtaken(sending.interim_answer_id, complaint, unit)
    return False


def end_return(sending: Sending, reason: ClockStopReason | EnteredFact, unit: Unit, actor: Actor) -> None:
    """Its document was sent again, or has arrived after all: the limit since it came back is met, its mail is settled.

    A mail that came back and is not taken back yet is left to that.
    """
    beside = list_sendings_beside(sending, unit)
    meet_return_limits(sending.complaint_id, {row.id for row in beside}, reason, unit)
    settle_returned([row.id for row in beside if row.returned_on is not None], unit, actor)
    if set(sending.ways) - {Way.QUERY_CODE.value}:
        settle_notice(_notice_of(sending), sending.complaint_id, unit, actor)


def _notice_of(sending: Sending) -> tuple[DispatchPurpose, str]:
    """What tells that its document stands at the query code, and of which."""
    if isinstance(sending, AnswerSending):
        return DispatchPurpose.ANSWER, answer_subject(sending.round)
    if isinstance(sending, InterimSending):
        return DispatchPurpose.INTERIM_ANSWER, sending.interim_answer_id
    return DispatchPurpose.REVIEW, sending.review_id
