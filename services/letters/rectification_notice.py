"""整改通知书: what a unit has to set right or to improve, on which basis, by when, and how it reports."""

from collections.abc import Sequence

from models.beside.rectification import Rectification
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.letter_codes import LetterReaders
from services.beside.sheets.sent_sheet import Sending, find_due, read_sheet, read_words
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.request_letters import get_request, list_requests
from services.office.unit_options import get_unit_name
from services.ports.press import Heading, Words
from services.requests.kinds.rectification import RECTIFICATION
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "我中心办理的投诉经调查认定，你单位须就下列事项整改。",
    "report": "请于{截止时间}前完成整改，书面报送整改情况并附证明材料。我中心对整改情况进行核实；逾期未报送的，予以督办。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_requests(Rectification, complaint, unit)]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return get_unit_name(get_request(Rectification, subject, unit).unit_code, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = get_request(Rectification, subject, unit)
    numbers, due = (row.matter_no,) if row.matter_no else (), find_due(row.own_clock_id, unit)
    facts = read_sheet(Sending(row, RECTIFICATION.name, numbers, due), complaint, unit)
    what = read_words(row.id, row.what, complaint, unit)
    until = "规定的期限" if due is None else word_moment(due)
    return (
        wording.say("opening"),
        Heading("有关的投诉事项"),
        Words(facts),
        Heading("整改要求"),
        Words(what),
        wording.say("report", "期限和报送", 截止时间=until),
    )


RECTIFICATION_NOTICE = LetterKind(
    "rectification_notice",
    "整改通知书",
    "整",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
)
