"""Legal limits that run and that neither a watch nor the sweep looks at."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import or_, select

from models.case.lifecycle import LEGAL_CLOCK_KINDS
from models.clock.clock import Clock
from services.reconcile.difference import Difference, Differing
from services.unit_of_work import UnitFactory

# The sweep looks within a minute at what no diagram looks at; an hour by the office's clock is no delay of it.
LATE = timedelta(hours=1)
MOST_SHOWN = 1_000


def find_unwatched(make_unit: UnitFactory) -> list[Differing]:
    """The oldest thousand, by when they should have been looked at."""
    with make_unit().reading() as unit:
        late = unit.clock.now() - LATE
        query = (
            select(Clock.id, Clock.complaint_id)
            .where(
                Clock.stopped_at.is_(None),
                Clock.kind.in_(list(LEGAL_CLOCK_KINDS)),
                or_(Clock.check_at < late, Clock.check_at.is_(None) & (Clock.opened_at < late)),
            )
            .order_by(Clock.check_at, Clock.id)
            .limit(MOST_SHOWN)
        )
        return [
            Differing(case, Difference.CLOCK_UNWATCHED, clock) for clock, case in unit.session.execute(query)
        ]
