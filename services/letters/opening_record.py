"""开箱（拆封）记录: that two people opened a box or a letter, and what was in it; both sign it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, cast, literal, select

from models.beside.review import Review
from models.beside.supplement import Supplement
from models.case.complaint import Complaint
from models.case.receipt import Receipt
from models.clock.legal_time import word_moment
from models.ground.letter_codes import LetterReaders
from services.letters.letter_kind import LetterKind, Piece, Wording, name_nobody
from services.letters.request_letters import list_requests
from services.letters.signed_record import lines_to_sign
from services.office.people_names import get_person_name
from services.ports.press import Facts
from services.unit_of_work import Unit

# As a database writes that there is no list, or an empty one.
_NOBODY = (None, "", "null", "[]")


@dataclass(frozen=True, slots=True)
class _Opening:
    """What was in it, when it was taken in, and who opened it."""

    what: str
    taken_in_at: datetime
    openers: tuple[str, ...]


def _list_openings(complaint: Complaint, unit: Unit) -> dict[str, _Opening]:
    """By the id of what came: the complaint itself, then what came by letter later."""
    receipts = select(Receipt).where(Receipt.complaint_id == complaint.id).order_by(Receipt.id)
    found = {
        row.id: _Opening(
            "投诉",
            complaint.received_at,
            (row.opened_by_first, row.opened_by_second),
        )
        for row in unit.session.scalars(receipts)
        if row.opened_by_first and row.opened_by_second
    }
    supplements = select(Supplement).where(Supplement.complaint_id == complaint.id).order_by(Supplement.id)
    for row in unit.session.scalars(supplements):
        if row.opened_by:
            found[row.id] = _Opening("补充材料", row.received_at, tuple(row.opened_by))
    for review in list_requests(Review, complaint, unit):
        if review.opened_by:
            found[review.id] = _Opening("复查申请", review.requested_at, tuple(review.opened_by))
    return found


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    """The same ids; what came is asked for in one statement, since a page asks for every kind."""
    came = select(Receipt.id, Receipt.opened_by_first, Receipt.opened_by_second, literal(0).label("no"))
    later = select(Supplement.id, cast(Supplement.opened_by, String), literal("then"), literal(1))
    both = came.where(Receipt.complaint_id == complaint.id).union_all(
        later.where(Supplement.complaint_id == complaint.id)
    )
    rows = unit.session.execute(both.order_by("no", "id"))
    found = [row.id for row in rows if row.opened_by_first not in _NOBODY and row.opened_by_second]
    return found + [review.id for review in list_requests(Review, complaint, unit) if review.opened_by]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    opening = _list_openings(complaint, unit)[subject]
    facts = (
        ("拆出的材料", opening.what),
        ("收到时间", word_moment(opening.taken_in_at)),
        ("登记的投诉编号", complaint.number),
        ("开箱（拆封）人员", "、".join(get_person_name(login, unit) for login in opening.openers)),
    )
    return Facts(facts), lines_to_sign("开箱（拆封）人（签名）", "开箱（拆封）人（签名）")


OPENING_RECORD = LetterKind(
    "opening_record", "开箱（拆封）记录", None, {}, _list_subjects, _write, LetterReaders.RECORD, name_nobody
)
