"""解除冻结: the reason that held a file has gone; who says so is on record with why."""

from dataclasses import dataclass

from models.case.file_freeze import FileFreeze
from models.ground.errors import InvalidInput, NotFound, NotPermitted
from services.access.readable_cases import may_read_case
from services.actor import Actor, staff_id_of
from services.casefile.get_case import get_complaint
from services.keeping.freeze_file import LONGEST_WORDS
from services.keeping.freezing_rights import may_release
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """Which freeze of which case, and why it holds no more."""

    complaint_id: str
    freeze_id: str
    release_words: str


def release_file(command: ReleaseFile, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Sent twice it is released once, and the first words stand.

    NotFound for whom the case is not and for a freeze that there is not, NotPermitted for who does not watch or lead,
    InvalidInput on `release_words`.
    """
    login, words = staff_id_of(actor), command.release_words.strip()
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        row = unit.session.get(FileFreeze, command.freeze_id)
        if not may_read_case(complaint, unit, actor) or row is None or row.complaint_id != complaint.id:
            raise NotFound
        if not may_release(actor):
            raise NotPermitted
        if not 1 <= len(words) <= LONGEST_WORDS:
            raise InvalidInput({"release_words": "TOO_LONG" if words else "REQUIRED"})
        if row.released_at is not None:
            return
        row.released_at, row.released_by, row.release_words = unit.clock.now(), login, words
        unit.trail.add(
            complaint.id, "file.released", {"freeze_id": row.id, "reason": row.reason.value}, actor
        )
