"""What was published of a period, as it is kept and handed out: JSON of numbers, None where one is withheld."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from models.case.lifecycle import Outcome
from models.ground.codes import Category, Channel
from models.ground.public_codes import PublicEvaluation, PublicTable, PublicTotal, Punctuality
from models.ground.summary_codes import TimeUsed
from services.summaries.figures import FORMAT, NONE

# Rows of these tables are always named, whether anything was counted or not; items only where their number is shown.
_ALWAYS: Mapping[PublicTable, tuple[str, ...]] = {
    PublicTable.CHANNEL: tuple(Channel),
    PublicTable.CATEGORY: (*Category, NONE),
    PublicTable.OUTCOME: (*Outcome, NONE),
    PublicTable.EVALUATION: tuple(PublicEvaluation),
    PublicTable.PUNCTUALITY: tuple(Punctuality),
}


@dataclass(frozen=True, slots=True)
class PublishedNumbers:
    """Totals and rows, None where withheld; names of items as they were; the span of the median, None where there is none.

    `few`: tables of which the withheld bad row (late, not satisfied) is below the smallest group: the rate has a lower bound.
    `silent`: totals and tables of which nothing is told, not even on which side of that border a withheld number is.
    `format`: the rule by which those to be ended were counted (services/summaries/figures.py), of several months the earliest.
    """

    totals: Mapping[PublicTotal, int | None]
    tables: Mapping[PublicTable, Mapping[str, int | None]]
    item_names: Mapping[str, str]
    median: TimeUsed | None
    few: frozenset[PublicTable]
    silent: frozenset[str] = frozenset()
    format: int = FORMAT

    def withheld(self, table: PublicTable, total: PublicTotal) -> int | None:
        """How many complaints the withheld rows have together; None where that is not known."""
        whole, rows = self.totals[total], self.tables[table].values()
        if whole is None or table is PublicTable.ITEM:
            return None
        return whole - sum(number for number in rows if number is not None)


def rows_to_tell(table: PublicTable, shown: Mapping[str, int]) -> dict[str, int | None]:
    """Every row with its number or None, in the order of the codes; of items those that are shown, most first."""
    if table is PublicTable.ITEM:
        most_first = sorted(shown.items(), key=lambda row: (not row[0], -row[1], row[0]))
        return {code: number for code, number in most_first}
    return {code: shown.get(code) for code in (*_ALWAYS[table], *sorted(shown.keys() - {*_ALWAYS[table]}))}


def as_json(numbers: PublishedNumbers) -> dict[str, Any]:
    """As it is kept; Any: JSON."""
    return {
        "format": numbers.format,
        "totals": {total.value: number for total, number in numbers.totals.items()},
        "tables": {table.value: list(map(list, rows.items())) for table, rows in numbers.tables.items()},
        "item_names": dict(numbers.item_names),
        "median": numbers.median and numbers.median.value,
        "few": sorted(numbers.few),
        "silent": sorted(numbers.silent),
    }


def from_json(kept: Mapping[str, Any]) -> PublishedNumbers:
    """What `as_json` wrote; Any: JSON."""
    return PublishedNumbers(
        {PublicTotal(total): number for total, number in kept["totals"].items()},
        {PublicTable(table): dict(rows) for table, rows in kept["tables"].items()},
        kept["item_names"],
        TimeUsed(kept["median"]) if kept["median"] else None,
        frozenset(map(PublicTable, kept["few"])),
        frozenset(kept["silent"]),
        kept["format"],
    )
