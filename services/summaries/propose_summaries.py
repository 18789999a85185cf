"""Computes what is due: proposes periods that ended, computes anew what was sent back, notes what changed after a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from models.ground.lock_or_insert import insert_if_none
from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.actor import SYSTEM
from services.summaries.count_months import count_months
from services.summaries.due_periods import DuePeriods, list_due
from services.summaries.figures import Counts, as_json, figures_of
from services.summaries.period import Period
from services.unit_of_work import Unit, UnitFactory


@dataclass(frozen=True, slots=True)
class _Computed:
    """One period with its figures; Any: JSON of figures.py."""

    period: Period
    figures: dict[str, Any]


def propose_summaries(make_unit: UnitFactory) -> int:
    """How many rows changed. Cases are read before anything is written; done twice, or by two at once, it is done once."""
    with make_unit().reading() as unit:
        due = list_due(unit)
    months = count_months(due.months, make_unit)
    computed = _compute(due, months)
    if not computed:
        return 0
    with make_unit() as unit:
        return sum(_enter(one, unit) for one in computed)


def _compute(due: DuePeriods, months: Mapping[date, Counts]) -> list[_Computed]:
    return [_Computed(period, as_json(figures_of(period, months, due.first))) for period in due.periods]


def _enter(computed: _Computed, unit: Unit) -> bool:
    """Whether it changed anything. What was released stands; only what it comes to now is noted beside it."""
    row = unit.session.get(PeriodicSummary, computed.period.name, with_for_update=True)
    if row is None:
        return _propose(computed, unit)
    if row.state is SummaryState.RETURNED:
        row.state, row.figures, row.computed_at = SummaryState.PROPOSED, computed.figures, unit.clock.now()
        unit.trail.add(None, "summary.recomputed", {"summary": row.id}, SYSTEM)
        return True
    return row.state is SummaryState.RELEASED and _note_later(row, computed, unit)


def _note_later(row: PeriodicSummary, computed: _Computed, unit: Unit) -> bool:
    if computed.figures["own"] == row.figures["own"]:
        if row.later_figures is None:
            return False
        row.later_figures = row.later_since = None
        return True
    if row.later_figures is not None and computed.figures["own"] == row.later_figures["own"]:
        return False
    row.later_figures, row.later_since = computed.figures, row.later_since or unit.clock.now()
    unit.trail.add(None, "summary.changed", {"summary": row.id}, SYSTEM)
    return True


def _propose(computed: _Computed, unit: Unit) -> bool:
    period = computed.period
    first = {
        "id": period.name,
        "kind": period.kind,
        "begins_on": period.begins_on,
        "state": SummaryState.PROPOSED,
        "figures": computed.figures,
        "computed_at": unit.clock.now(),
    }
    if not insert_if_none(unit.session, PeriodicSummary, **first):
        return False
    unit.trail.add(None, "summary.proposed", {"summary": period.name}, SYSTEM)
    return True
