"""Transfers to the archives, as those who hand over, appraise and decide find them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.ground.errors import NotFound
from models.ground.keeping_codes import TransferLineState
from services.access.readable_cases import list_readable_cases
from services.actor import Actor, staff_id_of
from services.office.people_names import map_people_names
from services.transfer.lines import list_files_in
from services.transfer.transfer_rights import is_keeper, may_send_identity
from services.transfer.waiting_files import PAGE, WaitingPage, list_waiting
from services.unit_of_work import Unit, UnitOfWork

# They are put together by hand, some in a year: the newest are shown.
NEWEST = 50


@dataclass(frozen=True, slots=True)
class TransfersPage:
    """Transfers, the newest first, and files that wait for one; `names` are people by login."""

    transfers: tuple[ArchiveTransfer, ...]
    waiting: WaitingPage
    names: Mapping[str, str]
    may_open: bool
    may_send_identity: bool


@dataclass(frozen=True, slots=True)
class ShownFile:
    """One file; whose it is not to read, finds neither its number nor why it came back."""

    line: ArchiveTransferLine
    complaint: Complaint
    keeping: FileKeeping
    is_readable: bool


@dataclass(frozen=True, slots=True)
class TransferPage:
    """One page of a transfer; `counts` are of all its files by state.

    `refused` has the running numbers that the archives did not take with their reasons, empty for a file that is not to be read.
    """

    transfer: ArchiveTransfer
    files: tuple[ShownFile, ...]
    next_after: str
    counts: Mapping[TransferLineState, int]
    size: int
    names: Mapping[str, str]
    is_mine: bool
    may_take_back: bool
    may_confirm: bool
    refused: tuple[tuple[int, str], ...]

    @property
    def handed_over(self) -> int:
        """How many were handed over, whatever became of them."""
        return sum(
            self.counts.get(state, 0)
            for state in (
                TransferLineState.HANDED_OVER,
                TransferLineState.RECEIVED,
                TransferLineState.REFUSED,
            )
        )


def list_transfers(after: str, unit_of_work: UnitOfWork, actor: Actor) -> TransfersPage:
    """The page; `after` is where the page of waiting files begins."""
    with unit_of_work.reading() as unit:
        rows = unit.session.scalars(
            select(ArchiveTransfer)
            .options(defer(ArchiveTransfer.content))
            .order_by(ArchiveTransfer.opened_at.desc(), ArchiveTransfer.id)
            .limit(NEWEST)
        ).all()
        page = TransfersPage(
            transfers=tuple(rows),
            waiting=list_waiting(after, unit, actor),
            names=map_people_names(unit, logins={row.opened_by for row in rows}),
            may_open=is_keeper(actor),
            may_send_identity=may_send_identity(actor),
        )
        unit.session.expunge_all()
    return page


def read_transfer(transfer_id: str, after: str, unit_of_work: UnitOfWork, actor: Actor) -> TransferPage:
    """The page of a transfer behind the place `after`; NotFound."""
    with unit_of_work.reading() as unit:
        row = unit.session.get(ArchiveTransfer, transfer_id)
        if row is None:
            raise NotFound
        files, next_after = _list_page(row.id, _read_place(after), unit, actor)
        counts, size = _count(row.id, unit)
        logins = {row.opened_by, row.handed_by, row.receipt_by, row.confirmed_by, row.taken_back_by}
        me = staff_id_of(actor)
        page = TransferPage(
            transfer=row,
            files=files,
            next_after=next_after,
            counts=counts,
            size=size,
            names=map_people_names(unit, logins={login for login in logins if login}),
            is_mine=is_keeper(actor) and row.opened_by == me,
            may_take_back=is_keeper(actor) and not row.is_over and row.receipt_by is None,
            may_confirm=row.receipt_by not in {None, me}
            and not row.is_over
            and _reads_all(row.id, unit, actor),
            refused=_list_refused(row, unit, actor),
        )
        unit.session.expunge_all()
    return page


def _read_place(after: str) -> int:
    return int(after) if after.isdecimal() and len(after) <= 4 else 0


def _reads_all(transfer_id: str, unit: Unit, actor: Actor) -> bool:
    files = list_files_in(transfer_id, unit, TransferLineState.HANDED_OVER)
    return len(list_readable_cases([file.complaint for file in files], unit, actor)) == len(files)


def _list_refused(row: ArchiveTransfer, unit: Unit, actor: Actor) -> tuple[tuple[int, str], ...]:
    told = {no: words for no, words in row.receipt_refused or ()}
    found = unit.session.execute(
        select(ArchiveTransferLine.no, Complaint)
        .join(Complaint, Complaint.id == ArchiveTransferLine.complaint_id)
        .where(ArchiveTransferLine.transfer_id == row.id, ArchiveTransferLine.no.in_(told))
    )
    cases = {no: complaint for no, complaint in found}
    readable = list_readable_cases([*cases.values()], unit, actor)
    return tuple(
        (no, words if no in cases and cases[no].id in readable else "") for no, words in told.items()
    )


def _list_page(transfer_id: str, after: int, unit: Unit, actor: Actor) -> tuple[tuple[ShownFile, ...], str]:
    rows = unit.session.execute(
        select(ArchiveTransferLine, Complaint, FileKeeping)
        .join(Complaint, Complaint.id == ArchiveTransferLine.complaint_id)
        .join(FileKeeping, FileKeeping.complaint_id == ArchiveTransferLine.complaint_id)
        .options(defer(ArchiveTransferLine.content))
        .where(ArchiveTransferLine.transfer_id == transfer_id, ArchiveTransferLine.place > after)
        .order_by(ArchiveTransferLine.place)
        .limit(PAGE + 1)
    ).all()
    shown = rows[:PAGE]
    readable = list_readable_cases([complaint for _, complaint, _ in shown], unit, actor)
    files = tuple(ShownFile(line, one, kept, one.id in readable) for line, one, kept in shown)
    return files, str(shown[-1][0].place) if len(rows) > PAGE else ""


def _count(transfer_id: str, unit: Unit) -> tuple[Mapping[TransferLineState, int], int]:
    rows = unit.session.execute(
        select(ArchiveTransferLine.state, func.count(), func.coalesce(func.sum(ArchiveTransferLine.size), 0))
        .where(ArchiveTransferLine.transfer_id == transfer_id)
        .group_by(ArchiveTransferLine.state)
    ).all()
    counts: Counter[TransferLineState] = Counter()
    for state, number, _ in rows:
        counts[state] = int(number or 0)
    return counts, sum(int(size or 0) for _, _, size in rows)
