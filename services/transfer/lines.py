"""Files of a transfer by their places, with their cases and terms."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.ground.errors import Conflict, NotFound, RuleRefused
from models.ground.keeping_codes import Hold, Judgement, LeftOut, TransferLineState
from services.access.readable_cases import list_readable_cases
from services.actor import Actor
from services.keeping.holds import map_holds
from services.transfer.laid_out import map_laid_out
from services.unit_of_work import Unit
from services.volumes.taking_rights import may_take_identity

TRANSFER_OVER = "TRANSFER_OVER"
KEEPS_AWAY = "TRANSFER_KEEPS_AWAY"
AT_ONCE = 200
# Whatever holds several times: the one that is told.
ORDER = (Hold.OPEN, Hold.REVIEW, Hold.FROZEN, Hold.REQUEST)


@dataclass(frozen=True, slots=True)
class TransferFile:
    """One, without what its part of the package consists of."""

    line: ArchiveTransferLine
    complaint: Complaint
    keeping: FileKeeping


def get_transfer(transfer_id: str, unit: Unit, *, locked: bool = True) -> ArchiveTransfer:
    """The transfer; NotFound, Conflict(TRANSFER_OVER) of one that is confirmed or taken back."""
    row = unit.session.get(ArchiveTransfer, transfer_id, with_for_update=locked)
    if row is None:
        raise NotFound
    if row.is_over:
        raise Conflict(code=TRANSFER_OVER)
    return row


def list_files_in(transfer_id: str, unit: Unit, *states: TransferLineState) -> list[TransferFile]:
    """Those in one of the states, in their order."""
    rows = unit.session.execute(
        select(ArchiveTransferLine, Complaint, FileKeeping)
        .join(Complaint, Complaint.id == ArchiveTransferLine.complaint_id)
        .join(FileKeeping, FileKeeping.complaint_id == ArchiveTransferLine.complaint_id)
        .options(defer(ArchiveTransferLine.content))
        .where(ArchiveTransferLine.transfer_id == transfer_id, ArchiveTransferLine.state.in_(states))
        .order_by(ArchiveTransferLine.place)
    )
    return [TransferFile(line, complaint, kept) for line, complaint, kept in rows]


def require_all_readable(files: Sequence[TransferFile], unit: Unit, actor: Actor) -> None:
    """RuleRefused(TRANSFER_KEEPS_AWAY) for a person whose one of them is not to read, and who learns no number by it."""
    if len(list_readable_cases([file.complaint for file in files], unit, actor)) != len(files):
        raise RuleRefused(KEEPS_AWAY)


def map_left_out(files: Sequence[TransferFile], unit: Unit, actor: Actor) -> dict[int, LeftOut]:
    """By place, why a file cannot be handed over now; nothing of the others.

    What stands in it by now for this person is compared with what was laid out: also whom he may know and what he may open.
    """
    found: dict[int, LeftOut] = {}
    readable = list_readable_cases([file.complaint for file in files], unit, actor)
    for start in range(0, len(files), AT_ONCE):
        part = files[start : start + AT_ONCE]
        ids = [file.complaint.id for file in part]
        holds, laid = map_holds(ids, unit), map_laid_out([file.complaint for file in part], unit, actor)
        for file in part:
            why = _why(file, holds[file.complaint.id], laid.get(file.complaint.id, ""))
            if file.complaint.id not in readable:
                why = LeftOut.NOT_READABLE
            elif (
                why is None and file.line.has_identity and not may_take_identity(file.complaint, unit, actor)
            ):
                why = LeftOut.CHANGED
            if why is not None:
                found[file.line.place] = why
    return found


def _why(file: TransferFile, holds: frozenset[Hold], laid: str) -> LeftOut | None:
    held = next((hold for hold in ORDER if hold in holds), None)
    if held is not None:
        return LeftOut(held.value)
    if file.keeping.decided is not Judgement.TRANSFER:
        return LeftOut.UNDECIDED
    if file.line.state is TransferLineState.WAITING:
        return LeftOut.NOT_READY
    return None if file.line.volumes_digest == laid else LeftOut.CHANGED
