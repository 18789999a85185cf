"""延期告知书: from which day to which the limit moved, and why."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.clock.legal_time import word_moment
from models.ground.letter_codes import LetterReaders
from services.casefile.standing import is_bounded, list_bounded
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import say_opening, sentence
from services.ports.press import Facts
from services.unit_of_work import Unit

_TEXTS = {
    "opening": "您于{收到日期}反映的事项（投诉编号{投诉编号}），因下列理由不能在原定期限内办结，经批准延长办理期限。",
    "reason": "{理由}",
    "basis": "{依据}",
}


def _list_subjects(complaint: Complaint, unit: Unit) -> list[str]:
    if is_bounded(complaint.id, unit):
        return []
    return [row.id for row in _list_told(complaint, unit)]


def _list_told(complaint: Complaint, unit: Unit) -> list[Extension]:
    """Those that hold: approved and told before the old date."""
    rows = select(Extension).where(Extension.complaint_id == complaint.id, Extension.is_effective)
    return list(unit.session.scalars(rows.order_by(Extension.no)))


def _find_in_many(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
    bounded = list_bounded(complaint_ids, unit)
    rows = select(Extension.complaint_id, Extension.id).where(
        Extension.complaint_id.in_(complaint_ids), Extension.is_effective
    )
    told = unit.session.execute(rows.order_by(Extension.no))
    return [(case, subject) for case, subject in told if case not in bounded]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    row = next(row for row in _list_told(complaint, unit) if row.id == subject)
    dates = [("原定办结期限", word_moment(row.old_due_at))]
    if row.new_due_at is not None:
        dates.append(("延长后的办结期限", word_moment(row.new_due_at)))
    pieces: list[Piece] = [
        say_opening(wording, complaint),
        Facts(tuple(dates)),
        wording.say("reason", "延期的理由", 理由=sentence(row.told_text or row.reason)),
    ]
    if row.basis:
        pieces.append(wording.say("basis", "依据", 依据=sentence(row.basis)))
    return pieces


EXTENSION_NOTICE = LetterKind(
    "extension_notice",
    "延期告知书",
    "延告",
    _TEXTS,
    _list_subjects,
    _write,
    readers=LetterReaders.CONCERNED,
    find_in_many=_find_in_many,
)
