"""The page on which a letter is worded: what would stand in it now."""

from dataclasses import dataclass

from models.case.complaint import Complaint
from models.ground.errors import NotFound
from services.access.case_writers import require_may_write
from services.actor import Actor
from services.letters.draft import Draft, LetterOf, get_kind, require_open, write_draft
from services.letters.record_rights import require_may_see
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class GetDraft:
    """Which letter of which case."""

    complaint_id: str
    kind: str
    subject: str


def get_draft(command: GetDraft, unit_of_work: UnitOfWork, actor: Actor) -> Draft:
    """The draft for who may word it; refused as `word_letter` refuses."""
    kind = get_kind(command.kind)
    with unit_of_work.reading() as unit:
        complaint = unit.session.get(Complaint, command.complaint_id)
        if complaint is None:
            raise NotFound
        require_may_write(complaint, unit, actor)
        draft = require_open(write_draft(complaint, LetterOf(kind, command.subject), unit))
        return require_may_see(draft, complaint, unit, actor)
