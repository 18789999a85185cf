"""The workers' step: says the term of files that an earlier release sealed, brings a changed table to earlier files,
erases what came in, became no complaint and has been kept long enough, and destroys what two people watch over.

A few files a commit, each looked at once for a row of the table, so a kill in between is nothing to mend.
"""

from pathlib import Path

from sqlalchemy import Select, false, select

from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import Stage
from models.clock.legal_time import beijing_date
from models.ground.keeping_codes import FileKind, KeepingReach
from services.actor import SYSTEM
from services.keeping.destroy_step import destroy_files_step
from services.keeping.erase_incoming import erase_incoming_step
from services.keeping.schedule import ScheduleLine, find_line
from services.keeping.set_keeping import apply_line, set_keeping, tell_term
from services.keeping.term import is_shorter, reckon_term
from services.unit_of_work import Unit, UnitFactory

# In one commit: each may be an event on the trail, whose chain nobody else writes meanwhile.
FILES_AT_ONCE = 50


def keep_files_step(make_unit: UnitFactory, key_file: Path | None = None) -> int:
    """One round; how many files and messages moved. Looks without a lock first: most rounds find nothing."""
    files = _set_unset(make_unit) + sum(_bring(kind, make_unit) for kind in FileKind)
    return files + erase_incoming_step(make_unit) + destroy_files_step(make_unit, key_file)


def _set_unset(make_unit: UnitFactory) -> int:
    query = (
        select(Complaint)
        .join(FileKeeping, FileKeeping.complaint_id == Complaint.id)
        .where(
            FileKeeping.kind.is_(None), Complaint.stage == Stage.ARCHIVED, Complaint.closed_at.is_not(None)
        )
        .order_by(FileKeeping.complaint_id)
        .limit(FILES_AT_ONCE)
    )
    with make_unit().reading() as unit:
        if unit.session.scalars(query.limit(1)).first() is None:
            return 0
    with make_unit() as unit:
        found = unit.session.scalars(query.with_for_update()).all()
        for complaint in found:
            set_keeping(complaint, unit, SYSTEM)
    return len(found)


def _bring(kind: FileKind, make_unit: UnitFactory) -> int:
    with make_unit().reading() as unit:
        if unit.session.scalars(_unseen(find_line(kind, unit)).limit(1)).first() is None:
            return 0
    with make_unit() as unit:
        line = find_line(kind, unit)
        few = unit.session.scalars(
            _unseen(line).with_only_columns(FileKeeping.complaint_id).limit(FILES_AT_ONCE)
        )
        # Locked in the order in which an appraisal locks them, so that neither waits for the other in a circle.
        chosen = _unseen(line).where(FileKeeping.complaint_id.in_(few.all()))
        rows = unit.session.scalars(chosen.order_by(FileKeeping.complaint_id).with_for_update()).all()
        for row in rows:
            _bring_to(row, line, unit)
    return len(rows)


def _unseen(line: ScheduleLine) -> Select[FileKeeping]:
    """Files of the kind that this row of the table has not come to; none where it is for later files only."""
    is_for_earlier = line.row is not None and line.row.reach is not KeepingReach.LATER
    query = select(FileKeeping).where(FileKeeping.kind == line.kind, FileKeeping.seen_rule < line.rule)
    return query if is_for_earlier else query.where(false())


def _bring_to(row: FileKeeping, line: ScheduleLine, unit: Unit) -> None:
    row.seen_rule = line.rule
    if row.closed_on is None or line.row is None:
        return
    term = reckon_term(row.closed_on, line.keeping, line.starts)
    # What people decided at an appraisal, no table makes shorter.
    only_longer = line.row.reach is KeepingReach.LENGTHEN or row.appraisal_id is not None
    if only_longer and not is_shorter(row.ends_on, term.ends_on):
        return
    before = None if row.ends_on is None else row.ends_on.isoformat()
    apply_line(row, line, term, unit)
    if row.ends_on is None or row.ends_on >= beijing_date(unit.clock.now()):
        # What was decided at its end was decided too soon: its term runs again.
        row.decided = None
    unit.trail.add(row.complaint_id, "file.keeping_changed", {**tell_term(row), "before": before}, SYSTEM)
