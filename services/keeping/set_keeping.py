"""Says for how long a file is kept when it is sealed, by the row of the table that holds for its kind on that day."""

from sqlalchemy import exists, select

from models.case.complaint import Complaint
from models.case.file_entry import FileEntry
from models.case.file_keeping import FileKeeping
from models.case.lifecycle import FileEntryKind, Outcome, Stage
from models.clock.legal_time import beijing_date
from models.ground.keeping_codes import FileKind
from services.actor import Actor
from services.keeping.schedule import ScheduleLine, find_line
from services.keeping.term import Term, is_shorter, reckon_term
from services.unit_of_work import Unit

# Ends without a result of the matter itself. A file whose outcome nobody recorded stays the longer time.
NO_RESULT = frozenset(
    {Outcome.REFUSED, Outcome.REFERRED, Outcome.CONSULTED, Outcome.MERGED, Outcome.WITHDRAWN}
)


def find_kind(complaint: Complaint, unit: Unit) -> FileKind:
    """The row of the table under which a closed file falls."""
    reported = exists().where(
        FileEntry.complaint_id == complaint.id, FileEntry.kind == FileEntryKind.REPORT_UPWARD
    )
    if unit.session.scalar(select(reported)):
        return FileKind.REPORTED_UPWARD
    return FileKind.WITHOUT_RESULT if complaint.outcome in NO_RESULT else FileKind.WITH_RESULT


def set_keeping(complaint: Complaint, unit: Unit, actor: Actor) -> None:
    """Of a closed file, in the caller's unit. A supplement changes nothing while the file stays of its kind; after another
    archive, or as another kind, the longer end stays.

    Nothing is said of a case that is open again: it is kept, and its next seal says for how long.
    """
    if complaint.stage is not Stage.ARCHIVED or complaint.closed_at is None:
        return
    closed_on = beijing_date(complaint.closed_at)
    row = unit.session.get(FileKeeping, complaint.id)
    kind = find_kind(complaint, unit)
    # It may be open again and closed with another result on the same day.
    if row is not None and row.closed_on == closed_on and row.kind is kind:
        return
    line = find_line(kind, unit)
    term = reckon_term(closed_on, line.keeping, line.starts)
    if row is None:
        row = FileKeeping(complaint_id=complaint.id)
        unit.session.add(row)
    row.seen_rule = line.rule
    is_known = row.kind is not None
    # What was decided was decided of the file as it was.
    row.decided = row.decided if row.closed_on == closed_on else None
    row.closed_on = closed_on
    if is_known and is_shorter(term.ends_on, row.ends_on):
        return
    row.decided = None
    apply_line(row, line, term, unit)
    unit.session.flush()
    unit.trail.add(complaint.id, "file.keeping_set", tell_term(row), actor)


def apply_line(row: FileKeeping, line: ScheduleLine, term: Term, unit: Unit) -> None:
    """Have the term of a file rest on this row of the table."""
    row.kind, row.keeping, row.rule = line.kind, line.keeping, line.rule
    row.starts_on, row.ends_on, row.set_at = term.starts_on, term.ends_on, unit.clock.now()


def tell_term(row: FileKeeping) -> dict[str, object]:
    """As the trail has it."""
    return {
        "kind": row.kind,
        "keeping": row.keeping,
        "rule": row.rule,
        "starts_on": None if row.starts_on is None else row.starts_on.isoformat(),
        "ends_on": None if row.ends_on is None else row.ends_on.isoformat(),
    }
