"""转办告知书: which matters went to another authority, and who answers them."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.ground.codes import MatterDecision
from services.beside.sheets.letter import STANDARD
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import (
    find_deciding_rounds,
    list_deciding_rounds,
    list_told_matters,
    say_opening,
    table_matters,
)
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}）收悉。经审查，下列事项由有权处理的单位办理，我中心已经转交。",
    "basis": f"{STANDARD}7.1；参照《信访工作条例》第二十二条。",
    "result": "承办单位的办理结果由我中心转告您；转交时不提供您的姓名和联系方式，确需提供的，事先征得您的同意。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_deciding_rounds(complaint, MatterDecision.REFER, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    lines = list_told_matters(complaint, MatterDecision.REFER, unit)
    return (
        say_opening(wording, complaint),
        table_matters(lines, "承办单位", lambda line: line.referred_to),
        wording.say("basis", "依据"),
        wording.say("result", "办理结果"),
    )


REFERRAL_NOTICE = LetterKind(
    "referral_notice",
    "转办告知书",
    "转告",
    _TEXTS,
    _list_subjects,
    _write,
    find_in_many=find_deciding_rounds(MatterDecision.REFER),
)
