"""Sends an answer: what is put on record by it meets the limit of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.case.answer_sending import AnswerSending
from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason
from models.clock.legal_time import at_time, beijing_date
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.errors import InvalidInput
from models.ground.ids import new_id
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.answer.answer_by_post import Posted, note_sending, require_after_letter, take_off
from services.answer.begin_visit import begin_visit
from services.answer.call_bounds import list_call_bounds
from services.answer.sending_trail import tell_sending
from services.answer.take_back import end_return
from services.answer.talk import Talk, find_call_moment
from services.case.record_contact import Contact, reaching_ways, record_contact
from services.casefile.answer_sendings import (
    answer_subject,
    awaits_answer,
    find_due_letter,
    list_interim_sendings,
    list_sendings,
)
from services.casefile.interim_lines import list_interim_answers
from services.clocks.get_clock import find_latest_clock
from services.clocks.office_ladder import load_ladder
from services.clocks.stop_clock import EnteredFact, stop_running_clock
from services.dispatch.carried import plan_carried
from services.dispatch.sent_by_mail import ways_at_once
from services.unit_of_work import Unit

ANSWERED = "告知答复。"


@dataclass(frozen=True, slots=True)
class SendAnswer:
    """`sent_on` None is now; `mail_no` is that of the letter, `reason` why the wish how to be told is not met.

    `to_post`: its letter is left to the mail room, which has the number. `talk`: the call, where telephone is among the ways; its
    moment is that of the sending where the complainant was told in it.
    """

    ways: tuple[Way, ...]
    mail_no: str = ""
    sent_on: date | None = None
    reason: str = ""
    to_post: bool = False
    talk: Talk | None = None


def send_answer(command: SendAnswer, complaint: Complaint, unit: Unit, actor: Actor) -> AnswerSending:
    """Put the next sending of this round on record, in the caller's unit.

    Its letter goes by mail, a notice of it by SMS, where these are among the ways; it was sent so when a server or gateway
    has taken it, and the limit is met by what is done at once: the answer stands at the query code.
    InvalidInput by field: a day, or the moment of a call, to come, before the answer was due to be written, before its letter
    was left to the post, or before it was sent the last time.
    """
    earlier = list_sendings(complaint.id, complaint.round, unit)
    sent_at = _find_sent_at(command, complaint, earlier, unit)
    row = AnswerSending(
        id=new_id(),
        complaint_id=complaint.id,
        round=complaint.round,
        attempt=len(earlier) + 1,
        ways=ways_at_once(command.ways),
        mail_no=command.mail_no or None,
        sent_at=sent_at,
        sent_by=staff_id_of(actor),
        other_way_reason=command.reason or None,
    )
    has_waited = awaits_answer(complaint, unit)
    unit.session.add(row)
    unit.session.flush()
    posted = Posted(DeliveryPurpose.ANSWER, answer_subject(row.round), command.ways)
    note_sending(posted, row, unit, actor)
    tell_sending("sent", row, unit, actor)
    plan_carried(row, command.ways, complaint, unit)
    _end_waiting(row, complaint, unit, actor)
    if has_waited:
        begin_visit(row, unit)
    answered = EnteredFact(ClockStopReason.ANSWERED, sent_at)
    stop_running_clock(complaint.id, ClockKind.FEEDBACK, answered, unit)
    _note_contact(command.talk, row, unit, actor)
    return row


def _find_sent_at(
    command: SendAnswer, complaint: Complaint, earlier: Sequence[AnswerSending], unit: Unit
) -> datetime:
    """The moment of the call in which it was told, else the day of the form."""
    subject = answer_subject(complaint.round)
    if command.talk is not None:
        bounds = list_call_bounds(DeliveryPurpose.ANSWER, subject, complaint, unit)
        return find_call_moment(command.talk, bounds, unit)
    letter = find_due_letter(complaint.id, subject, unit)
    return require_after_letter(find_moment(command, complaint, unit), letter, earlier)


def _note_contact(talk: Talk | None, row: AnswerSending, unit: Unit, actor: Actor) -> None:
    """A call with its words every time, anything else where nobody had turned to the complainant before."""
    complaint, ways = unit.session.get_one(Complaint, row.complaint_id), reaching_ways(row.ways)
    if talk is not None or (ways and complaint.first_contact_staff is None):
        text = ANSWERED if talk is None else ANSWERED + talk.words
        record_contact(Contact(text, ways, happened_at=row.sent_at, has_record=True), complaint, unit, actor)


def _end_waiting(row: AnswerSending, complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Nothing has to be sent again; the answer takes the place of what was told before it."""
    sent = EnteredFact(ClockStopReason.SENT, row.sent_at)
    end_return(row, sent, unit, actor)
    for interim in list_interim_answers(complaint.id, unit):
        for sending in list_interim_sendings(interim.id, unit)[-1:]:
            end_return(sending, sent, unit, actor)
        take_off(interim.id, row, unit)


def find_moment(command: SendAnswer, complaint: Complaint, unit: Unit) -> datetime:
    """Now, or the end of office hours of an earlier day: the hour of a stamp is not known."""
    now = unit.clock.now()
    if command.sent_on is None or command.sent_on == beijing_date(now):
        return now
    if command.sent_on > beijing_date(now):
        raise InvalidInput({"sent_on": "IN_THE_FUTURE"})
    limit = find_latest_clock(complaint.id, ClockKind.FEEDBACK, complaint.round, unit)
    return earlier_moment(command.sent_on, None if limit is None else limit.opened_at, unit)


def earlier_moment(day: date, decided_at: datetime | None, unit: Unit) -> datetime:
    """The end of office hours of an earlier day; InvalidInput on `sent_on` for one before the decision."""
    if decided_at is None or day < beijing_date(decided_at):
        raise InvalidInput({"sent_on": "BEFORE_DECISION"})
    return at_time(day, load_ladder(unit.session).hours.closes)
