"""冻结: a file stays whatever its term says, from now until somebody releases it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from models.case.file_freeze import FileFreeze
from models.clock.legal_time import beijing_date, parse_any_day
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from models.ground.ids import new_id
from models.ground.keeping_codes import FreezeReason
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.casefile.get_case import get_complaint
from services.keeping.freezing_rights import may_freeze
from services.unit_of_work import Unit, UnitOfWork

LONGEST_WORDS = 500
FROZEN_FOR_IT = "FROZEN_FOR_IT"


@dataclass(frozen=True, slots=True)
class FreezeFile:
    """As the form has it; `look_again_on` is an ISO day or empty and ends nothing by itself."""

    complaint_id: str
    freeze_reason: str
    freeze_words: str
    look_again_on: str = ""


def freeze_file(command: FreezeFile, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Sent twice it is one freeze.

    NotFound for whom the case is not, NotPermitted for who only reads it; InvalidInput by field, FROZEN_FOR_IT for a reason
    for which somebody has frozen it already.
    """
    login = staff_id_of(actor)
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        if not may_read_case(complaint, unit, actor):
            raise NotFound
        if not may_freeze(complaint, actor):
            raise NotPermitted
        row = _check(command, beijing_date(unit.clock.now()))
        known = _find_open(row, unit)
        if known is not None:
            if (known.by, known.words, known.look_again_on) == (login, row.words, row.look_again_on):
                return
            raise InvalidInput({"freeze_reason": FROZEN_FOR_IT})
        row.id, row.by, row.at = new_id(), login, unit.clock.now()
        unit.session.add(row)
        payload = {"freeze_id": row.id, "reason": row.reason}
        payload["look_again_on"] = "" if row.look_again_on is None else row.look_again_on.isoformat()
        unit.trail.add(complaint.id, "file.frozen", payload, actor)


def _find_open(row: FileFreeze, unit: Unit) -> FileFreeze | None:
    query = select(FileFreeze).where(
        FileFreeze.complaint_id == row.complaint_id,
        FileFreeze.reason == row.reason,
        FileFreeze.released_at.is_(None),
    )
    return unit.session.scalars(query).one_or_none()


def _check(command: FreezeFile, today: date) -> FileFreeze:
    errors: dict[str, str] = {}
    words, look_again_on = command.freeze_words.strip(), None
    if command.freeze_reason not in list(FreezeReason):
        errors["freeze_reason"] = "NOT_AN_OPTION" if command.freeze_reason else "REQUIRED"
    if not 1 <= len(words) <= LONGEST_WORDS:
        errors["freeze_words"] = "TOO_LONG" if words else "REQUIRED"
    if command.look_again_on.strip():
        try:
            look_again_on = parse_any_day(command.look_again_on.strip())
        except ValueError:
            errors["look_again_on"] = "NOT_A_DATE"
    if look_again_on is not None and look_again_on < today:
        errors["look_again_on"] = "DATE_PASSED"
    if errors:
        raise InvalidInput(errors)
    return FileFreeze(
        complaint_id=command.complaint_id,
        reason=FreezeReason(command.freeze_reason),
        words=words,
        look_again_on=look_again_on,
    )
