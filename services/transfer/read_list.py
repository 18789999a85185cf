"""The list for signature (移交清册) and the scan of the receipt, as they are kept."""

from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from models.case.archive_transfer import ArchiveTransfer
from models.ground.errors import NotFound
from models.ground.keeping_codes import TransferLineState
from services.actor import Actor
from services.transfer.lines import list_files_in, require_all_readable
from services.transfer.transfer_list import LIST_PDF
from services.transfer.transfer_rights import require_receipt_clerk
from services.unit_of_work import UnitOfWork
from services.volumes.stream_zip import CHUNK

HANDED = (
    TransferLineState.HANDED_OVER,
    TransferLineState.RECEIVED,
    TransferLineState.REFUSED,
    TransferLineState.TAKEN_BACK,
)


@dataclass(frozen=True, slots=True)
class KeptDocument:
    """A kept file, read piece by piece."""

    name: str
    media_type: str
    content: Iterator[bytes]


def read_list(transfer_id: str, unit_of_work: UnitOfWork, actor: Actor) -> KeptDocument:
    """The list as it was handed over; NotFound before, NotPermitted for other roles, RuleRefused where one is not his to read."""
    row = _get(transfer_id, unit_of_work, actor)
    found = next((told for told in (row.content or {}).get("files", ()) if told[0] == LIST_PDF), None)
    if found is None:
        raise NotFound
    opened = unit_of_work.ports.object_store.open(found[3])
    return KeptDocument(f"移交清册-{row.number}.pdf", "application/pdf", _stream(opened))


def read_scan(transfer_id: str, unit_of_work: UnitOfWork, actor: Actor) -> KeptDocument:
    """The receipt as it was scanned; NotFound where there is no scan, NotPermitted for other roles."""
    row = _get(transfer_id, unit_of_work, actor)
    scan = row.receipt_scan
    if scan is None:
        raise NotFound
    return KeptDocument(
        scan["name"], scan["media_type"], _stream(unit_of_work.ports.object_store.open(scan["key"]))
    )


def _get(transfer_id: str, unit_of_work: UnitOfWork, actor: Actor) -> ArchiveTransfer:
    require_receipt_clerk(actor)
    with unit_of_work.reading() as unit:
        row = unit.session.get(ArchiveTransfer, transfer_id)
        if row is None:
            raise NotFound
        require_all_readable(list_files_in(row.id, unit, *HANDED), unit, actor)
        unit.session.expunge_all()
    return row


def _stream(opened: AbstractContextManager[BinaryIO]) -> Iterator[bytes]:
    with opened as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
