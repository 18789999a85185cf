"""Puts files that were decided to be handed over into one transfer; the workers then make its package ready."""

from dataclasses import dataclass

from sqlalchemy import select

from models.case.archive_transfer import ArchiveTransfer, ArchiveTransferLine
from models.case.file_volume import FileVolume
from models.case.number_series import lock_series
from models.clock.legal_time import to_beijing
from models.ground.errors import InvalidInput, RuleRefused
from models.ground.ids import new_id
from models.ground.keeping_codes import TransferLineState
from services.actor import Actor
from services.transfer.transfer_rights import may_send_identity, require_keeper
from services.transfer.waiting_files import list_waiting
from services.unit_of_work import Unit, UnitOfWork

# What one ZIP, one list for signature and one commit hold in reasonable time.
MOST = 1_000
AT_ONCE = 200
LONGEST_NAME = 100
NOTHING_TO_TRANSFER = "NOTHING_TO_TRANSFER"
SERIES = "YJ"


@dataclass(frozen=True, slots=True)
class OpenTransfer:
    """As the form has it: which archives receive the files, and whether complainants and raw complaints go along."""

    receiver: str
    with_identity: bool


def open_transfer(command: OpenTransfer, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Its id. What holds a file or is not sealed keeps it out; sent twice, the second transfer is of other files.

    NotPermitted for who hands nothing over, InvalidInput by field, RuleRefused(NOTHING_TO_TRANSFER) where no file waits.
    """
    login = require_keeper(actor)
    receiver = command.receiver.strip()
    _check(command, receiver, actor)
    with unit_of_work as unit:
        now = unit.clock.now()
        year = to_beijing(now).year
        # Two who open one at once wait here for each other, so that no file is taken twice.
        series = lock_series(unit.session, SERIES, year)
        chosen = _take(unit, actor)
        if not chosen:
            raise RuleRefused(NOTHING_TO_TRANSFER)
        series.last_number += 1
        row = ArchiveTransfer(id=new_id(), number=f"{SERIES}-{year}-{series.last_number:03d}")
        row.receiver, row.with_identity, row.files = receiver, command.with_identity, len(chosen)
        row.opened_by, row.opened_at = login, now
        unit.session.add(row)
        unit.session.flush()
        for place, complaint_id in enumerate(chosen, start=1):
            line = ArchiveTransferLine(transfer_id=row.id, place=place, complaint_id=complaint_id)
            line.state = TransferLineState.WAITING
            unit.session.add(line)
        payload = {"transfer_id": row.id, "number": row.number, "files": len(chosen)}
        payload["with_identity"] = row.with_identity
        unit.trail.add(None, "transfer.opened", payload, actor)
        return row.id


def _check(command: OpenTransfer, receiver: str, actor: Actor) -> None:
    errors: dict[str, str] = {}
    if not 1 <= len(receiver) <= LONGEST_NAME:
        errors["receiver"] = "TOO_LONG" if receiver else "REQUIRED"
    if command.with_identity and not may_send_identity(actor):
        errors["with_identity"] = "NOT_AN_OPTION"
    if errors:
        raise InvalidInput(errors)


def _take(unit: Unit, actor: Actor) -> list[str]:
    """Those whose term is over longest, in the order of their numbers."""
    found: list[tuple[str, str]] = []
    after = ""
    while len(found) < MOST:
        page = list_waiting(after, unit, actor, size=AT_ONCE)
        free = [file.complaint for file in page.files if not file.holds]
        sealed = _list_sealed([complaint.id for complaint in free], unit)
        found += [(complaint.number, complaint.id) for complaint in free if complaint.id in sealed]
        after = page.next_after
        if not after:
            break
    return [complaint_id for _, complaint_id in sorted(found[:MOST])]


def _list_sealed(complaint_ids: list[str], unit: Unit) -> set[str]:
    """Those with a sealed volume and none that waits for its seal."""
    rows = unit.session.execute(
        select(FileVolume.complaint_id, FileVolume.sealed_at).where(
            FileVolume.complaint_id.in_(complaint_ids)
        )
    ).all()
    waits = {complaint_id for complaint_id, sealed_at in rows if sealed_at is None}
    return {complaint_id for complaint_id, _ in rows} - waits
