"""询问笔录: who was asked by whom, that he was told his rights, and what he said; he reads it, corrects it and signs it."""

from collections.abc import Sequence

from models.case.complaint import Complaint
from models.case.investigation_act import InvestigationAct
from models.ground.codes import Method
from models.ground.evidence_codes import WhomKind
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording, name_nobody
from services.letters.signed_record import lines_to_sign, list_acts, tell_act
from services.ports.press import Facts, Heading, Words
from services.unit_of_work import Unit

_WHOM = {
    WhomKind.RESPONDENT: "被投诉人（单位代表）",
    WhomKind.INFORMED: "知情人",
    WhomKind.OTHER_STAFF: "其他工作人员",
}
_TEXTS = {
    "rights_told": (
        "已告知被询问人：应当如实陈述；可以申请询问人员回避；可以核对笔录，认为有遗漏或者差错的，可以补充、更正。"
    ),
    "read": "以上笔录我已看过（已向我宣读），与我所说的相符。",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [act.id for act in list_acts(Method.INTERVIEW, complaint, unit)]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    act = unit.session.get_one(InvestigationAct, subject)
    details = act.details or {}
    kind = _WHOM[WhomKind(details["whom_kind"])]
    # An owner's words are the same in every record: whoever questions does not word what the other one signs.
    pieces: list[Piece] = [
        Facts((*tell_act(act, unit), ("被询问人", f"{details['whom']}（{kind}）"))),
        *([Words(wording.fill("rights_told"))] if details.get("rights_told") else []),
        Heading("笔录"),
        Words(act.record_text),
        Words(wording.fill("read")),
    ]
    if reason := details.get("unsigned_reason"):
        pieces.append(Facts((("被询问人没有签名的原因", str(reason)),)))
    return (*pieces, lines_to_sign("被询问人（签名）", "询问人员（签名）"))


INTERVIEW_RECORD = LetterKind(
    "interview_record", "询问笔录", None, _TEXTS, _list_subjects, _write, LetterReaders.RECORD, name_nobody
)
