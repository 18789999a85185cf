"""回避决定告知书: what was decided of the complainant's wish that somebody keeps away, why, and what is left to him."""

from collections.abc import Sequence

from models.beside.recusal import Recusal
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.codes import RecusalOutcome, RequestedSide
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.request_letters import get_request, list_requests
from services.letters.told_matters import sentence
from services.ports.press import Facts
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "您于{申请时间}就投诉（编号{投诉编号}）提出的回避申请收悉，现将决定告知如下。",
    "reason": "{理由}{依据}",
    "remedies": "作出处理决定之前，有新的理由的，可以再次申请回避；对答复申请复查的，可以一并提出对本决定的意见。",
}
_OUTCOMES = {
    RecusalOutcome.RECUSED: "同意回避，另行指定人员办理",
    RecusalOutcome.NOT_RECUSED: "不予回避",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    rows = list_requests(Recusal, complaint, unit)
    return [row.id for row in rows if row.outcome and row.requested_side is RequestedSide.COMPLAINANT]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = get_request(Recusal, subject, unit)
    outcome = _OUTCOMES[row.outcome] if row.outcome else ""
    basis = f"依据：{sentence(row.basis)}" if row.basis else ""
    pieces: list[Piece] = [
        wording.say("opening", 申请时间=word_moment(row.requested_at), 投诉编号=complaint.number),
        Facts((("决定", outcome),)),
        wording.say("reason", "理由", 理由=sentence(row.decision_reason), 依据=basis),
    ]
    if row.outcome is RecusalOutcome.NOT_RECUSED:
        pieces.append(wording.say("remedies", "救济途径"))
    return pieces


RECUSAL_NOTICE = LetterKind("recusal_notice", "回避决定告知书", "回告", _TEXTS, _list_subjects, _write)
