"""Who of the office reads a record: whoever sees all the evidence that came of it, and of whom nothing in it is withheld."""

from collections.abc import Sequence
from dataclasses import dataclass

from models.case.complaint import Complaint
from models.case.letter import CaseLetter
from models.ground.errors import NotFound
from models.ground.letter_codes import LetterReaders
from services.actor import Actor, staff_id_of
from services.evidence.items import list_items, may_see_item
from services.evidence.withheld_words import find_withheld_words
from services.letters.draft import Draft, texts_of
from services.letters.kept_letter import read_kept
from services.letters.list_letters import FrozenLetter, ProposedLetter
from services.unit_of_work import Unit


@dataclass(frozen=True, slots=True)
class _Record:
    """Of which act of the case, and all that it says."""

    complaint: Complaint
    subject: str
    texts: Sequence[str]


def require_may_see(draft: Draft, complaint: Complaint, unit: Unit, actor: Actor) -> Draft:
    """The draft; NotFound for whom something of it is withheld. What leaves the office is for everybody who may write it."""
    texts = [text for piece in draft.pieces for text in texts_of(piece)]
    is_record = draft.kind.readers is LetterReaders.RECORD
    if is_record and not _sees(_Record(complaint, draft.subject, texts), unit, actor):
        raise NotFound
    return draft


def may_see_record(row: CaseLetter, complaint: Complaint, unit: Unit, actor: Actor) -> bool:
    """The same of one that stands: evidence may have been restricted since."""
    if row.readers is not LetterReaders.RECORD or row.content is None:
        return True
    texts = [text for part in read_kept(row.content).parts for text in texts_of(part)]
    return _sees(_Record(complaint, row.subject, texts), unit, actor)


def may_see_listed(
    line: ProposedLetter | FrozenLetter, complaint: Complaint, unit: Unit, actor: Actor
) -> bool:
    """Whether a line of the list leads anywhere: what it says is looked at only when it is opened."""
    return not line.is_record or _sees(_Record(complaint, line.subject, ()), unit, actor)


def _sees(record: _Record, unit: Unit, actor: Actor) -> bool:
    login, complaint = staff_id_of(actor), record.complaint
    came_of_it = [item for item in list_items(complaint.id, unit) if item.act_id == record.subject]
    withheld = find_withheld_words(complaint, login, unit)
    return all(may_see_item(item, login, complaint) for item in came_of_it) and all(
        withheld.cover(text) == text for text in record.texts
    )
