"""问题线索移送函: clues of misconduct for the authority that may punish; the centre proposes and does not decide.

Third persons stand in it: who gave and who took is what it is about.
"""

from collections.abc import Sequence

from models.beside.disciplinary_transfer import DisciplinaryTransfer
from models.case.complaint import Complaint
from models.ground.letter_codes import LetterReaders
from services.beside.sheets.facts_sheet import facts_text, make_facts_sheet
from services.identity.cut_identity import cut_identity
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.request_letters import get_request, list_requests
from services.office.unit_options import get_unit_name
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "我中心在办理投诉（编号{投诉编号}）中发现下列问题线索，属于你单位管辖，现予移送。",
    "reply": "是否处理、如何处理由你单位依法决定。请将处理结果书面告知我中心。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    rows = list_requests(DisciplinaryTransfer, complaint, unit)
    return [row.id for row in rows if row.to_unit is not None]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    row = get_request(DisciplinaryTransfer, subject, unit)
    return get_unit_name(row.to_unit or "", unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = get_request(DisciplinaryTransfer, subject, unit)
    (note,) = cut_identity([row.note or ""], complaint.id, unit)
    pieces: list[Piece] = [
        wording.say("opening", 投诉编号=complaint.number),
        Heading("问题线索"),
        Words(facts_text(make_facts_sheet(complaint, row.matter_nos, unit, decided=None))),
    ]
    if note.strip():
        pieces += [Heading("说明"), Words(note.strip())]
    if row.receipt:
        pieces.append(Facts((("移送凭证", row.receipt),)))
    return (*pieces, wording.say("reply", "结果告知"))


CLUE_TRANSFER = LetterKind(
    "clue_transfer",
    "问题线索移送函",
    "移",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
)
