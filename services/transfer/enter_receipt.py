"""接收回执: what the archives confirm of a transfer is entered by one person, and counts once another one has looked at it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from models.case.archive_transfer import ArchiveTransfer
from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.errors import Conflict, DomainError, InvalidInput
from models.ground.keeping_codes import TransferLineState
from services.actor import Actor, staff_id_of
from services.evidence.incoming_file import IncomingFile
from services.evidence.take_files import take_all_files
from services.transfer.lines import get_transfer, list_files_in, require_all_readable
from services.transfer.receipt_scan import Scan, forget_scan, keep_scan
from services.transfer.take_package import NOT_HANDED_OVER
from services.transfer.transfer_rights import require_receipt_clerk
from services.unit_of_work import Unit, UnitOfWork

LONGEST_NAME = 100
LONGEST_WORDS = 500
_DIGEST = re.compile(r"[0-9a-f]{64}")
_REFUSED = re.compile(r"\s*(\d{1,4})[\s、，,：:.]+(\S.*?)\s*")


@dataclass(frozen=True, slots=True)
class EnterReceipt:
    """As the form has it. `refused` has a line for each file that the archives did not take: its running number and why."""

    transfer_id: str
    receipt_number: str
    receipt_on: str
    receipt_person: str
    receipt_files: str
    receipt_digest: str
    refused: str = ""


@dataclass(frozen=True, slots=True)
class _Read:
    on: date
    files: int
    digest: str
    refused: list[tuple[int, str]]


def enter_receipt(
    command: EnterReceipt, scans: Sequence[IncomingFile], unit_of_work: UnitOfWork, actor: Actor
) -> None:
    """Entered again before it is confirmed, it is the newer one; without a scan the earlier scan stays.

    NotPermitted for other roles, NotFound, Conflict before the hand-over and once the transfer is over; InvalidInput by field,
    also where number and files do not add up, and where the digest is another than that of the package on record. RuleRefused
    (TRANSFER_KEEPS_AWAY) for who must keep away from one of its files.
    """
    require_receipt_clerk(actor)
    with unit_of_work.reading() as unit:
        _read(command, get_transfer(command.transfer_id, unit, locked=False), unit, actor)
    stored = take_all_files(scans[:1], unit_of_work.ports)
    scan = keep_scan(stored[0]) if stored else None
    try:
        old = _enter(command, scan, unit_of_work, actor)
    except DomainError:
        forget_scan(scan, unit_of_work.ports.object_store)
        raise
    forget_scan(old, unit_of_work.ports.object_store)


def _enter(command: EnterReceipt, scan: Scan | None, unit_of_work: UnitOfWork, actor: Actor) -> Scan | None:
    """The scan that is replaced."""
    login, old = staff_id_of(actor), None
    with unit_of_work as unit:
        row = get_transfer(command.transfer_id, unit)
        read = _read(command, row, unit, actor)
        row.receipt_number, row.receipt_person = (
            command.receipt_number.strip(),
            command.receipt_person.strip(),
        )
        row.receipt_on, row.receipt_files, row.receipt_digest = read.on, read.files, read.digest
        row.receipt_refused = [[no, words] for no, words in read.refused]
        if scan is not None:
            old, row.receipt_scan = row.receipt_scan, scan
        row.receipt_by, row.receipt_at = login, unit.clock.now()
        payload: dict[str, object] = {"transfer_id": row.id, "number": row.number, "files": read.files}
        payload |= {"refused": len(read.refused), "scan": scan["sha256"] if scan else ""}
        unit.trail.add(None, "transfer.receipt_entered", payload, actor)
    return old


def _read(command: EnterReceipt, row: ArchiveTransfer, unit: Unit, actor: Actor) -> _Read:
    if row.handed_at is None:
        raise Conflict(code=NOT_HANDED_OVER)
    files_handed = list_files_in(row.id, unit, TransferLineState.HANDED_OVER)
    require_all_readable(files_handed, unit, actor)
    errors: dict[str, str] = {}
    for name in ("receipt_number", "receipt_person"):
        given: str = getattr(command, name).strip()
        if not 1 <= len(given) <= LONGEST_NAME:
            errors[name] = "TOO_LONG" if given else "REQUIRED"
    day = _read_day(command, (beijing_date(row.handed_at), beijing_date(unit.clock.now())), errors)
    digest = command.receipt_digest.strip().lower()
    if digest != row.digest:
        is_digest = _DIGEST.fullmatch(digest)
        errors["receipt_digest"] = "ANOTHER_DIGEST" if is_digest else "NOT_A_DIGEST" if digest else "REQUIRED"
    handed = len(files_handed)
    refused = _read_refused(command.refused, handed, errors)
    files = command.receipt_files.strip()
    if not (files.isdecimal() and len(files) <= 4):
        errors["receipt_files"] = "NOT_A_NUMBER" if files else "REQUIRED"
    elif "refused" not in errors and int(files) + len(refused) != handed:
        errors["receipt_files"] = "DOES_NOT_ADD_UP"
    if errors or day is None:
        raise InvalidInput(errors)
    return _Read(day, int(files), digest, refused)


def _read_day(command: EnterReceipt, within: tuple[date, date], errors: dict[str, str]) -> date | None:
    try:
        day = parse_any_day(command.receipt_on.strip())
    except ValueError:
        errors["receipt_on"] = "NOT_A_DATE" if command.receipt_on.strip() else "REQUIRED"
        return None
    if not within[0] <= day <= within[1]:
        errors["receipt_on"] = "NOT_BETWEEN_HAND_OVER_AND_TODAY"
    return day


def _read_refused(text: str, handed: int, errors: dict[str, str]) -> list[tuple[int, str]]:
    found: dict[int, str] = {}
    for line in filter(str.strip, text.splitlines()):
        told = _REFUSED.fullmatch(line)
        if told is None or not 1 <= int(told[1]) <= handed or int(told[1]) in found:
            errors["refused"] = "NOT_A_NUMBER_AND_A_REASON"
            return []
        if len(told[2]) > LONGEST_WORDS:
            errors["refused"] = "TOO_LONG"
            return []
        found[int(told[1])] = told[2]
    return sorted(found.items())
