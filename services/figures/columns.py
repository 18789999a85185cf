"""What the store of figures keeps: the columns of the ledger that are figures, but for those that change with time alone."""

from __future__ import annotations

from services.figures.count_case import TURNING, Part, SpreadOf
from services.figures.entries import ENTRIES
from services.ledger.columns import LEDGER_COLUMNS, ValueKind
from services.ports.figures import FigureShape, Held

# Whether a limit is passed is asked of the moments of the parts that turn; a pause that goes on has a day more every day.
CHANGING = frozenset({"lateness", "late_workdays", "paused_workdays"})
DAYS = ("received_on", "answered_on", "closed_on")
GROUPS = (
    "channel",
    "category",
    "handling_unit",
    "respondent_units",
    "windows",
    "items",
    "outcome",
    "finding",
    "cause_coding",
    "cause_roots",
    "main_causes",
    "causes",
    "received_hour",
    "received_weekday",
)
_HELD = {
    ValueKind.CODE: Held.CODE,
    ValueKind.CODES: Held.CODES,
    ValueKind.FLAG: Held.FLAG,
    ValueKind.NUMBER: Held.NUMBER,
    ValueKind.DAY: Held.DAY,
    ValueKind.MOMENT: Held.MOMENT,
}
SHAPE = FigureShape(
    columns={
        column.name: _HELD[column.kind]
        for column in LEDGER_COLUMNS
        if column.is_figure and column.name not in CHANGING
    }
    | ENTRIES,
    parts=tuple(part.value for part in Part),
    turning={part.value: moment for part, moment in TURNING.items()},
    spreads=tuple(of.value for of in SpreadOf),
    days=DAYS,
    groups=GROUPS,
)
