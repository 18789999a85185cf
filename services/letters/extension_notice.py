"""延期告知书: from which day to which the limit moves, and why. Written once that is approved: by being told it takes effect."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import ColumnElement, and_, exists, or_, select

from models.beside.extension import Extension
from models.case.complaint import Complaint
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.clock.legal_time import beijing_date, word_day, word_moment
from models.ground.letter_codes import LetterReaders
from services.beside.extension.wording import dates_of
from services.casefile.sent_notice import NOTICE_KIND
from services.casefile.standing import is_bounded, list_bounded
from services.casefile.void_notice import is_over
from services.letters.letter_kind import LetterKind, Piece, Wording
from services.letters.told_matters import say_opening, sentence
from services.office.letterhead import read_letterhead
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
    return [row.id for row in _list_approved(complaint, unit)]


def _holds(unit: Unit) -> ColumnElement[bool]:
    """Told before the old date, or still to be told before it; what came too late or to nothing is told to nobody."""
    late = exists().where(Clock.id == Extension.extended_clock_id, is_over(unit.clock.now()))
    is_to_be_told = and_(Extension.is_approved.is_(True), Extension.state == RequestState.OPEN)
    return or_(Extension.is_effective, and_(is_to_be_told, ~late.correlate(Extension)))


def _list_approved(complaint: Complaint, unit: Unit) -> list[Extension]:
    rows = select(Extension).where(Extension.complaint_id == complaint.id, _holds(unit))
    return list(unit.session.scalars(rows.order_by(Extension.no)))


def _find_in_many(complaint_ids: Collection[str], unit: Unit) -> Iterable[tuple[str, str]]:
    bounded = list_bounded(complaint_ids, unit)
    rows = select(Extension.complaint_id, Extension.id).where(
        Extension.complaint_id.in_(complaint_ids), _holds(unit)
    )
    found = unit.session.execute(rows.order_by(Extension.no))
    return [(case, subject) for case, subject in found if case not in bounded]


def _write(complaint: Complaint, subject: str, wording: Wording, unit: Unit) -> Sequence[Piece]:
    # Listed a moment ago: where the old date has passed since, it is still what was asked for.
    row = unit.session.get_one(Extension, subject)
    old, new = dates_of(row, unit)
    facts = [("原定办结期限", word_moment(old)), ("延长后的办结期限", word_moment(new))]
    if row.decided_at is not None:
        # The office and not the person: no letter to a complainant names staff.
        day = word_day(beijing_date(row.decided_at))
        facts.append(("批准", f"{read_letterhead(unit).name}于{day}批准"))
    pieces: list[Piece] = [
        say_opening(wording, complaint),
        Facts(tuple(facts)),
        wording.say("reason", "延期的理由", 理由=sentence(row.told_text or row.reason)),
    ]
    if row.basis:
        pieces.append(wording.say("basis", "依据", 依据=sentence(row.basis)))
    return pieces


EXTENSION_NOTICE = LetterKind(
    NOTICE_KIND,
    "延期告知书",
    "延告",
    _TEXTS,
    _list_subjects,
    _write,
    readers=LetterReaders.CONCERNED,
    find_in_many=_find_in_many,
)
