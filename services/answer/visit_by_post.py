"""A return visit in writing on the list of the post: it may be answered from the day on which the post took it."""

from datetime import datetime

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.letter_delivery import LetterDelivery
from models.case.lifecycle import ClockKind, ClockStopReason
from models.case.return_visit import ReturnVisit
from models.ground.delivery_codes import DeliveryPurpose
from models.ground.ids import ComplaintId
from models.ground.ways import Way
from services.actor import Actor, staff_id_of
from services.answer.visit_tries import CLOSE_WD, end_after, window_of
from services.casefile.post_list import NewDelivery, put_on_list
from services.casefile.provided_by_post import record_posted
from services.clocks.get_clock import find_running_clock
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import EnteredFact, stop_running_clock
from services.unit_of_work import Unit


def list_visit(visit: ReturnVisit, unit: Unit, actor: Actor) -> None:
    """Its letter stands there as posted where whoever visits has typed the number, and waits there otherwise."""
    login = staff_id_of(actor)
    new = NewDelivery(DeliveryPurpose.VISIT, subject_of(visit), Way(visit.way or ""), login)
    row = put_on_list(new, visit.complaint_id, unit)
    if visit.mail_no:
        row.mail_no, row.sent_at, row.sent_by = visit.mail_no, visit.visited_at, login
        record_posted(row, unit, actor)
    payload = {"delivery": row.purpose.value, "subject": row.subject, "attempt": row.attempt}
    event = "delivery.posted" if visit.mail_no else "delivery.listed"
    unit.trail.add(visit.complaint_id, event, {**payload, "mail_no": row.mail_no}, actor)


def subject_of(visit: ReturnVisit) -> str:
    """What the list of the post calls it."""
    return f"visit-{visit.round}-{visit.attempt}"


def count_from_posting(row: LetterDelivery, posted_at: datetime, unit: Unit) -> None:
    """The window for the answer, and the limit for closing it after that, run from here."""
    visits = unit.session.scalars(select(ReturnVisit).where(ReturnVisit.complaint_id == row.complaint_id))
    visit = next(visit for visit in visits if subject_of(visit) == row.subject)
    visit.mail_no = row.mail_no
    visit.answer_until = end_after(posted_at, window_of(row.way), unit)
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    running = find_running_clock(complaint.id, ClockKind.RETURN_VISIT, unit)
    if running is None or running.round != visit.round:
        return
    posted = EnteredFact(ClockStopReason.SENT, posted_at)
    stop_running_clock(complaint.id, ClockKind.RETURN_VISIT, posted, unit)
    amount = window_of(row.way) + CLOSE_WD
    command = OpenClock(
        ComplaintId(complaint.id), ClockKind.RETURN_VISIT, visit.round, posted_at, amount=amount
    )
    open_clock(command, unit)
