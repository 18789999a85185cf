"""The tables of a month, as they are counted from a released summary. There are no others, and none of two properties at once.

Each table divides the complaints of one total; no part of one can be had as the difference of two. So there is no table of units
(an item is offered by few, and would be had from its unit), none of findings and of those who were answered (outcomes come to the
same), and no number of those rated beside that of those closed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from models.ground.public_codes import PublicEvaluation, PublicTable, PublicTotal, Punctuality
from models.ground.summary_codes import SummaryMeasure, SummaryRate, SummarySection, TimeUsed
from services.summaries.figures import ALL, NONE, Counts, share

TOTAL_OF: Mapping[PublicTable, PublicTotal] = {
    PublicTable.CHANNEL: PublicTotal.RECEIVED,
    PublicTable.CATEGORY: PublicTotal.RECEIVED,
    PublicTable.ITEM: PublicTotal.RECEIVED,
    PublicTable.OUTCOME: PublicTotal.CLOSED,
    PublicTable.EVALUATION: PublicTotal.CLOSED,
    PublicTable.PUNCTUALITY: PublicTotal.TO_BE_ENDED,
}
_SECTIONS: Mapping[PublicTable, tuple[SummarySection, SummaryMeasure]] = {
    PublicTable.CHANNEL: (SummarySection.CHANNEL, SummaryMeasure.RECEIVED),
    PublicTable.CATEGORY: (SummarySection.CATEGORY, SummaryMeasure.RECEIVED),
    PublicTable.ITEM: (SummarySection.ITEM, SummaryMeasure.RECEIVED),
    PublicTable.OUTCOME: (SummarySection.OUTCOME, SummaryMeasure.CLOSED),
}
# Below so many a median says more of single complaints than of the office.
FEWEST_FOR_MEDIAN = 20


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """Of one month: each total, the rows of each table, and how many complaints took how long."""

    totals: Mapping[PublicTotal, int]
    tables: Mapping[PublicTable, Mapping[str, int]]
    times: Mapping[TimeUsed, int]


def count_month(counts: Counts) -> MonthNumbers:
    """From the figures of a released edition. A complaint about several items stands at each of them."""
    on_time, satisfied = share(counts, SummaryRate.ON_TIME), share(counts, SummaryRate.SATISFIED)
    totals = {
        PublicTotal.RECEIVED: counts[SummarySection.TOTAL, ALL, SummaryMeasure.RECEIVED],
        PublicTotal.CLOSED: counts[SummarySection.TOTAL, ALL, SummaryMeasure.CLOSED],
        PublicTotal.TO_BE_ENDED: on_time.base,
    }
    tables: dict[PublicTable, Mapping[str, int]] = {
        table: _rows(counts, *where) for table, where in _SECTIONS.items()
    }
    tables[PublicTable.EVALUATION] = {
        PublicEvaluation.SATISFIED: satisfied.part,
        PublicEvaluation.NOT_SATISFIED: satisfied.base - satisfied.part,
        PublicEvaluation.NONE: totals[PublicTotal.CLOSED] - satisfied.base,
    }
    tables[PublicTable.PUNCTUALITY] = {
        Punctuality.IN_TIME: on_time.part,
        Punctuality.LATE: on_time.base - on_time.part,
    }
    times = {code: counts[SummarySection.TIME_USED, code.value, SummaryMeasure.CLOSED] for code in TimeUsed}
    return MonthNumbers(
        totals, {table: _filled(table, rows, totals) for table, rows in tables.items()}, times
    )


def _rows(counts: Counts, section: SummarySection, measure: SummaryMeasure) -> Mapping[str, int]:
    return {code: number for (of, code, what), number in counts.items() if of is section and what is measure}


def _filled(
    table: PublicTable, rows: Mapping[str, int], totals: Mapping[PublicTotal, int]
) -> Mapping[str, int]:
    """With what no row has, so that the rows come to the total.

    Items come to no known sum: a complaint may be about several, and those about none are never told.
    """
    if table is PublicTable.ITEM:
        return {code: number for code, number in rows.items() if code != NONE}
    rest = totals[TOTAL_OF[table]] - sum(rows.values())
    return {**rows, NONE: rows.get(NONE, 0) + rest} if rest > 0 else rows


def median_of(times: Mapping[TimeUsed, int]) -> TimeUsed | None:
    """In which span the middle one lies; None where there are too few."""
    number, so_far = sum(times.values()), 0
    if number < FEWEST_FOR_MEDIAN:
        return None
    for code in TimeUsed:
        so_far += times.get(code, 0)
        if 2 * so_far >= number:
            return code
    return None
