"""期满案卷: files whose term is over and of which nothing is decided, page by page, with what holds each."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, exists, select, tuple_

from models.case.appraisal import AppraisalLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.clock.legal_time import beijing_date
from models.ground.keeping_codes import Hold
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.holds import map_holds
from services.unit_of_work import Unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class DueFile:
    """One; no hold where it can be appraised."""

    complaint: Complaint
    keeping: FileKeeping
    holds: frozenset[Hold]


@dataclass(frozen=True, slots=True)
class DuePage:
    """In the order of their ends; `next_after` is where the next page begins, empty after the last."""

    files: tuple[DueFile, ...]
    next_after: str


def list_due(after: str, unit: Unit, actor: Actor) -> DuePage:
    """Files that the person may read, behind `after` (`end:id`, empty for the first page)."""
    query = _query(beijing_date(unit.clock.now())).limit(PAGE + 1)
    if place := _read_place(after):
        query = query.where(tuple_(FileKeeping.ends_on, FileKeeping.complaint_id) > place)
    rows = unit.session.execute(query).all()
    readable = list_readable_cases([complaint for _, complaint in rows[:PAGE]], unit, actor)
    holds = map_holds(readable, unit) if readable else {}
    files = tuple(
        DueFile(complaint, keeping, holds[complaint.id])
        for keeping, complaint in rows[:PAGE]
        if complaint.id in readable
    )
    last = rows[PAGE - 1][0] if len(rows) > PAGE else None
    return DuePage(files, "" if last is None else f"{last.ends_on}:{last.complaint_id}")


def _query(today: date) -> Select[FileKeeping, Complaint]:
    """The day after the last one of its term a file is due; one in a batch that is not decided is not listed twice."""
    is_open = exists().where(
        AppraisalLine.complaint_id == FileKeeping.complaint_id, AppraisalLine.decided_at.is_(None)
    )
    return (
        select(FileKeeping, Complaint)
        .join(Complaint, Complaint.id == FileKeeping.complaint_id)
        .where(FileKeeping.ends_on < today, FileKeeping.decided.is_(None), ~is_open)
        .order_by(FileKeeping.ends_on, FileKeeping.complaint_id)
    )


def _read_place(after: str) -> tuple[date, str] | None:
    day, _, complaint_id = after.partition(":")
    try:
        return (date.fromisoformat(day), complaint_id) if complaint_id else None
    except ValueError:
        return None
