"""回访记录: how the complainant was reached after the answer and what he said of it; whoever visited signs it."""

from collections.abc import Sequence

from sqlalchemy import select

from models.case.complaint import Complaint
from models.case.return_visit import ReturnVisit
from models.clock.legal_time import word_moment
from models.ground.codes import FollowUp
from models.ground.letter_codes import LetterReaders
from models.ground.ways import Way
from services.casefile.wished_way import NAMES
from services.letters.letter_kind import LetterKind, Piece, Wording, name_nobody
from services.letters.signed_record import lines_to_sign
from services.office.people_names import get_person_name
from services.ports.press import Facts
from services.unit_of_work import Unit

_SATISFACTION = {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}
_FOLLOW_UPS = {FollowUp.NONE: "没有进一步要求", FollowUp.REDO: "要求重新办理", FollowUp.REVIEW: "申请复查"}


def _list_visits(complaint: Complaint, unit: Unit) -> dict[str, ReturnVisit]:
    visits = select(ReturnVisit).where(ReturnVisit.complaint_id == complaint.id)
    rows = unit.session.scalars(visits.order_by(ReturnVisit.round, ReturnVisit.attempt))
    return {f"visit-{row.round}-{row.attempt}": row for row in rows}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return list(_list_visits(complaint, unit))


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = _list_visits(complaint, unit)[subject]
    rated = _SATISFACTION[row.satisfaction] if row.satisfaction else "未表示"
    solved = {True: "已解决", False: "未解决", None: ""}[row.is_solved]
    told = [
        ("回访时间", word_moment(row.visited_at)),
        ("回访方式", NAMES[Way(row.way)] if row.way in set(Way) else ""),
        ("回访人员", get_person_name(row.visited_by, unit)),
        ("是否联系上", "联系上" if row.reached else "未联系上"),
        ("对办理结果是否满意", rated if row.reached else ""),
        ("反映的问题是否解决", solved),
        ("投诉人的意见", (row.comment or "").strip()),
        ("投诉人的要求", _FOLLOW_UPS[row.follow_up] if row.follow_up else ""),
    ]
    return Facts(tuple((name, text) for name, text in told if text)), lines_to_sign("回访人员（签名）")


VISIT_RECORD = LetterKind(
    "visit_record", "回访记录", None, {}, _list_subjects, _write, LetterReaders.RECORD, name_nobody
)
