"""陈述通知书: what a respondent is asked about, until when he may answer, and that he may."""

from collections.abc import Sequence

from models.beside.respondent_request import RespondentRequest
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.letter_codes import LetterReaders
from services.beside.respondent.allegation_sheet import show_sheet
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.request_letters import get_request, list_requests
from services.ports.press import Heading, Words
from services.rights.party import name_party, party_of
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "我中心正在办理涉及你（单位）的投诉。为查明事实，请就下列事项作出陈述。",
    "rights": (
        "请于{截止时间}前书面陈述，并提供有关证据。你（单位）有权陈述和申辩，我中心对提出的事实、理由和证据进行核实；"
        "逾期不陈述的，按现有证据认定。不得因投诉打击报复，不得打听投诉人的身份。"
    ),
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_requests(RespondentRequest, complaint, unit)]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return name_party(party_of(get_request(RespondentRequest, subject, unit)), unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    sheet = show_sheet(get_request(RespondentRequest, subject, unit), complaint, unit)
    return (
        wording.say("opening"),
        Heading("反映的事项"),
        Words(sheet.facts),
        Heading("请说明的问题"),
        Words(sheet.questions),
        wording.say("rights", "期限和权利", 截止时间=word_moment(sheet.reply_by)),
    )


STATEMENT_NOTICE = LetterKind(
    "statement_notice",
    "陈述通知书",
    "陈通",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
)
