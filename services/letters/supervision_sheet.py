"""督办单: why a case is supervised, and by when its handler explains and sets right."""

from collections.abc import Sequence

from models.beside.supervision import Supervision
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.letter_codes import LetterReaders
from services.beside.sheets.sent_sheet import find_due, find_kept_words
from services.beside.supervision.name_supervised import name_supervised
from services.beside.supervision.word_reason import word_reason
from services.casefile.leaving_words import cut_third_persons, cut_written
from services.identity.cut_identity import cut_own_values
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.letter_pages import case_page
from services.letters.request_letters import get_request, list_requests
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "下列投诉件办理中存在问题，现予督办。",
    "explain": "请于{截止时间}前书面说明原因、已经采取的措施和计划办结的日期。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_requests(Supervision, complaint, unit)]


def _name_addressee(complaint: Complaint, subject: str, unit: Unit) -> str:
    return name_supervised(complaint, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = get_request(Supervision, subject, unit)
    due = find_due(row.own_clock_id, unit)
    return (
        wording.say("opening"),
        Facts((("投诉编号", complaint.number), ("督办日期", word_day(beijing_date(row.requested_at))))),
        Heading("督办的原因"),
        Words(_tell_reason(row, complaint, unit)),
        wording.say("explain", "要求", 截止时间="规定的期限" if due is None else word_moment(due)),
    )


def _tell_reason(row: Supervision, complaint: Complaint, unit: Unit) -> str:
    """A person's words as they left; the office's own for a missed limit tell of nobody but its staff."""
    if row.reason:
        return find_kept_words(row.id, unit) or _cut_anew(row.reason, complaint, unit)
    (told,) = cut_own_values([word_reason(row, unit)], complaint.id, unit)
    return told


def _cut_anew(reason: str, complaint: Complaint, unit: Unit) -> str:
    written = cut_written(reason, complaint.id, unit, is_inside=True)
    return cut_third_persons([written], complaint.id, unit)[0]


def _find_page(complaint: Complaint, subject: str, unit: Unit) -> str:
    return case_page(complaint)


SUPERVISION_SHEET = LetterKind(
    "supervision_sheet",
    "督办单",
    "督",
    _TEXTS,
    _list_subjects,
    _write,
    LetterReaders.OTHERS,
    _name_addressee,
    find_page=_find_page,
)
