"""What a person says must be reported upward (信访条例 25), within one hour by the clock on the wall, and that it was."""

from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.lifecycle import ClockStopReason, FileEntryKind
from models.clock.clock import Clock
from models.clock.legal_time import to_beijing
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import ClockId
from services.actor import Actor, staff_id_of
from services.casefile.add_entry import NewEntry, add_entry
from services.clocks.office_limit import find_office_limit, open_office_limit
from services.clocks.stop_clock import EnteredFact, StopClock, stop_clock
from services.clocks.time_limits import UPWARD_REPORT
from services.unit_of_work import Unit

OPEN = "UPWARD_REPORT_OPEN"
NONE_ASKED = "NO_UPWARD_REPORT"
# On the trail, each with the clock of its hour.
MARKED, RECORDED = "upward-report.marked", "upward-report.recorded"


@dataclass(frozen=True, slots=True)
class UpwardReport:
    """To whom it was reported, by which way, when, and what else is to be kept."""

    reported_to: str
    way: str
    at: datetime | None = None
    note: str = ""


def find_open_report(complaint_id: str, unit: Unit) -> Clock | None:
    """The hour that runs for a case."""
    return find_office_limit(complaint_id, UPWARD_REPORT, unit)


def mark_for_report(reason: str, complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """The hour begins now, at night and on days of rest too; the id of its clock. RuleRefused while one runs."""
    if find_open_report(complaint.id, unit) is not None:
        raise RuleRefused(OPEN)
    clock = open_office_limit(complaint, UPWARD_REPORT, unit)
    text = f"须在一小时内向上级报告：{reason.strip()}"
    entry = add_entry(NewEntry(complaint.id, FileEntryKind.ALERT, text, staff_id_of(actor)), unit)
    payload = {"clock_id": clock.id, "entry_id": entry.id}
    unit.trail.add(complaint.id, MARKED, payload, actor)
    return clock.id


def record_report(told: UpwardReport, complaint: Complaint, unit: Unit, actor: Actor) -> str:
    """The report meets the hour at the moment at which it was made; the id of the entry.

    RuleRefused where none is asked for, InvalidInput on `told_at` for a moment that has not been or lies before the mark.
    """
    clock, now = find_open_report(complaint.id, unit), unit.clock.now()
    if clock is None:
        raise RuleRefused(NONE_ASKED)
    at = told.at or now
    if at > now:
        raise InvalidInput({"told_at": "IN_THE_FUTURE"})
    if at < clock.opened_at:
        raise InvalidInput({"told_at": "BEFORE_THE_MARK"})
    stop_clock(StopClock(ClockId(clock.id), EnteredFact(ClockStopReason.REPORTED, at)), unit)
    moment = to_beijing(at).strftime("%Y-%m-%d %H:%M")
    text = "；".join(part for part in (f"{moment}向{told.reported_to}报告", told.note.strip()) if part)
    ways = (told.way,)
    entry = add_entry(
        NewEntry(complaint.id, FileEntryKind.REPORT_UPWARD, text, staff_id_of(actor), ways), unit
    )
    payload = {"clock_id": clock.id, "entry_id": entry.id, "to": told.reported_to, "way": told.way}
    unit.trail.add(complaint.id, RECORDED, payload, actor)
    return entry.id
