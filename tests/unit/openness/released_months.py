"""Released months for tests: summaries with their first edition, as a person left them; no case stands behind them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

from models.ground.summary_codes import PeriodKind, SummaryMeasure, SummaryRate, SummarySection, SummaryState
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from services.summaries.figures import ALL, FORMAT, Counts, Figures, as_json, digest_of
from services.summaries.period import Period
from services.unit_of_work import Unit

Rows = Mapping[SummarySection, Mapping[str, int]]


def figures_of_month(rows: Rows, *, late: int, satisfied: int, not_satisfied: int) -> Counts:
    """Received as the channels say, closed as the outcomes say; of each closed one an end."""
    counts: Counts = Counter()
    received, closed = sum(rows[SummarySection.CHANNEL].values()), sum(rows[SummarySection.OUTCOME].values())
    for section, cells in rows.items():
        measure = SummaryMeasure.CLOSED if section is SummarySection.OUTCOME else SummaryMeasure.RECEIVED
        for code, number in cells.items():
            counts[section, code, measure] = number
    counts[SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED] = received
    counts[SummarySection.TOTAL, ALL, SummaryMeasure.CLOSED] = closed
    for rate, part, base in (
        (SummaryRate.ON_TIME, closed - late, closed),
        (SummaryRate.SATISFIED, satisfied, satisfied + not_satisfied),
    ):
        counts[SummarySection.RATE, rate.value, SummaryMeasure.PART] = part
        counts[SummarySection.RATE, rate.value, SummaryMeasure.BASE] = base
    counts[SummarySection.TIME_USED, "up_to_15", SummaryMeasure.CLOSED] = closed
    return counts


def release(month: date, counts: Counts, unit: Unit, no: int = 1, *, counted: int = FORMAT) -> None:
    """One edition of a month, counted by that rule."""
    period, kept = Period(PeriodKind.MONTH, month), as_json(Figures(counts, None, None)) | {"format": counted}
    now = unit.clock.now()
    if no == 1:
        row = PeriodicSummary(id=period.name, kind=period.kind, begins_on=month)
        row.state, row.figures, row.computed_at = SummaryState.RELEASED, kept, now
        unit.session.add(row)
        unit.session.flush()
    edition = SummaryEdition(summary_id=period.name, no=no, figures=kept, digest=digest_of(kept))
    edition.computed_at = edition.released_at = now
    edition.released_by = "zong.lanyun"
    unit.session.add(edition)
