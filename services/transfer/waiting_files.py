"""待移交案卷: files that the head decided to hand over and that no transfer holds, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, select, tuple_

from models.case.archive_transfer import ArchiveTransferLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.ground.keeping_codes import Hold, Judgement, TransferLineState
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.holds import map_holds
from services.unit_of_work import Unit

PAGE = 50
# A file stands in one transfer at a time.
GOING_ON = (TransferLineState.WAITING, TransferLineState.READY, TransferLineState.HANDED_OVER)


@dataclass(frozen=True, slots=True)
class WaitingFile:
    """One; no hold where it can be handed over."""

    complaint: Complaint
    keeping: FileKeeping
    holds: frozenset[Hold]


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """In the order of their ends; `next_after` is where the next page begins, empty after the last."""

    files: tuple[WaitingFile, ...]
    next_after: str


def list_waiting(after: str, unit: Unit, actor: Actor, *, size: int = PAGE) -> WaitingPage:
    """Files that the person may read, behind `after` (`end:id`, empty for the first page)."""
    held = exists().where(
        ArchiveTransferLine.complaint_id == FileKeeping.complaint_id, ArchiveTransferLine.state.in_(GOING_ON)
    )
    query = (
        select(FileKeeping, Complaint)
        .join(Complaint, Complaint.id == FileKeeping.complaint_id)
        .where(
            FileKeeping.decided == Judgement.TRANSFER,
            FileKeeping.transferred_on.is_(None),
            FileKeeping.ends_on.is_not(None),
            ~held,
        )
        .order_by(FileKeeping.ends_on, FileKeeping.complaint_id)
    )
    if place := _read_place(after):
        query = query.where(tuple_(FileKeeping.ends_on, FileKeeping.complaint_id) > place)
    rows: Sequence[tuple[FileKeeping, Complaint]] = [
        (kept, complaint) for kept, complaint in unit.session.execute(query.limit(size + 1))
    ]
    shown = rows[:size]
    readable = list_readable_cases([complaint for _, complaint in shown], unit, actor)
    holds = map_holds(readable, unit) if readable else {}
    files = tuple(
        WaitingFile(complaint, kept, holds[complaint.id])
        for kept, complaint in shown
        if complaint.id in readable
    )
    last = shown[-1][0] if len(rows) > size else None
    return WaitingPage(files, "" if last is None else f"{last.ends_on}:{last.complaint_id}")


def _read_place(after: str) -> tuple[date, str] | None:
    day, _, complaint_id = after.partition(":")
    try:
        return (date.fromisoformat(day), complaint_id) if complaint_id else None
    except ValueError:
        return None
