"""合并办理告知书: which matters are handled together with those of another case, and that the result is told here too."""

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
    "opening": (
        "您于{收到日期}反映的事项（投诉编号{投诉编号}）收悉。"
        "经审查，下列事项与正在办理的投诉件属同一事项，我中心决定合并办理。"
    ),
    "basis": f"{STANDARD}7.1。",
    "result": "合并办理不影响您的权利，办理结果一并答复您；您仍可凭本件的投诉编号和查询码查询。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_deciding_rounds(complaint, MatterDecision.MERGE, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    lines = list_told_matters(complaint, MatterDecision.MERGE, unit)
    return (
        say_opening(wording, complaint),
        table_matters(lines, "并入", lambda line: line.merged_into),
        wording.say("basis", "依据"),
        wording.say("result", "办理结果"),
    )


MERGER_NOTICE = LetterKind(
    "merger_notice",
    "合并办理告知书",
    "合告",
    _TEXTS,
    _list_subjects,
    _write,
    find_in_many=find_deciding_rounds(MatterDecision.MERGE),
)
