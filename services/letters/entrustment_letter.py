"""委托（鉴定）书: what somebody outside is asked to find out, by when, and on which terms he gets data."""

from collections.abc import Sequence

from models.beside.entrustment import Entrustment
from models.case.complaint import Complaint
from models.clock.legal_time import word_day, word_moment
from models.ground.entrustment_codes import DataEnd
from models.ground.letter_codes import LetterReaders
from services.beside.entrustment.leaving import read_words
from services.beside.entrustment.mail_sheet import reference_of
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.letter_pages import sheet_page
from services.letters.request_letters import get_request, list_requests
from services.office.unit_options import get_unit_name
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "因办理投诉（编号{投诉编号}）需要，现委托你单位办理下列事项。",
    "terms": (
        "请独立、客观地完成，于{截止时间}前提交书面报告，写明依据、过程和结论，由承办人员签名。"
        "不得转委托，不得将有关情况用于本委托以外的用途。"
    ),
}
_ENDS = {DataEnd.RETURNED: "归还", DataEnd.DESTROYED: "销毁"}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_requests(Entrustment, complaint, unit) if row.is_sent]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return get_unit_name(get_request(Entrustment, subject, unit).to_unit, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = get_request(Entrustment, subject, unit)
    leaving = read_words(row, unit)
    pieces: list[Piece] = [
        wording.say("opening", 投诉编号=complaint.number),
        Heading("委托事项"),
        Words(leaving.scope),
    ]
    if row.hands_data:
        told = [
            ("提供的数据", leaving.items),
            ("用途", leaving.purpose),
            ("使用期限", word_day(row.data_until) if row.data_until else ""),
            ("期满后", _ENDS[row.data_afterwards] if row.data_afterwards else ""),
            ("保密措施", leaving.secrecy),
        ]
        pieces += [Heading("数据的提供和保护"), Facts(tuple((name, text) for name, text in told if text))]
    return (*pieces, wording.say("terms", "要求和期限", 截止时间=word_moment(row.window_ends_at)))


def _find_page(complaint: Complaint, subject: str, unit: Unit) -> str | None:
    row = get_request(Entrustment, subject, unit)
    return sheet_page(reference_of(row, complaint), row.receipt_code)


ENTRUSTMENT_LETTER = LetterKind(
    "entrustment_letter",
    "委托（鉴定）书",
    "委",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
    find_page=_find_page,
)
