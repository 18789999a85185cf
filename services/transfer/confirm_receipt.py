"""Another person looks at the receipt: only then files are 已移交; what the archives did not take is due again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from models.case.archive_transfer import ArchiveTransfer
from models.case.file_keeping import FileKeeping
from models.ground.errors import Conflict, InvalidInput, RuleRefused
from models.ground.keeping_codes import Judgement, TransferLineState
from services.actor import Actor
from services.transfer.lines import TransferFile, get_transfer, list_files_in, require_all_readable
from services.transfer.receipt_scan import forget_scan
from services.transfer.transfer_rights import require_receipt_clerk
from services.unit_of_work import Unit, UnitOfWork

CONFIRM, SEND_BACK = "confirm", "send_back"
NO_RECEIPT = "TRANSFER_NO_RECEIPT"
ANOTHER = "RECEIPT_NEEDS_ANOTHER"
RECEIPT_CHANGED = "RECEIPT_CHANGED"


@dataclass(frozen=True, slots=True)
class ConfirmReceipt:
    """`decision` is `confirm` or `send_back`; `seen` the moment of the entry that was looked at, as its page has it."""

    transfer_id: str
    decision: str
    seen: str


def name_entry(receipt_at: datetime | None) -> str:
    """The entry of a receipt, for who confirms it."""
    return "" if receipt_at is None else receipt_at.isoformat()


def confirm_receipt(command: ConfirmReceipt, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Confirm: each file is received, with day and number of the receipt, or refused and due again. Send back: enter it anew.

    NotPermitted for other roles, NotFound, InvalidInput on `receipt_decision`; Conflict without a receipt, where it was entered
    again meanwhile and once the transfer is over; RuleRefused(RECEIPT_NEEDS_ANOTHER) for who entered it, and
    (TRANSFER_KEEPS_AWAY) for who must keep away from one of its files.
    """
    login = require_receipt_clerk(actor)
    if command.decision not in {CONFIRM, SEND_BACK}:
        raise InvalidInput({"receipt_decision": "NOT_AN_OPTION" if command.decision else "REQUIRED"})
    with unit_of_work as unit:
        row = get_transfer(command.transfer_id, unit)
        if row.receipt_by is None:
            raise Conflict(code=NO_RECEIPT)
        if command.seen != name_entry(row.receipt_at):
            raise Conflict(code=RECEIPT_CHANGED)
        if row.receipt_by == login:
            raise RuleRefused(ANOTHER)
        require_all_readable(list_files_in(row.id, unit, TransferLineState.HANDED_OVER), unit, actor)
        told: dict[str, object] = {"transfer_id": row.id, "number": row.number}
        if command.decision == SEND_BACK:
            # A scan may be that of another transfer: the next entry comes with its own, or with none.
            scan, row.receipt_scan, row.receipt_by, row.receipt_at = row.receipt_scan, None, None, None
            unit.trail.add(None, "transfer.receipt_sent_back", told, actor)
        else:
            scan, row.confirmed_by, row.confirmed_at = None, login, unit.clock.now()
            refused = _settle(row, unit, actor)
            told |= {"received": row.files - refused, "refused": refused}
            unit.trail.add(None, "transfer.confirmed", told, actor)
    forget_scan(scan, unit_of_work.ports.object_store)


def _settle(row: ArchiveTransfer, unit: Unit, actor: Actor) -> int:
    files = list_files_in(row.id, unit, TransferLineState.HANDED_OVER)
    refused = {no: words for no, words in row.receipt_refused or ()}
    # All at once, before the trail: the workers and an appraisal lock the same rows in this order.
    kept = unit.session.scalars(
        select(FileKeeping)
        .where(FileKeeping.complaint_id.in_([file.complaint.id for file in files]))
        .order_by(FileKeeping.complaint_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    assert len(kept) == len(files)  # noqa: S101 - a foreign key and the join say so
    for file in files:
        _settle_file(file, row, refused.get(file.line.no or 0))
        is_received = file.line.state is TransferLineState.RECEIVED
        kind = "file.transferred" if is_received else "file.transfer_refused"
        unit.trail.add(file.complaint.id, kind, {"transfer": row.number, "no": file.line.no}, actor)
    return len(refused)


def _settle_file(file: TransferFile, row: ArchiveTransfer, refused: str | None) -> None:
    if refused is None:
        file.line.state = TransferLineState.RECEIVED
        file.keeping.transferred_on, file.keeping.transfer_id = row.receipt_on, row.id
        return
    file.line.state, file.line.refused_words = TransferLineState.REFUSED, refused
    # Whether it goes again, stays or ends is for a new appraisal, which knows why it came back.
    if file.keeping.decided is Judgement.TRANSFER:
        file.keeping.decided = file.keeping.appraisal_id = None
