"""先行答复书: what is decided is told while another matter of the complaint is still out."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.interim_answer import InterimAnswer
from models.ground.letter_codes import LetterReaders
from services.casefile.interim_lines import list_interim_answers
from services.casefile.standing import is_bounded, list_bounded
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import say_opening
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}），已有部分办结，现先行答复如下。",
    "answer": "{答复内容}",
    "pending": "{其余进展}",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    if is_bounded(complaint.id, unit):
        return []
    return [row.id for row in list_interim_answers(complaint.id, unit)]


def _find_in_many(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
    bounded = list_bounded(complaint_ids, unit)
    rows = select(InterimAnswer.complaint_id, InterimAnswer.id).where(
        InterimAnswer.complaint_id.in_(complaint_ids)
    )
    told = unit.session.execute(rows.order_by(InterimAnswer.round, InterimAnswer.no))
    return [(case, subject) for case, subject in told if case not in bounded]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = next(row for row in list_interim_answers(complaint.id, unit) if row.id == subject)
    return (
        say_opening(wording, complaint),
        wording.say("answer", "已经办结的事项", 答复内容=row.answer_text),
        wording.say("pending", "其余事项的进展", 其余进展=row.pending_text),
    )


INTERIM_ANSWER_LETTER = LetterKind(
    "interim_answer",
    "先行答复书",
    "先答",
    _TEXTS,
    _list_subjects,
    _write,
    readers=LetterReaders.CONCERNED,
    find_in_many=_find_in_many,
)
