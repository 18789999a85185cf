"""转办（交办）单: the matters that a unit gets, what it is asked, by when it signs and reports, and what goes along."""

from collections.abc import Sequence

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.letter_codes import LetterReaders
from services.beside.referral.referral_package import make_referral_package, reference_of
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.letter_pages import sheet_page
from services.letters.request_letters import get_request, list_requests
from services.office.unit_options import get_unit_name
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "现将下列投诉事项转交你单位办理。请按规定签收、核实，并将办理结果书面反馈我中心。",
    # No file goes along by itself: who lays one beside the paper says so here.
    "attachments": "无。",
    "secrecy": "请对投诉人的身份和反映的内容保密，不得将投诉材料转给被投诉的单位和个人，不得打听、推测投诉人是谁。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_requests(Referral, complaint, unit)]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return get_unit_name(get_request(Referral, subject, unit).unit_code, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    package = make_referral_package(get_request(Referral, subject, unit), complaint, unit)
    rows = [("转办编号", package.reference)]
    if package.sign_by is not None:
        rows.append(("签收期限", word_moment(package.sign_by)))
    if package.may_object and package.objection_ends_at is not None:
        rows.append(("可以提出异议的期限", word_moment(package.objection_ends_at)))
    rows.append(("办理结果", "须书面反馈" if package.needs_result else "按职责办理"))
    if package.result_by:
        rows.append(("反馈期限", package.result_by))
    pieces: list[Piece] = [
        wording.say("opening"),
        Facts(tuple(rows)),
        Heading("投诉事项"),
        Words(package.facts),
    ]
    if package.note.strip():
        pieces += [Heading("办理要求"), Words(package.note.strip())]
    return (*pieces, wording.say("attachments", "附件"), wording.say("secrecy", "保密要求"))


def _find_page(complaint: Complaint, subject: str, unit: Unit) -> str | None:
    row = get_request(Referral, subject, unit)
    return sheet_page(reference_of(row, complaint), row.receipt_code)


REFERRAL_SHEET = LetterKind(
    "referral_sheet",
    "转办（交办）单",
    "转",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
    find_page=_find_page,
)
