"""A letter that waits for approval, as it would be frozen, in the eyes of who may approve it."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.errors import NotFound
from models.ground.letter_codes import LetterReaders
from services.access.readable_cases import may_read_case
from services.actor import Actor
from services.letters.approval_rights import require_may_approve, require_waits
from services.letters.draft import Draft, LetterOf, compose_unnumbered, find_row, get_kind, write_draft
from services.letters.kept_letter import keep
from services.letters.letter_kind import LetterKind
from services.letters.record_rights import require_may_see
from services.ports.press import Letter
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """Which letter of which case; `address`: where the pages are, for the picture on the letter."""

    complaint_id: str
    kind: str
    subject: str
    address: str


@dataclass(frozen=True, slots=True)
class Waiting:
    """What an approver decides on; no draft where the case has nothing for such a letter any more, so that he returns it."""

    kind: LetterKind
    complaint: Complaint
    row: CaseLetter
    draft: Draft | None
    letter: Letter | None

    @property
    def digest(self) -> str:
        """Of all that it says, its day too: what is approved is what was shown."""
        if self.letter is None:
            return ""
        told = json.dumps(keep(self.letter), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class WaitingPage:
    """What the page of an approver shows."""

    kind: LetterKind
    submitted_by: str
    submitted_at: datetime
    digest: str
    pages: int


def get_waiting(command: WaitingLetter, unit_of_work: UnitOfWork, actor: Actor) -> WaitingPage:
    """For who may approve it; refused as `find_waiting` refuses."""
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, command.complaint_id)
        if complaint is None:
            raise NotFound
        found = find_waiting(command, complaint, unit, actor)
        by, at = found.row.submitted_by, found.row.submitted_at
    if by is None or at is None:
        raise ValueError(command.kind)
    pages = 0 if found.letter is None else unit_of_work.ports.press.count_pages(found.letter)
    return WaitingPage(found.kind, by, at, found.digest, pages)


def find_waiting(command: WaitingLetter, complaint: Complaint, unit: Unit, actor: Actor) -> Waiting:
    """NotFound for whom the case or something that a record tells is not, Conflict("LETTER_NOT_WAITING" or "LETTER_FROZEN"),

    NotPermitted by its code for who had a hand in it or is not in charge.
    """
    kind = get_kind(command.kind)
    if not may_read_case(complaint, unit, actor):
        raise NotFound
    row = require_waits(find_row(complaint.id, kind.name, command.subject, unit))
    require_may_approve(row, complaint, unit, actor)
    draft = _write(kind, row, complaint, unit)
    if draft is None:
        return Waiting(kind, complaint, row, None, None)
    require_may_see(draft, complaint, unit, actor)
    letter = compose_unnumbered(draft, complaint, command.address, unit)
    return Waiting(kind, complaint, row, draft, letter)


def _write(kind: LetterKind, row: CaseLetter, complaint: Complaint, unit: Unit) -> Draft | None:
    try:
        return write_draft(complaint, LetterOf(kind, row.subject), unit)
    except NotFound:
        # Who may see a record is said by what stands in it.
        if kind.readers is LetterReaders.RECORD:
            raise
        return None
