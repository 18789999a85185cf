"""Hands the files of a transfer over: the list is fixed, its digest on record, and what is held by then drops out.

List and manifest are laid out first and what holds each file is asked again in the transaction that hands over; where that is not
what was laid out, all is laid out again.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.file_keeping import FileKeeping
from models.clock.legal_time import beijing_date
from models.ground.errors import Conflict, DomainError, NotPermitted, RuleRefused
from models.ground.keeping_codes import LeftOut, TransferLineState
from services.actor import Actor
from services.office.letterhead import read_letterhead
from services.transfer.lines import TransferFile, get_transfer, list_files_in, map_left_out
from services.transfer.made_line import keep_files
from services.transfer.transfer_list import ListedFile, TransferList, pack_list
from services.transfer.transfer_rights import require_keeper
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.stream_zip import Packed

HANDED_OVER = "TRANSFER_HANDED_OVER"
NOT_READY = "TRANSFER_NOT_READY"
NOTHING_LEFT = "TRANSFER_NOTHING_LEFT"
CHANGED = "TRANSFER_CHANGED"
# Somebody may freeze or open a file while the list is laid out.
TRIES = 3
_BEFORE = (TransferLineState.WAITING, TransferLineState.READY)


class _Changed(Exception):
    """What goes is not what was laid out."""


@dataclass(frozen=True, slots=True)
class HandOverFiles:
    """`without_unready` leaves out files that the workers have not made ready."""

    transfer_id: str
    without_unready: bool = False


@dataclass(frozen=True, slots=True)
class _Look:
    """What would be handed over at this moment: the files, and by place why others are left out."""

    files: tuple[TransferFile, ...]
    left_out: dict[int, LeftOut]

    @property
    def going(self) -> tuple[TransferFile, ...]:
        return tuple(file for file in self.files if file.line.place not in self.left_out)


def hand_over_files(command: HandOverFiles, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """By who put the transfer together, with whose rights its files were made ready.

    NotFound, NotPermitted for others, Conflict where it is handed over, confirmed or taken back already; RuleRefused where files
    are not ready (TRANSFER_NOT_READY) and where none would be left (TRANSFER_NOTHING_LEFT).
    """
    require_keeper(actor)
    for _ in range(TRIES):
        with unit_of_work.reading() as unit:
            now = unit.clock.now()
            told = _tell(command, now, unit, actor)
        above, keys = _store(told, unit_of_work)
        try:
            _write(command, (told, above, keys), unit_of_work, actor)
        except _Changed:
            _forget(keys, unit_of_work)
        except DomainError:
            _forget(keys, unit_of_work)
            raise
        else:
            return
    raise Conflict(code=CHANGED)


def _tell(command: HandOverFiles, now: datetime, unit: Unit, actor: Actor) -> TransferList:
    row = get_transfer(command.transfer_id, unit, locked=False)
    look = _look(row, command, unit, actor)
    files = tuple(_list_file(no, file) for no, file in enumerate(look.going, start=1))
    return TransferList(row.number, row.receiver, read_letterhead(unit), now, files)


def _look(row: ArchiveTransfer, command: HandOverFiles, unit: Unit, actor: Actor) -> _Look:
    if row.opened_by != actor.staff_id:
        raise NotPermitted
    if row.handed_at is not None:
        raise Conflict(code=HANDED_OVER)
    files = tuple(list_files_in(row.id, unit, *_BEFORE))
    look = _Look(files, map_left_out(files, unit, actor))
    if not command.without_unready and LeftOut.NOT_READY in look.left_out.values():
        raise RuleRefused(NOT_READY)
    if not look.going:
        raise RuleRefused(NOTHING_LEFT)
    return look


def _list_file(no: int, file: TransferFile) -> ListedFile:
    line, kept, complaint = file.line, file.keeping, file.complaint
    closed = kept.closed_on or beijing_date(complaint.closed_at or complaint.received_at)
    if kept.kind is None or kept.keeping is None:
        raise Conflict(code=CHANGED)
    return ListedFile(
        no=no,
        number=complaint.number,
        kind=kept.kind,
        keeping=kept.keeping,
        year=closed.year,
        volumes=line.volumes or 0,
        pages=line.pages or 0,
        first=beijing_date(complaint.received_at),
        last=closed,
        has_identity=line.has_identity,
        withheld=line.withheld or 0,
        digest=line.digest or "",
        size=line.size or 0,
        parts=line.parts or 0,
    )


def _store(told: TransferList, unit_of_work: UnitOfWork) -> tuple[tuple[Packed, ...], list[str]]:
    above, keys = [], []
    for file in pack_list(told, unit_of_work):
        with file.open() as stream:
            stored = unit_of_work.ports.object_store.put(stream)
        above.append(replace(file, key=stored.key))
        keys.append(stored.key)
    return tuple(above), keys


_Laid = tuple[TransferList, tuple[Packed, ...], list[str]]


def _write(command: HandOverFiles, laid: _Laid, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """_Changed, and nothing is written, where the files that go are others than were laid out."""
    told, above, keys = laid
    with unit_of_work as unit:
        row = get_transfer(command.transfer_id, unit)
        _lock_terms(row, unit)
        look = _look(row, command, unit, actor)
        files = tuple(_list_file(no, file) for no, file in enumerate(look.going, start=1))
        if files != told.files:
            raise _Changed
        row.handed_by, row.handed_at, row.files = actor.staff_id, told.handed_at, len(files)
        row.digest, row.content = above[0].sha256, keep_files(above, keys)
        for file in look.files:
            if why := look.left_out.get(file.line.place):
                file.line.state, file.line.left_out = TransferLineState.LEFT_OUT, why
        for line, payload in _hand(row, look):
            unit.trail.add(line, "file.transfer_handed_over", payload, actor)
        counts = {"files": len(files), "left_out": _count_left_out(row, unit), "manifest": row.digest}
        unit.trail.add(None, "transfer.handed_over", _name(row) | counts, actor)
        # Every freeze and every step of a case stands on the chain of the trail, which is ours from here to the commit.
        if map_left_out(look.going, unit, actor):
            raise _Changed


def _lock_terms(row: ArchiveTransfer, unit: Unit) -> None:
    """In the order in which an appraisal and the workers lock them; what is decided of a file stands still then."""
    ids = select(ArchiveTransferLine.complaint_id).where(ArchiveTransferLine.transfer_id == row.id)
    unit.session.scalars(
        select(FileKeeping)
        .where(FileKeeping.complaint_id.in_(ids))
        .order_by(FileKeeping.complaint_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def _count_left_out(row: ArchiveTransfer, unit: Unit) -> int:
    """Those that the workers left out before, too."""
    query = select(func.count()).where(
        ArchiveTransferLine.transfer_id == row.id, ArchiveTransferLine.state == TransferLineState.LEFT_OUT
    )
    unit.session.flush()
    return unit.session.scalar(query) or 0


def _forget(keys: list[str], unit_of_work: UnitOfWork) -> None:
    for key in keys:
        unit_of_work.ports.object_store.delete(key)


def _hand(row: ArchiveTransfer, look: _Look) -> Iterator[tuple[str, dict[str, object]]]:
    for no, file in enumerate(look.going, start=1):
        file.line.state, file.line.no = TransferLineState.HANDED_OVER, no
        payload = {"transfer": row.number, "no": no, "manifest": file.line.digest}
        yield file.complaint.id, payload | {"with_identity": file.line.has_identity}


def _name(row: ArchiveTransfer) -> dict[str, object]:
    return {"transfer_id": row.id, "number": row.number}
