"""Until when the diagram waits for an objection: its window, nothing, or, once it was made, the objection's own message."""

from datetime import datetime

from models.beside.referral import Referral
from models.clock.office_hours import next_opening
from services.clocks.office_ladder import load_ladder
from services.unit_of_work import Unit


def objection_end(row: Referral, unit: Unit) -> datetime:
    """The moment the wait ends; now for a unit that may not object any more.

    An objection that is made but not arbitrated is a message on its way, which no timer may overtake.
    """
    now = unit.clock.now()
    ends_at = row.objection_ends_at or now
    if row.objected_at is not None and row.arbitration is None:
        ladder = load_ladder(unit.session)
        return max(ends_at, next_opening(now, ladder.hours, ladder.calendar))
    return ends_at if row.may_object else now
