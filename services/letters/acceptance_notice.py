"""受理告知书: which matters were accepted, and until when they are decided and answered."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.codes import MatterDecision
from services.beside.sheets.letter import STANDARD
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import (
    find_deciding_rounds,
    list_deciding_rounds,
    list_told_matters,
    name_matters,
    say_opening,
)
from services.unit_of_work import Unit
from services.views.told_dates import find_told_dates

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}）收悉。经审查，下列事项符合受理条件，我中心决定受理。",
    "basis": f"{STANDARD}7.1。",
    "limits": (
        "办结期限：最迟{办结期限}。答复期限：最迟{答复期限}。"
        "需要延期的，在期限届满前告知您延到哪一天和延期的理由。"
    ),
    "rights": (
        "办理期间，您可以补充材料、撤回投诉；认为承办人员与此事有利害关系的，可以申请回避。"
        "您的姓名和联系方式不告知被投诉的单位和个人。"
    ),
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list_deciding_rounds(complaint, MatterDecision.ACCEPT, unit)


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    dates = find_told_dates(complaint, unit)
    due = word_moment(dates.resolve_due_at) if dates.resolve_due_at else "另行告知"
    answer_due = word_moment(dates.answer_due_at) if dates.answer_due_at else "另行告知"
    return (
        say_opening(wording, complaint),
        name_matters(list_told_matters(complaint, MatterDecision.ACCEPT, unit)),
        wording.say("basis", "依据"),
        wording.say("limits", "办理期限", 办结期限=due, 答复期限=answer_due),
        wording.say("rights", "您的权利"),
    )


ACCEPTANCE_NOTICE = LetterKind(
    "acceptance_notice",
    "受理告知书",
    "受告",
    _TEXTS,
    _list_subjects,
    _write,
    find_in_many=find_deciding_rounds(MatterDecision.ACCEPT),
)
