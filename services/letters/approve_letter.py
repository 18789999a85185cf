"""Another person approves a letter, which freezes it in the same transaction, or returns it with the reason."""

from dataclasses import dataclass

from models.ground.errors import InvalidInput
from services.actor import Actor, staff_id_of
from services.casefile.get_case import get_complaint
from services.letters.freeze_letter import Freezing, freeze_draft
from services.letters.store_page import store_page
from services.letters.waiting_letter import Waiting, WaitingLetter, find_waiting
from services.unit_of_work import UnitOfWork

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class DecideLetter:
    """On which letter; `digest` of what the page showed, and why it is returned."""

    letter: WaitingLetter
    digest: str
    reason: str = ""


def approve_letter(command: DecideLetter, unit_of_work: UnitOfWork, actor: Actor) -> str:
    """Freeze what was shown; the id.

    Refused as `find_waiting` refuses, InvalidInput on `digest` for what says something else by now or lacks words.
    """
    with unit_of_work as unit:
        complaint = get_complaint(command.letter.complaint_id, unit)
        waiting = find_waiting(command.letter, complaint, unit, actor)
        if waiting.draft is None or command.digest != waiting.digest:
            raise InvalidInput({"digest": "LETTER_CHANGED"})
        if any(not block.text.strip() for block in waiting.draft.blocks):
            raise InvalidInput({"digest": "WORDS_MISSING"})
        waiting.row.approved_by = staff_id_of(actor)
        freezing = Freezing(complaint, waiting.draft, waiting.row, command.letter.address)
        letter_id = freeze_draft(freezing, unit, actor)
    store_page(letter_id, unit_of_work, actor)
    return letter_id


def return_letter(command: DecideLetter, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """Back to whoever words it, who reads the reason; refused as `approve_letter` is, InvalidInput on `reason` without one."""
    with unit_of_work as unit:
        complaint = get_complaint(command.letter.complaint_id, unit)
        waiting = find_waiting(command.letter, complaint, unit, actor)
        reason = _check(command, waiting)
        row = waiting.row
        payload = {"letter": row.kind, "subject": row.subject}
        payload |= {"submitted_by": row.submitted_by or "", "reason": reason}
        row.returned_by, row.returned_at, row.return_reason = staff_id_of(actor), unit.clock.now(), reason
        # Who submitted it approves it as little when somebody else submits it again.
        row.writers = sorted(row.hands)
        row.submitted_by = row.submitted_at = None
        row.version += 1
        unit.trail.add(complaint.id, "letter.returned", payload, actor)


def _check(command: DecideLetter, waiting: Waiting) -> str:
    errors: dict[str, str] = {}
    reason = command.reason.strip()
    if command.digest != waiting.digest:
        errors["digest"] = "LETTER_CHANGED"
    if not 1 <= len(reason) <= LONGEST_REASON:
        errors["reason"] = "TOO_LONG" if reason else "REQUIRED"
    if errors:
        raise InvalidInput(errors)
    return reason
