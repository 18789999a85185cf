"""Computes what is due: proposes periods that ended, computes anew what is undecided, notes what changed after a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from bpmn.pages import SUMMARY_PAGE
from models.ground.lock_or_insert import insert_if_none
from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary
from services.actor import SYSTEM
from services.summaries.count_months import count_months
from services.summaries.due_periods import DuePeriods, list_due
from services.summaries.figures import Counts, as_json, figures_of
from services.summaries.last_edition import find_last_edition, stand_by
from services.summaries.period import Period
from services.unit_of_work import Unit, UnitFactory
from services.worklist.office_tasks import end_task


@dataclass(frozen=True, slots=True)
class _Computed:
    """One period with its figures and the moment that they are of; Any: JSON of figures.py."""

    period: Period
    figures: dict[str, Any]
    at: datetime


def propose_summaries(make_unit: UnitFactory, is_ending: Callable[[], bool] = lambda: False) -> int | None:
    """How many rows changed. Cases are read before anything is written; done twice, or by two at once, it is done once.

    None where `is_ending` said so between two batches of cases.
    """
    with make_unit().reading() as unit:
        # Before the first case is read: whatever had happened by then is counted.
        due, at = list_due(unit), unit.clock.now()
    months = count_months(due.months, make_unit, is_ending)
    if months is None:
        return None
    computed = _compute(due, months, at)
    if not computed:
        return 0
    with make_unit() as unit:
        # All of them before the first comes on the trail: whoever decides about one locks its row first and the trail then.
        rows = _lock(computed, unit)
        return sum(_enter(one, rows.get(one.period.name), unit) for one in computed)


def _lock(computed: list[_Computed], unit: Unit) -> dict[str, PeriodicSummary]:
    """Those that there are, in the order in which everybody locks them."""
    query = (
        select(PeriodicSummary)
        .where(PeriodicSummary.id.in_([one.period.name for one in computed]))
        .order_by(PeriodicSummary.begins_on, PeriodicSummary.id)
        .with_for_update()
    )
    return {row.id: row for row in unit.session.scalars(query)}


def _compute(due: DuePeriods, months: Mapping[date, Counts], at: datetime) -> list[_Computed]:
    return [_Computed(period, as_json(figures_of(period, months, due.first)), at) for period in due.periods]


def _enter(computed: _Computed, row: PeriodicSummary | None, unit: Unit) -> bool:
    """Whether it changed anything. What was released stands; only what it comes to now is noted beside it."""
    if row is None:
        return _propose(computed, unit)
    if row.state is SummaryState.RELEASED:
        return _note_later(row, computed, unit)
    return _compute_anew(row, computed, unit)


def _compute_anew(row: PeriodicSummary, computed: _Computed, unit: Unit) -> bool:
    """What nobody has decided about is of the last look; whoever saw other figures is told so when he decides.

    A correction that comes to what was released again is none.
    """
    edition = find_last_edition(row.id, unit)
    is_same = edition is not None and edition.figures["own"] == computed.figures["own"]
    if edition is not None and (is_same or row.state is SummaryState.RETURNED):
        stand_by(row, edition, None if is_same else (computed.figures, computed.at))
        row.waiting_in = None
        end_task(SUMMARY_PAGE, row.id, unit)
        unit.trail.add(None, "summary.recomputed", {"summary": row.id}, SYSTEM)
        return True
    is_changed = row.state is SummaryState.RETURNED or row.figures != computed.figures
    row.state, row.figures, row.computed_at = SummaryState.PROPOSED, computed.figures, computed.at
    if is_changed:
        unit.trail.add(None, "summary.recomputed", {"summary": row.id}, SYSTEM)
    return is_changed


def _note_later(row: PeriodicSummary, computed: _Computed, unit: Unit) -> bool:
    if computed.figures["own"] == row.figures["own"]:
        if row.later_figures is None:
            return False
        row.later_figures = row.later_since = row.later_computed_at = None
        return True
    is_told = row.later_figures is not None and computed.figures["own"] == row.later_figures["own"]
    row.later_figures, row.later_computed_at = computed.figures, computed.at
    row.later_since = row.later_since or computed.at
    if not is_told:
        unit.trail.add(None, "summary.changed", {"summary": row.id}, SYSTEM)
    return not is_told


def _propose(computed: _Computed, unit: Unit) -> bool:
    period = computed.period
    first = {
        "id": period.name,
        "kind": period.kind,
        "begins_on": period.begins_on,
        "state": SummaryState.PROPOSED,
        "figures": computed.figures,
        "computed_at": computed.at,
    }
    if not insert_if_none(unit.session, PeriodicSummary, **first):
        return False
    unit.trail.add(None, "summary.proposed", {"summary": period.name}, SYSTEM)
    return True
