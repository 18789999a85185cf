"""Sends an interim answer, as an answer is sent: what is put on record by it has way, number and day."""

from collections.abc import Sequence
from datetime import datetime

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.case.interim_sending import InterimSending
from models.case.lifecycle import ClockKind, ClockStopReason, Stage
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ids import new_id
from services.actor import Actor, staff_id_of
from services.answer.answer_by_post import Posted, note_sending, require_after_letter
from services.answer.call_bounds import list_call_bounds
from services.answer.send_answer import SendAnswer, find_moment
from services.answer.sending_trail import tell_sending
from services.answer.take_back import end_return
from services.answer.talk import Talk, find_call_moment
from services.case.record_contact import Contact, reaching_ways, record_contact
from services.casefile.answer_sendings import find_due_letter, list_interim_sendings
from services.clocks.stop_clock import EnteredFact, stop_running_clock
from services.dispatch.carried import plan_carried
from services.dispatch.sent_by_mail import ways_at_once
from services.unit_of_work import Unit

ANSWERED = "先行答复。"
# The rest lies with a unit outside, or has come back from it undecided.
WAITING_STAGES = frozenset({Stage.REFERRAL, Stage.INTAKE})


def send_interim(command: SendAnswer, interim: InterimAnswer, unit: Unit, actor: Actor) -> InterimSending:
    """Put its next sending on record, in the caller's unit; InvalidInput by field as for an answer.

    The first meets the limit of the answer while the rest of its round is out; later that limit is the answer's own.
    """
    complaint = unit.session.get_one(Complaint, interim.complaint_id)
    earlier = list_interim_sendings(interim.id, unit)
    attempt = len(earlier) + 1
    row = InterimSending(
        id=new_id(),
        complaint_id=complaint.id,
        interim_answer_id=interim.id,
        attempt=attempt,
        ways=ways_at_once(command.ways),
        mail_no=command.mail_no or None,
        sent_at=_find_moment(command, interim, earlier, unit),
        sent_by=staff_id_of(actor),
        other_way_reason=command.reason or None,
    )
    unit.session.add(row)
    unit.session.flush()
    note_sending(Posted(DeliveryPurpose.INTERIM, interim.id, command.ways), row, unit, actor)
    tell_sending("sent", row, unit, actor)
    plan_carried(row, command.ways, complaint, unit)
    end_return(row, EnteredFact(ClockStopReason.SENT, row.sent_at), unit, actor)
    if attempt == 1:
        _note_first(row, interim, unit)
    _note_contact(command.talk, row, unit, actor)
    return row


def _find_moment(
    command: SendAnswer, interim: InterimAnswer, earlier: Sequence[InterimSending], unit: Unit
) -> datetime:
    complaint = unit.session.get_one(Complaint, interim.complaint_id)
    if command.talk is not None:
        bounds = list_call_bounds(DeliveryPurpose.INTERIM, interim.id, complaint, unit)
        return find_call_moment(command.talk, bounds, unit)
    letter = find_due_letter(complaint.id, interim.id, unit)
    return require_after_letter(find_moment(command, complaint, unit), letter, earlier)


def _note_first(row: InterimSending, interim: InterimAnswer, unit: Unit) -> None:
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    interim.sent_at, interim.ways, interim.mail_no = row.sent_at, list(row.ways), row.mail_no
    if interim.round == complaint.round and complaint.stage in WAITING_STAGES:
        told_at = EnteredFact(ClockStopReason.INTERIM_ANSWERED, row.sent_at)
        stop_running_clock(complaint.id, ClockKind.FEEDBACK, told_at, unit)


def _note_contact(talk: Talk | None, row: InterimSending, unit: Unit, actor: Actor) -> None:
    """A call with its words every time, anything else of the first where nobody had turned to the complainant before."""
    complaint, ways = unit.session.get_one(Complaint, row.complaint_id), reaching_ways(row.ways)
    is_first = row.attempt == 1 and bool(ways) and complaint.first_contact_staff is None
    if talk is not None or is_first:
        text = ANSWERED if talk is None else ANSWERED + talk.words
        record_contact(Contact(text, ways, happened_at=row.sent_at, has_record=True), complaint, unit, actor)
