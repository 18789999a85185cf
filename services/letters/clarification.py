"""澄清说明: the centre's note for a respondent of whom something was said that is not true."""

from collections.abc import Sequence

from models.beside.support_note import SupportNote
from models.case.complaint import Complaint
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.row_subjects import RowsToldOf, list_row_subjects
from services.ports.press import Words
from services.rights.party import name_party, party_of
from services.rights.rights_texts import NOTE_PAPER
from services.unit_of_work import Unit


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_row_subjects(RowsToldOf.NOTES, complaint, unit)


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return name_party(party_of(unit.session.get_one(SupportNote, subject)), unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    # Whoever issued the note worded it.
    return (Words(unit.session.get_one(SupportNote, subject).text),)


CLARIFICATION = LetterKind(
    NOTE_PAPER.name,
    NOTE_PAPER.title,
    "澄",
    NOTE_PAPER.texts,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
    needs=NOTE_PAPER.needs,
)
