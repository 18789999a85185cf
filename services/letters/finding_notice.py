"""调查结果告知书: the finding as its respondent is told it, word for word, with what he may do against it."""

from collections.abc import Sequence

from models.beside.told_finding import ToldFinding
from models.case.complaint import Complaint
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.row_subjects import RowsToldOf, list_row_subjects
from services.ports.press import Words
from services.rights.party import name_party, party_of
from services.rights.rights_texts import FINDING_PAPER
from services.unit_of_work import Unit


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_row_subjects(RowsToldOf.FINDINGS, complaint, unit)


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return name_party(party_of(unit.session.get_one(ToldFinding, subject)), unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    # It was written with the decision and is never edited: objections are counted by these words.
    return wording.say("opening"), Words(unit.session.get_one(ToldFinding, subject).text)


FINDING_NOTICE = LetterKind(
    FINDING_PAPER.name,
    FINDING_PAPER.title,
    "结告",
    FINDING_PAPER.texts,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
    needs=FINDING_PAPER.needs,
)
