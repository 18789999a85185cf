"""The shift of a demo office's clock: set once at birth, afterwards forwards only."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from models.clock.clock_shift import ClockShift
from models.ground.errors import RuleRefused

ONLY_ROW = 1
NOT_A_DEMO = "OFFICE_IS_NOT_A_DEMO"
CLOCK_MOVES_FORWARDS_ONLY = "CLOCK_MOVES_FORWARDS_ONLY"
SHIFT_IS_SET = "CLOCK_SHIFT_IS_SET"


@dataclass(frozen=True, slots=True)
class Shift:
    """Seconds added to the machine's clock, and whether the office is a demo."""

    offset_seconds: float
    is_demo: bool


def read_shift(session: Session) -> Shift:
    """The office's shift; none for an office that was not made as a demo."""
    row = session.get(ClockShift, ONLY_ROW)
    return Shift(0.0, False) if row is None else Shift(row.offset_seconds, row.is_demo)


def found_demo_office(session: Session, offset_seconds: float) -> None:
    """Make the office a demo with its first offset, of either sign.

    RuleRefused when it has a shift already.
    """
    if session.get(ClockShift, ONLY_ROW) is not None:
        raise RuleRefused(SHIFT_IS_SET)
    session.add(ClockShift(id=ONLY_ROW, offset_seconds=offset_seconds, is_demo=True))
    session.flush()


def move_shift(session: Session, offset_seconds: float) -> None:
    """Set a later offset; RuleRefused for an office that is no demo and for a move backwards."""
    row = session.get(ClockShift, ONLY_ROW)
    if row is None or not row.is_demo:
        raise RuleRefused(NOT_A_DEMO)
    if offset_seconds < row.offset_seconds:
        raise RuleRefused(CLOCK_MOVES_FORWARDS_ONLY)
    row.offset_seconds = offset_seconds
    session.flush()
