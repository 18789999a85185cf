"""答复书: what was found, what was decided on which basis, what is done, and what may be done against it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from sqlalchemy import select

from models.case.answer import Answer
from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.letter_codes import LetterReaders
from services.casefile.standing import is_bounded
from services.clocks.told_window import told_review_window
from services.letters.letter_kind import LetterKind, Piece, Wording, round_subject
from services.letters.told_matters import name_matters, say_opening
from services.unit_of_work import Unit
from services.views.progress_answer import PublishedAnswer, find_published_answer
from services.views.progress_bounded import bound_answer
from services.views.progress_cut import cut_answer

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}）已经办结，现答复如下。",
    "findings": "{调查认定}",
    "decision": "{处理决定}",
    "measures": "{处理措施}",
    # The last day is not known before it is delivered: whoever has the paper alone reckons it by this.
    "remedies": "对本答复不服的，可以自收到之日起{复查期间}内向我中心申请复查。"
    "期间自收到之次日起算；最后一日是休息日的，顺延至其后的第一个工作日。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    answer = find_published_answer(complaint, unit)
    return [round_subject(complaint.round)] if answer is not None and answer.is_of_this_round else []


def _find_in_many(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
    rows = (
        select(Answer.complaint_id, Answer.round)
        .join(Complaint, Complaint.id == Answer.complaint_id)
        .where(
            Answer.complaint_id.in_(complaint_ids),
            Answer.published_at.is_not(None),
            Answer.round == Complaint.round,
        )
    )
    return [(case, round_subject(round_no)) for case, round_no in unit.session.execute(rows)]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    answer = _tell(complaint, unit)
    pieces: list[Piece] = [
        say_opening(wording, complaint),
        name_matters(answer.lines),
        wording.say("findings", "调查认定", 调查认定=answer.findings_text),
        wording.say("decision", "处理决定", 处理决定=answer.decision_text),
    ]
    if answer.measures_text.strip():
        pieces.append(wording.say("measures", "处理措施", 处理措施=answer.measures_text))
    review = told_review_window(beijing_date(answer.published_at), unit)
    return (*pieces, wording.say("remedies", "救济途径", 复查期间=review))


def _tell(complaint: Complaint, unit: Unit) -> PublishedAnswer:
    """As the progress page tells it."""
    answer = cut_answer(find_published_answer(complaint, unit), complaint.id, unit)
    if is_bounded(complaint.id, unit):
        answer = bound_answer(answer, complaint, unit)
    if answer is None:  # no subject is listed before it is published
        raise LookupError(complaint.id)
    return replace(answer, sendings=())


ANSWER_LETTER = LetterKind(
    "answer",
    "答复书",
    "答",
    _TEXTS,
    _list_subjects,
    _write,
    readers=LetterReaders.CONCERNED,
    find_in_many=_find_in_many,
    needs={"remedies": ("复查期间",)},
)
