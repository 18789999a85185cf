"""The released edition of a summary stands on where a proposed correction of it is dropped."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from models.ground.summary_codes import SummaryState
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from services.unit_of_work import Unit


def find_last_edition(summary_id: str, unit: Unit) -> SummaryEdition | None:
    """The one that was released last; None before there is any."""
    of_summary = select(SummaryEdition).where(SummaryEdition.summary_id == summary_id)
    return unit.session.scalar(of_summary.order_by(SummaryEdition.no.desc()).limit(1))


def stand_by(
    row: PeriodicSummary, edition: SummaryEdition, later: tuple[dict[str, Any], datetime] | None
) -> None:
    """Released as it was, with what the period came to `later` and when that was counted beside it; Any: JSON of figures.py."""
    row.state, row.figures, row.computed_at = SummaryState.RELEASED, edition.figures, edition.computed_at
    if later is None:
        row.later_figures = row.later_since = row.later_computed_at = None
        return
    row.later_figures, row.later_computed_at = later
    row.later_since = row.later_since or row.later_computed_at
