"""What people set a day for that no limit of a case alerts for: whether that day is near, or over with nothing done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.hotline_order import HotlineOrder
from models.case.order_return import OrderObjection, OrderReturn
from models.case.outside_review import OutsideReview
from models.case.reviewed_file import FileDefect
from models.clock.calendar_days import CalendarYearMissing, WorkCalendar
from models.clock.legal_time import ONE_DAY, as_iso, at_time, beijing_date
from models.ground.order_codes import ReturnKind
from models.ground.wave_codes import WaveState
from models.office.wave_alarm import WaveAlarm
from services.file_review.defect import WAITS_FOR_UNIT
from services.office.load_calendar import load_calendar
from services.orders.objection import last_day_to_object
from services.unit_of_work import Unit

# The longest holidays with the weekends beside them are shorter.
FARTHEST = timedelta(days=15)
# A wave of long ago, which an earlier release had no end for, is nothing to do today.
WAVES_SINCE = timedelta(days=30)
FILE_DEFECT, WAVE, OUTSIDE_REVIEW = "file_defect", "wave", "outside_review"
ORDER_OBJECTION = "order_objection"


@dataclass(frozen=True, slots=True)
class DueThing:
    """`what` with its id waits until the end of `due_on`. `turn` counts how often it was given out."""

    what: str
    subject: str
    due_on: date
    complaint_id: str | None = None
    turn: int = 0

    @property
    def key(self) -> str:
        """Another one as soon as the thing has another day, or is given out again."""
        return f"{self.what}:{self.subject}:{self.turn}:{self.due_on.isoformat()}"

    @property
    def facts(self) -> dict[str, object]:
        """Its id, and the moment at which its day is over."""
        return {"due_at": as_iso(at_time(self.due_on, "24:00")), "subject": self.subject}


def list_due_days(unit: Unit) -> tuple[list[DueThing], list[DueThing]]:
    """What is due by the end of the next workday, and what is past its day; nothing that is done or waits for a check."""
    today = beijing_date(unit.clock.now())
    waiting = list(_list_waiting(today, unit))
    coming, past = ([one for one in waiting if (one.due_on < today) is is_past] for is_past in (False, True))
    if not coming:
        return [], past
    calendar = load_calendar(unit.session)
    return [one for one in coming if _is_near(one.due_on, today, calendar)], past


def _is_near(due_on: date, today: date, calendar: WorkCalendar) -> bool:
    try:
        return calendar.previous_workday(due_on) <= today
    except CalendarYearMissing:
        return due_on <= today + ONE_DAY


def _list_waiting(today: date, unit: Unit) -> Iterator[DueThing]:
    """Nothing of a destroyed file: nobody can report or end it there any more."""
    until, there_is = today + FARTHEST, Complaint.destroyed_at.is_(None)
    defects = select(FileDefect.id, FileDefect.due_on, FileDefect.complaint_id, FileDefect.times_returned)
    defects = defects.join(Complaint, Complaint.id == FileDefect.complaint_id).where(there_is)
    waits = FileDefect.state.in_(WAITS_FOR_UNIT)
    for row in unit.session.execute(defects.where(waits, FileDefect.due_on <= until)):
        yield DueThing(FILE_DEFECT, *row)
    waves = select(WaveAlarm.id, WaveAlarm.due_on, WaveAlarm.raised)
    is_recent = WaveAlarm.due_on.between(today - WAVES_SINCE, until)
    for wave_id, due_on, raised in unit.session.execute(
        waves.where(WaveAlarm.state == WaveState.TAKEN_UP, is_recent)
    ):
        if due_on is not None:
            yield DueThing(WAVE, wave_id, due_on, turn=raised)
    reviews = select(OutsideReview.id, OutsideReview.do_by, OutsideReview.complaint_id)
    reviews = reviews.join(Complaint, Complaint.id == OutsideReview.complaint_id).where(there_is)
    undone = reviews.where(OutsideReview.done_on.is_(None), OutsideReview.do_by <= until)
    for review_id, do_by, complaint_id in unit.session.execute(undone):
        if do_by is not None:
            yield DueThing(OUTSIDE_REVIEW, review_id, do_by, complaint_id)
    yield from _list_objections(until, unit)


def _list_objections(until: date, unit: Unit) -> Iterator[DueThing]:
    """派单异议 that the hotline got neither in a file nor by a program, until it has answered: within its limit it must."""
    waiting = (
        select(OrderReturn.order_id, HotlineOrder.assigned_at, HotlineOrder.complaint_id)
        .join(HotlineOrder, HotlineOrder.id == OrderReturn.order_id)
        .join(OrderObjection, OrderObjection.order_id == OrderReturn.order_id)
        .join(Complaint, Complaint.id == HotlineOrder.complaint_id)
        .where(OrderReturn.kind == ReturnKind.OBJECTION, OrderObjection.outcome.is_(None))
        .where(OrderReturn.file_at.is_(None), OrderReturn.taken_at.is_(None))
        .where(Complaint.destroyed_at.is_(None))
    )
    for order_id, assigned_at, complaint_id in unit.session.execute(waiting):
        if (last := last_day_to_object(assigned_at, unit)) <= until:
            yield DueThing(ORDER_OBJECTION, order_id, last, complaint_id)
