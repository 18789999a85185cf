"""Sends an interim answer, as an answer is sent: what is put on record by it has way, number and day."""

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockStopReason
from models.ground.dispatch_codes import DispatchPurpose
from models.ground.ids import new_id
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.answer.send_answer import SendAnswer, check_wish, find_moment
from services.answer.sending_trail import tell_sending
from services.answer.take_back import end_return
from services.casefile.answer_sendings import list_interim_sendings
from services.clocks.stop_clock import EnteredFact
from services.dispatch.mailed_document import plan_with_sending
from services.dispatch.sent_by_mail import ways_at_once
from services.unit_of_work import Unit


def send_interim(command: SendAnswer, interim: InterimAnswer, unit: Unit, actor: Actor) -> InterimSending:
    """Put its next sending on record, in the caller's unit; InvalidInput by field as for an answer."""
    complaint = unit.session.get_one(Complaint, interim.complaint_id)
    check_wish(command, complaint, unit)
    row = InterimSending(
        id=new_id(),
        complaint_id=complaint.id,
        interim_answer_id=interim.id,
        attempt=len(list_interim_sendings(interim.id, unit)) + 1,
        ways=ways_at_once(command.ways),
        mail_no=command.mail_no or None,
        sent_at=find_moment(command, complaint, unit),
        sent_by=staff_id_of(actor),
        other_way_reason=command.reason or None,
    )
    unit.session.add(row)
    unit.session.flush()
    tell_sending("sent", row, unit, actor)
    if Way.EMAIL in command.ways:
        plan_with_sending(DispatchPurpose.INTERIM_ANSWER_LETTER, row.id, complaint, unit)
    end_return(row, EnteredFact(ClockStopReason.SENT, row.sent_at), unit)
    return row
