"""不予受理告知书: which matters were not accepted, on what ground and basis, where to go, how the days of a review count."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from models.ground.codes import MatterDecision
from services.answer.answer_wording import GROUNDS
from services.clocks.told_window import told_review_window
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import (
    find_deciding_rounds,
    list_deciding_rounds,
    list_told_matters,
    say_opening,
)
from services.ports.press import Facts, Heading
from services.unit_of_work import Unit
from services.views.progress_answer import AnswerLine

_TEXTS = {
    # True of each ground: what is not ours is one of them, and stands as the reason below.
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}）收悉。"
    "经审查，下列事项不符合受理条件，决定不予受理，理由和依据如下。",
    # The last day is not known before it is delivered: whoever has the paper alone reckons it by this.
    "remedies": "对本决定不服的，可以自收到本告知书之日起{复查期间}内向我中心申请复查。"
    "期间自收到之次日起算；最后一日是休息日的，顺延至其后的第一个工作日。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_deciding_rounds(complaint, MatterDecision.REFUSE, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    lines = list_told_matters(complaint, MatterDecision.REFUSE, unit)
    pieces: list[Piece] = [say_opening(wording, complaint)]
    for line in lines:
        pieces += [Heading(f"事项{line.no}"), Facts(tuple(_list_facts(line)))]
    review = told_review_window(beijing_date(unit.clock.now()), unit)
    return (*pieces, wording.say("remedies", "救济途径", 复查期间=review))


def _list_facts(line: AnswerLine) -> list[tuple[str, str]]:
    told = [
        ("反映的事项", line.text),
        ("理由", GROUNDS[line.ground] if line.ground else ""),
        ("依据", line.basis or ""),
        ("应当反映的部门", line.right_place or ""),
    ]
    return [(name, text) for name, text in told if text]


REFUSAL_NOTICE = LetterKind(
    "refusal_notice",
    "不予受理告知书",
    "不受告",
    _TEXTS,
    _list_subjects,
    _write,
    find_in_many=find_deciding_rounds(MatterDecision.REFUSE),
    needs={"remedies": ("复查期间",)},
)
