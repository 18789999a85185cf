"""移交包: the files of a transfer as one ZIP, streamed as it was made ready: the same bytes whenever it is taken.

Who complained goes along only where that was chosen; each of them is a look at an identity with a record of its own, which is
committed before the first byte.
"""

from collections.abc import Iterator

from sqlalchemy import select

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.complaint import Complaint
from models.ground.errors import Conflict, NotPermitted, RuleRefused
from models.ground.keeping_codes import TransferLineState
from models.ground.provision_codes import DataKind, ProvisionPurpose, ProvisionWay, Recipient
from services.actor import Actor
from services.casefile.record_provision import Provision, record_provision
from services.transfer.lines import (
    KEEPS_AWAY,
    TransferFile,
    get_transfer,
    list_files_in,
    require_all_readable,
)
from services.transfer.made_line import read_files
from services.transfer.transfer_rights import require_keeper
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.hand_over import FilePackage, keep_look, tell_look
from services.volumes.stream_zip import Packed, stream_zip
from services.volumes.taking_rights import may_take_identity

NOT_HANDED_OVER = "TRANSFER_NOT_HANDED_OVER"
# Lines whose parts are in memory together.
AT_ONCE = 20


def take_package(transfer_id: str, unit_of_work: UnitOfWork, actor: Actor) -> FilePackage:
    """By who handed it over, until the receipt is confirmed.

    NotFound, NotPermitted for others, Conflict before the hand-over and once the transfer is over; RuleRefused
    (TRANSFER_KEEPS_AWAY) where he must keep away from one of its cases by now, or may not know one of its complainants any more.
    """
    require_keeper(actor)
    with unit_of_work as unit:
        row = get_transfer(transfer_id, unit)
        if row.handed_at is None:
            raise Conflict(code=NOT_HANDED_OVER)
        if row.handed_by != actor.staff_id:
            raise NotPermitted
        _put_on_record(row, unit, actor)
        name, made_at, above = f"档案移交包-{row.number}.zip", row.handed_at, row.content or {}
    store = unit_of_work.ports.object_store

    def files() -> Iterator[Packed]:
        yield from read_files(above, "", store)
        for folder, made in _list_made(transfer_id, unit_of_work):
            yield from read_files(made, folder, store)

    return FilePackage(name, stream_zip(files(), made_at))


def _put_on_record(row: ArchiveTransfer, unit: Unit, actor: Actor) -> None:
    files = list_files_in(row.id, unit, TransferLineState.HANDED_OVER)
    require_all_readable(files, unit, actor)
    if any(file.line.has_identity and not may_take_identity(file.complaint, unit, actor) for file in files):
        raise RuleRefused(KEEPS_AWAY)
    for file in files:
        _record_provision(row, file, unit, actor)
    named, purpose = [file for file in files if file.line.has_identity], f"移交档案馆（{row.number}）"
    looks = [keep_look(file.complaint.id, purpose, unit, actor) for file in named]
    # Rows before events: whoever has the chain of events waits for the row of no case.
    for look in looks:
        if look is not None:
            tell_look(look, unit, actor)
    payload = {"transfer_id": row.id, "number": row.number, "manifest": row.digest, "files": len(files)}
    unit.trail.add(None, "transfer.taken", payload, actor)


def _record_provision(row: ArchiveTransfer, file: TransferFile, unit: Unit, actor: Actor) -> None:
    """Once for each file of a transfer, however often its package is taken."""
    identity = (DataKind.IDENTITY,) if file.line.has_identity else ()
    provision = Provision(
        f"transfer:{row.id}:{file.complaint.id}",
        file.complaint.id,
        Recipient.TAKER,
        ProvisionPurpose.FILE,
        ProvisionWay.FILE,
        (DataKind.WHOLE_FILE, *identity),
        name=row.receiver,
        words=row.number,
    )
    record_provision(provision, unit, actor)


def _list_made(transfer_id: str, unit_of_work: UnitOfWork) -> Iterator[tuple[str, dict[str, object]]]:
    """Folder and parts of each file, some at a time; no transaction is open while they are read."""
    no = 0
    while True:
        with unit_of_work.reading() as unit:
            rows = unit.session.execute(
                select(ArchiveTransferLine.no, ArchiveTransferLine.content, Complaint.number)
                .join(Complaint, Complaint.id == ArchiveTransferLine.complaint_id)
                .where(ArchiveTransferLine.transfer_id == transfer_id, ArchiveTransferLine.no > no)
                .order_by(ArchiveTransferLine.no)
                .limit(AT_ONCE)
            ).all()
        if not rows:
            return
        for no, made, number in rows:
            yield f"{no:04d}-{number}/", made
