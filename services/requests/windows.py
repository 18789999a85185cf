"""Windows of requests: when the last day ends. Whether a window is over is asked by the kind's own use case."""

from datetime import datetime

from models.case.complaint import Complaint
from models.clock.legal_time import beijing_date
from services.clocks.office_ladder import load_ladder
from services.clocks.time_limits import get_policy_by_key
from services.unit_of_work import Unit


def window_end(
    key: str, unit: Unit, *, amount: int | None = None, complaint: Complaint | None = None
) -> datetime:
    """The opening of the office on the workday after the last counted day, from today.

    `amount` replaces that of the policy `key`, in its unit; `complaint` chooses among limits by class. NotFound when
    no limit is in force.
    """
    ladder, today = load_ladder(unit.session), beijing_date(unit.clock.now())
    complexity = None if complaint is None else complaint.complexity
    days = get_policy_by_key(unit.session, key, complexity, today).amount if amount is None else amount
    last_day = ladder.calendar.add_workdays(today, days)
    return ladder.hours.opening(ladder.calendar.next_workday(last_day))
