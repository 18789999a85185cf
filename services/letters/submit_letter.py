"""Submits a letter for approval (送审): with the words as the page sent them, to whoever may approve it."""

from models.ground.errors import InvalidInput
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.casefile.get_case import get_complaint
from services.letters.draft import LetterOf, get_kind, require_words, write_draft
from services.letters.record_rights import require_may_see
from services.letters.word_letter import WordLetter, take_words
from services.unit_of_work import UnitOfWork


def submit_letter(command: WordLetter, unit_of_work: UnitOfWork, actor: Actor) -> None:
    """From now on it waits; refused as `word_letter` refuses, and on `version` where nobody has to approve it."""
    kind = get_kind(command.kind)
    with unit_of_work as unit:
        complaint = get_complaint(command.complaint_id, unit)
        login = require_may_write(complaint, unit, actor)
        draft = write_draft(complaint, LetterOf(kind, command.subject), unit)
        row = take_words(require_may_see(draft, complaint, unit, actor), command, unit, actor)
        if not draft.needs_approval:
            raise InvalidInput({"version": "NEEDS_NO_APPROVAL"})
        require_words(write_draft(complaint, LetterOf(kind, command.subject), unit))
        row.submitted_by, row.submitted_at = login, unit.clock.now()
        row.returned_by = row.returned_at = row.return_reason = None
        payload = {"letter": kind.name, "subject": command.subject}
        unit.trail.add(complaint.id, "letter.submitted", payload, actor)
