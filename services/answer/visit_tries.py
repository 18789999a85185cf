"""When a return visit may be given up: after three calls at different half-days, or once a letter was not answered in time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from models.case.complaint import Complaint
from models.case.return_visit import ReturnVisit
from models.clock.deadline import Limit, compute_deadline
from models.clock.legal_time import to_beijing
from models.ground.ways import VisitResult, Way
from services.answer.open_visit import needs_visit
from services.clocks.office_ladder import load_ladder
from services.identity.known_ways import find_known_ways
from services.unit_of_work import Unit

MAX_TRIES = 3
# Working days: from the first try to the last one; for the answer to a message, by post longer; to close it after that.
TRIES_WD, MESSAGE_WD, POST_WD, CLOSE_WD = 5, 3, 10, 2
POSTED = frozenset({Way.LETTER, Way.REGISTERED_LETTER})
WRITTEN = POSTED | {Way.EMAIL, Way.SMS, Way.PLATFORM}
MIDDAY = 12


@dataclass(frozen=True, slots=True)
class Tries:
    """The visits of a round before this one, at the moment `now`."""

    visits: Sequence[ReturnVisit]
    can_be_called: bool
    is_owed: bool
    now: datetime

    @property
    def calls(self) -> list[ReturnVisit]:
        """Those in which somebody was called in vain; earlier releases knew no others."""
        return [row for row in self.visits if not row.reached and row.result in (None, VisitResult.TRIED)]

    @property
    def sent(self) -> ReturnVisit | None:
        """The latest written one."""
        return next((row for row in reversed(self.visits) if row.result is VisitResult.SENT), None)

    def find_try_fault(self) -> str | None:
        """Why a call now is no try of its own: SAME_HALF_DAY as an earlier one."""
        half_days = {half_day_of(row.visited_at) for row in self.calls}
        return "SAME_HALF_DAY" if half_day_of(self.now) in half_days else None

    def find_close_fault(self, unit: Unit) -> str | None:
        """Why the visit may not be given up now, this call counted.

        WINDOW_OPEN: a message may still be answered; LETTER_NOT_POSTED: the mail room still has it; TRIES_LEFT: fewer than
        three tries within the days for them; WRITE_FIRST: somebody who can only be written to was not written to. Where no
        visit is owed, as to a nameless person whose file leads a mass complaint, it may be given up at once.
        """
        if not self.is_owed:
            return None
        sent = self.sent
        if sent is not None and sent.answer_until is not None:
            return "WINDOW_OPEN" if self.now <= sent.answer_until else None
        # Who can be called by now is given up as anybody who is called.
        if sent is not None and sent.way in POSTED and not self.can_be_called:
            return "LETTER_NOT_POSTED"
        if not self.can_be_called:
            return "WRITE_FIRST"
        half_days = {half_day_of(moment) for moment in (*(row.visited_at for row in self.calls), self.now)}
        if len(half_days) >= MAX_TRIES:
            return None
        is_over = bool(self.calls) and self.now > end_after(self.calls[0].visited_at, TRIES_WD, unit)
        return None if is_over else "TRIES_LEFT"


def read_tries(complaint: Complaint, visits: Sequence[ReturnVisit], unit: Unit) -> Tries:
    """As the file tells; a telephone number makes a call possible."""
    can_be_called = Way.PHONE in find_known_ways(complaint, unit)
    return Tries(visits, can_be_called, needs_visit(complaint, unit), unit.clock.now())


def half_day_of(moment: datetime) -> tuple[date, bool]:
    """The Beijing day, and whether it was after midday."""
    local = to_beijing(moment)
    return local.date(), local.hour >= MIDDAY


def window_of(way: Way) -> int:
    """How many full working days a written visit may be answered."""
    return POST_WD if way in POSTED else MESSAGE_WD


def end_after(start: datetime, working_days: int, unit: Unit) -> datetime:
    """The end of office hours of the last of these days; the day of the start is not counted."""
    ladder = load_ladder(unit.session)
    limit = Limit(working_days, "wd", cutoff=ladder.hours.closes, intake_shift=False)
    return datetime.fromisoformat(compute_deadline(start, limit, ladder.calendar)["due_at"])
