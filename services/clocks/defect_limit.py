"""The limit of an order to make good what a reviewed file lacks (补正); its subject is the order."""

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.lifecycle import ClockKind, ClockStopReason
from models.case.reviewed_file import FileDefect
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date
from models.ground.ids import ClockId, ComplaintId
from services.clocks.open_clock import OpenClock, open_clock
from services.clocks.stop_clock import StopClock, stop_clock
from services.clocks.time_limits import get_policy
from services.clocks.watch_alone import watch_alone
from services.unit_of_work import Unit


def usual_workdays(unit: Unit) -> int:
    """How many working days the office gives where whoever orders says nothing else."""
    today = beijing_date(unit.clock.now())
    return get_policy(unit.session, ClockKind.FILE_DEFECT, None, today).amount


def open_defect_limit(row: FileDefect, workdays: int, unit: Unit) -> Clock:
    """Let it run from now for these working days; its watch begins by itself, since the file is closed."""
    complaint = unit.session.get_one(Complaint, row.complaint_id)
    command = OpenClock(
        ComplaintId(complaint.id),
        ClockKind.FILE_DEFECT,
        complaint.round,
        unit.clock.now(),
        subject_id=row.id,
        amount=workdays,
    )
    clock = open_clock(command, unit)
    watch_alone(clock, unit)
    return clock


def meet_defect_limit(row: FileDefect, unit: Unit) -> None:
    """The report stops it; an order of before these limits has none."""
    running = select(Clock.id).where(
        Clock.kind == ClockKind.FILE_DEFECT, Clock.subject_id == row.id, Clock.stopped_at.is_(None)
    )
    for clock_id in unit.session.scalars(running).all():
        stop_clock(StopClock(ClockId(clock_id), ClockStopReason.REPORTED), unit)
