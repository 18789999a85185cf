"""A 延期告知书 whose extension came to nothing tells a date that does not hold: it leaves by no way, and he is not shown it."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, select

from models.beside.extension import Extension
from models.case.letter import CaseLetter
from models.case.lifecycle import RequestState
from models.clock.clock import Clock
from models.clock.clock_pause import ClockPause
from services.casefile.sent_notice import NOTICE_KIND, list_sent
from services.unit_of_work import Unit

NOTICE_VOID = "NOTICE_VOID"


def is_void(letter: CaseLetter, unit: Unit, *, at: datetime | None = None) -> bool:
    """Whether its extension ended without effect, or can have none by what leaves `at` a moment; never of another kind.

    That is so after the old date too, before anybody has looked. Not where the letter left before by any way: that holds.
    """
    if letter.kind != NOTICE_KIND:
        return False
    row = unit.session.get(Extension, letter.subject)
    if row is None or row.is_effective:
        return False
    if row.state is not RequestState.OPEN:
        return True
    late = select(Clock.due_at).where(Clock.id == row.extended_clock_id, is_over(at or unit.clock.now()))
    due_at = unit.session.scalar(late)
    return due_at is not None and not any(left <= due_at for left in list_sent(letter, unit).values())


def is_over(at: datetime) -> ColumnElement[bool]:
    """In a query of a Clock: whether its date lies before that moment and it does not stand still."""
    stands_still = exists().where(ClockPause.clock_id == Clock.id, ClockPause.ended_at.is_(None))
    return and_(Clock.due_at < at, ~stands_still.correlate(Clock))
