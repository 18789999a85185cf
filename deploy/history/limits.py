"""An office with a past had limits then: from the first day of the past on, in so far as it has none of before."""

from __future__ import annotations

from deploy.history.asked import Asked
from models.clock.time_limit_policy import TimeLimitPolicy
from services.clocks.time_limits import list_policies
from services.unit_of_work import UnitFactory

_TOLD = ("key", "complaint_class", "amount", "unit", "basis", "certainty", "approved_by")


def enter_limits(asked: Asked, make_unit: UnitFactory) -> None:
    """The oldest version of each limit is in force from that day on; once, and without a change of any amount."""
    with make_unit() as unit:
        oldest: dict[tuple[str, str | None], TimeLimitPolicy] = {}
        for row in list_policies(unit.session):
            oldest.setdefault((row.key, row.complaint_class), row)
        for (key, of_class), row in oldest.items():
            if row.effective_from > asked.first:
                told = {name: getattr(row, name) for name in _TOLD}
                new = TimeLimitPolicy(id=asked.id_of(f"limit-{key}-{of_class}"), **told)
                new.effective_from = asked.first
                unit.session.add(new)
