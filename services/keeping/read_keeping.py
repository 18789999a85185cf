"""How long a file is kept and why, as one reader of its case finds it on its page."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import defer

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.complaint import Complaint
from models.case.file_freeze import FileFreeze
from models.case.file_keeping import FileKeeping
from models.ground.keeping_codes import Hold, TransferLineState
from models.office.keeping_rule import KeepingRule
from services.actor import Actor
from services.keeping.freezing_rights import may_freeze, may_release
from services.keeping.holds import map_holds
from services.office.people_names import map_people_names
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class Keeping:
    """`row` is None before the first seal, and its kind before the workers have looked at an older file.

    `transfer` is the last one to the archives that the file stood in, `transfer_line` its place there.
    `rule` is the row of the table that the term rests on, None for the shipped table. `freezes` are those that hold, then
    the released ones; `names` are people by login.
    """

    row: FileKeeping | None
    rule: KeepingRule | None
    holds: frozenset[Hold]
    freezes: tuple[FileFreeze, ...]
    names: dict[str, str]
    transfer: ArchiveTransfer | None
    transfer_line: ArchiveTransferLine | None
    may_freeze: bool
    may_release: bool

    @property
    def is_set(self) -> bool:
        """Whether the term is known."""
        return self.row is not None and self.row.kind is not None


def read_keeping(complaint: Complaint, unit: Unit, actor: Actor) -> Keeping:
    """Of a case that the person may read."""
    row = unit.session.get(FileKeeping, complaint.id)
    query = select(FileFreeze).where(FileFreeze.complaint_id == complaint.id)
    freezes = unit.session.scalars(query.order_by(FileFreeze.released_at.is_not(None), FileFreeze.at)).all()
    line, transfer = _find_transfer(complaint.id, unit)
    logins = {login for freeze in freezes for login in (freeze.by, freeze.released_by) if login}
    return Keeping(
        row=row,
        rule=unit.session.get(KeepingRule, row.rule) if row is not None and row.rule else None,
        holds=map_holds([complaint.id], unit)[complaint.id],
        freezes=tuple(freezes),
        names=map_people_names(unit, logins=logins),
        transfer=transfer,
        transfer_line=line,
        may_freeze=may_freeze(complaint, actor),
        may_release=may_release(actor),
    )


def _find_transfer(
    complaint_id: str, unit: Unit
) -> tuple[ArchiveTransferLine | None, ArchiveTransfer | None]:
    """The newest one that was handed over or goes on; one that was taken back or left the file out is nothing to tell."""
    told = (
        TransferLineState.WAITING,
        TransferLineState.READY,
        TransferLineState.HANDED_OVER,
        TransferLineState.RECEIVED,
        TransferLineState.REFUSED,
    )
    row = unit.session.execute(
        select(ArchiveTransferLine, ArchiveTransfer)
        .join(ArchiveTransfer, ArchiveTransfer.id == ArchiveTransferLine.transfer_id)
        .where(ArchiveTransferLine.complaint_id == complaint_id, ArchiveTransferLine.state.in_(told))
        .options(defer(ArchiveTransferLine.content), defer(ArchiveTransfer.content))
        .order_by(ArchiveTransfer.opened_at.desc())
        .limit(1)
    ).first()
    return (None, None) if row is None else (row[0], row[1])
