"""Closed files for tests of how long they are kept: rows alone, no case is walked through its stages."""

from __future__ import annotations

from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import FileEntryKind, Outcome, Stage
from models.clock.legal_time import parse_moment
from models.ground.ids import new_id
from services.actor import SYSTEM
from services.keeping.schedule import ChangeKeeping, change_keeping, list_schedule
from services.keeping.set_keeping import set_keeping
from tests.full_office import FullOffice

ADMINISTRATOR, SUPERVISOR, DIRECTOR, HANDLER = "guan.xitong", "jian.rujing", "zong.lanyun", "xun.wenshi"


def close(
    office: FullOffice, closed: str, outcome: Outcome = Outcome.ACCEPTED, *, upward: bool = False
) -> str:
    """A case that was archived at a moment; not sealed."""
    case = office.add_complaint("2026-09-07T10:00")
    with office.unit_of_work() as unit:
        complaint = unit.session.get_one(Complaint, case)
        complaint.stage, complaint.outcome, complaint.closed_at = (
            Stage.ARCHIVED,
            outcome,
            parse_moment(closed),
        )
        complaint.handler_id = HANDLER
        if upward:
            entry = FileEntry(id=new_id(), complaint_id=case, kind=FileEntryKind.REPORT_UPWARD, by=HANDLER)
            entry.text, entry.at = "已报市政府", unit.clock.now()
            unit.session.add(entry)
    return case


def seal(office: FullOffice, case: str) -> FileKeeping:
    """As the seal does it; its row."""
    with office.unit_of_work() as unit:
        set_keeping(unit.session.get_one(Complaint, case), unit, SYSTEM)
    return keeping_of(office, case)


def keeping_of(office: FullOffice, case: str) -> FileKeeping:
    """The row of a case."""
    (row,) = office.rows(FileKeeping, complaint_id=case)
    return row


def change(office: FullOffice, kind: str, keeping: str, reach: str) -> None:
    """Change a row of the table as its page does."""
    administrator = office.actor(ADMINISTRATOR)
    page = list_schedule(office.unit_of_work(), administrator)
    (line,) = [line for line in page.lines if line.kind == kind]
    command = ChangeKeeping(kind, keeping, "next_year", reach, "档案馆批复", str(line.rule))
    change_keeping(command, office.unit_of_work(), administrator)
