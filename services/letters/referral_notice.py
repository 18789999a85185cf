"""转办告知书: which matters went to another authority, who answers them, and until when."""

from collections.abc import Sequence

from models.beside.referral import Referral
from models.case.complaint import Complaint
from models.case.matter import Matter
from models.clock.legal_time import word_moment
from models.ground.codes import MatterDecision
from services.beside.referral.result_limit import word_result_limit
from services.beside.sheets.letter import STANDARD
from services.beside.sheets.sent_sheet import find_due
from services.casefile.get_case import list_matters
from services.casefile.standing import is_bounded
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import (
    find_deciding_rounds,
    list_deciding_rounds,
    list_told_matters,
    say_opening,
    table_matters,
)
from services.office.unit_options import get_unit_name
from services.ports.press import Grid, Heading
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
        Heading("签收和反馈的期限"),
        Grid(("承办单位", "期限"), tuple(_list_limits(complaint, unit)), (4, 6)),
        wording.say("basis", "依据"),
        wording.say("result", "办理结果"),
    )


def _list_limits(complaint: Complaint, unit: Unit) -> list[tuple[str, str]]:
    """Of each referral once, by when its unit signs and by when it reports."""
    # How far the handling has come is the party's to know.
    word = _word_general_limit if is_bounded(complaint.id, unit) else _word_limit
    told = {
        (get_unit_name(matter.referred_to, unit), word(_find_referral(matter, unit), unit)): None
        for matter in list_matters(complaint.id, unit)
        if matter.decision is MatterDecision.REFER and matter.referred_to is not None
    }
    return list(told)


def _find_referral(matter: Matter, unit: Unit) -> Referral | None:
    return unit.session.get(Referral, matter.referral_id) if matter.referral_id is not None else None


def _word_limit(row: Referral | None, unit: Unit) -> str:
    sign_by = find_due(row.sign_off_clock_id, unit) if row is not None and row.signed_at is None else None
    result = _word_result(row, word_result_limit(row, unit))
    return f"最迟{word_moment(sign_by)}签收，{result}" if sign_by is not None else result


def _word_general_limit(row: Referral | None, unit: Unit) -> str:
    return _word_result(row, word_result_limit(None, unit))


def _word_result(row: Referral | None, limit: str) -> str:
    """A unit that need not report is given no day for it; before there is a referral, the decision makes one that reports."""
    return f"{limit}向我中心反馈办理结果" if row is None or row.needs_result else "按职责办理"


REFERRAL_NOTICE = LetterKind(
    "referral_notice",
    "转办告知书",
    "转告",
    _TEXTS,
    _list_subjects,
    _write,
    find_in_many=find_deciding_rounds(MatterDecision.REFER),
)
