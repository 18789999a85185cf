"""补正告知书: what is asked of the complainant, until when it counts, and what follows when nothing comes."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from models.beside.supplement_request import SupplementRequest
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from services.beside.sheets.letter import STANDARD
from services.beside.supplement.take_supplement import list_supplement_requests
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import say_opening
from services.ports.press import Heading, Words
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}）收悉。为查明事实，请您补充下列材料。",
    # It is asked for before the decision on acceptance and in the investigation.
    "basis": f"{STANDARD}7.1、7.2。",
    "limits": (
        "请于{截止时间}前补充。等待期间，办理期限停止计算；逾期未补充的，我中心按现有材料作出决定。"
        "材料可以凭投诉编号和查询码在网上提交，也可以邮寄或者当面提交。"
    ),
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    return [row.id for row in list_supplement_requests(complaint.id, unit)]


def _find_in_many(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
    rows = select(SupplementRequest.complaint_id, SupplementRequest.id).where(
        SupplementRequest.complaint_id.in_(complaint_ids)
    )
    return [(case, subject) for case, subject in unit.session.execute(rows.order_by(SupplementRequest.no))]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = next(row for row in list_supplement_requests(complaint.id, unit) if row.id == subject)
    return (
        say_opening(wording, complaint),
        Heading("需要补充的材料"),
        Words(row.items),
        wording.say("basis", "依据"),
        wording.say("limits", "期限和后果", 截止时间=word_moment(row.window_ends_at)),
    )


SUPPLEMENT_NOTICE = LetterKind(
    "supplement_notice", "补正告知书", "补告", _TEXTS, _list_subjects, _write, find_in_many=_find_in_many
)
