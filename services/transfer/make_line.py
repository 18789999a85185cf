"""Makes a file of a transfer ready: laid out, compared with what was sealed, and kept until the transfer is over.

What is made for the package alone (volumes to read, metadata, manifest, who complained) is stored sealed, so that the package is
the same bytes whenever it is taken; parts that the file keeps anyway are not stored again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.complaint import Complaint
from models.case.file_keeping import FileKeeping
from models.ground.errors import Conflict
from models.ground.ids import new_id
from models.ground.keeping_codes import Judgement, LeftOut, TransferLineState
from services.access.readable_cases import may_read_case
from services.accounts.acting_staff import find_acting_staff
from services.ports.outside import ObjectStore
from services.transfer.laid_out import map_laid_out
from services.transfer.made_line import keep_files, plan
from services.unit_of_work import Unit, UnitOfWork
from services.volumes.case_package import CasePackage, TakenCase, pack_case, take_case
from services.volumes.taking_rights import may_take, may_take_identity

LineKey = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Made:
    package: CasePackage
    volumes_digest: str
    has_identity: bool


def make_line(key: LineKey, unit_of_work: UnitOfWork) -> None:
    """With the rights of who opened the transfer, as they are now; nothing is done where the line does not wait any more.

    A kill at any place leaves a line that waits, or one that is ready, and what was stored for it is found again.
    OutsideUnavailable for a kept part that has changed or a store that is away.
    """
    with unit_of_work.reading() as unit:
        taken = _take(key, unit)
    if isinstance(taken, LeftOut):
        _leave_out(key, taken, unit_of_work)
        return
    if taken is None:
        return
    case, laid = taken
    package = pack_case(case, unit_of_work)
    _keep(key, _Made(package, laid, bool(case.raw or case.person)), unit_of_work)


def _take(key: LineKey, unit: Unit) -> tuple[TakenCase, str] | LeftOut | None:
    """What goes, and the digest of what it is laid out from."""
    line = unit.session.get_one(ArchiveTransferLine, key)
    if line.state is not TransferLineState.WAITING:
        return None
    transfer = unit.session.get_one(ArchiveTransfer, line.transfer_id)
    complaint = unit.session.get_one(Complaint, line.complaint_id)
    actor = find_acting_staff(transfer.opened_by, unit)
    if actor is None or not may_read_case(complaint, unit, actor) or not may_take(complaint, actor):
        return LeftOut.NOT_READABLE
    kept = unit.session.get(FileKeeping, complaint.id)
    if kept is None or kept.decided is not Judgement.TRANSFER:
        return LeftOut.UNDECIDED
    laid = map_laid_out([complaint], unit, actor).get(complaint.id)
    if laid is None:
        return LeftOut.CHANGED
    goes_along = transfer.with_identity and may_take_identity(complaint, unit, actor)
    return take_case(complaint, with_identity=goes_along, unit=unit, actor=actor), laid


def _keep(key: LineKey, made: _Made, unit_of_work: UnitOfWork) -> None:
    """Says under which keys it stores, stores, then says that it is ready, where nobody else did so meanwhile."""
    store = unit_of_work.ports.object_store
    keys = [new_id() for file in made.package.files if not file.key]
    with _waiting(key, unit_of_work) as line:
        if line is None:
            return
        old, line.content = line.content, plan(keys)
    for left in old["keys"] if old else ():
        store.delete(left)
    left_keys = iter(keys)
    files = []
    for file in made.package.files:
        if file.key:
            files.append(file)
            continue
        own = next(left_keys)
        with file.open() as stream:
            store.put_as(own, stream)
        files.append(replace(file, key=own))
    with _waiting(key, unit_of_work) as line:
        is_ours = line is not None and line.content == plan(keys)
        if line is not None and is_ours:
            _tell(line, made)
            line.content = keep_files(files, keys)
    if not is_ours:
        _forget(keys, store)


def _forget(keys: list[str], store: ObjectStore) -> None:
    for key in keys:
        store.delete(key)


def _tell(line: ArchiveTransferLine, made: _Made) -> None:
    manifest = made.package.manifest
    line.state, line.digest, line.volumes_digest = (
        TransferLineState.READY,
        made.package.digest,
        made.volumes_digest,
    )
    line.volumes = len(manifest["volumes"])
    line.pages = sum(volume["pages"] for volume in manifest["volumes"])
    line.parts = len(made.package.files)
    line.withheld = sum(
        part["left_out"] == "限阅" for volume in manifest["volumes"] for part in volume["parts"]
    )
    line.size = sum(file.size for file in made.package.files)
    line.has_identity = made.has_identity


def _leave_out(key: LineKey, why: LeftOut, unit_of_work: UnitOfWork) -> None:
    with _waiting(key, unit_of_work) as line:
        if line is not None:
            line.state, line.left_out = TransferLineState.LEFT_OUT, why


@contextmanager
def _waiting(key: LineKey, unit_of_work: UnitOfWork) -> Iterator[ArchiveTransferLine | None]:
    """The line, locked; None where it waits no more."""
    with unit_of_work as unit:
        line = unit.session.get(ArchiveTransferLine, key, with_for_update=True)
        if line is None:
            raise Conflict
        yield line if line.state is TransferLineState.WAITING else None
