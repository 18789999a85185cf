"""Takes a transfer back before its receipt is entered: its files wait to be handed over again."""

from models.ground.errors import Conflict, InvalidInput
from models.ground.keeping_codes import TransferLineState
from services.actor import Actor
from services.transfer.lines import get_transfer, list_files_in
from services.transfer.transfer_rights import require_keeper
from services.transfer.waiting_files import GOING_ON
from services.unit_of_work import UnitOfWork

LONGEST_WORDS = 500
HAS_RECEIPT = "TRANSFER_HAS_RECEIPT"


def take_back(transfer_id: str, words: str, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """NotPermitted for who hands nothing over, NotFound, Conflict(TRANSFER_OVER), InvalidInput on `words`.

    Conflict(TRANSFER_HAS_RECEIPT) once a receipt is entered: another person sends that back first.
    """
    login, reason = require_keeper(actor), words.strip()
    if not 1 <= len(reason) <= LONGEST_WORDS:
        raise InvalidInput({"words": "TOO_LONG" if reason else "REQUIRED"})
    with unit_of_work as unit:
        row = get_transfer(transfer_id, unit)
        if row.receipt_by is not None:
            raise Conflict(code=HAS_RECEIPT)
        row.taken_back_by, row.taken_back_at, row.taken_back_words = login, unit.clock.now(), reason
        files = list_files_in(row.id, unit, *GOING_ON)
        for file in files:
            was_handed_over = file.line.state is TransferLineState.HANDED_OVER
            file.line.state = TransferLineState.TAKEN_BACK
            if was_handed_over:
                payload: dict[str, object] = {"transfer": row.number, "no": file.line.no}
                unit.trail.add(file.complaint.id, "file.transfer_taken_back", payload, actor)
        told: dict[str, object] = {"transfer_id": row.id, "number": row.number, "files": len(files)}
        unit.trail.add(None, "transfer.taken_back", told, actor)
