"""Published numbers as tables of words: the page and the files of open data say the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from api.i18n import code_text, gettext
from models.ground.public_codes import PublicEvaluation, PublicTable, PublicTotal, Punctuality
from models.ground.small_group import SMALLEST_GROUP
from services.openness.lattice import TOTAL_OF
from services.openness.published import PublishedNumbers
from services.summaries.figures import FORMAT, NONE

_WORDS = {
    PublicTable.CHANNEL: "channel",
    PublicTable.CATEGORY: "category",
    PublicTable.OUTCOME: "outcome",
    PublicTable.EVALUATION: "public_evaluation",
    PublicTable.PUNCTUALITY: "punctuality",
}


@dataclass(frozen=True, slots=True)
class PublicLine:
    """A row; `number` None where it is withheld; `part` is its share of the largest row, from 0 to 100, for its bar."""

    code: str
    label: str
    number: int | None
    part: int


@dataclass(frozen=True, slots=True)
class PublicSheet:
    """A table with its words; `together`: how many the withheld rows have, None where there are none or it is not told.

    `definition` says how these numbers were counted.
    """

    table: PublicTable
    definition: str
    total: int | None
    lines: tuple[PublicLine, ...]
    together: int | None

    @property
    def is_told(self) -> bool:
        """Whether any row is."""
        return any(line.number is not None for line in self.lines)


def list_public_sheets(numbers: PublishedNumbers) -> tuple[PublicSheet, ...]:
    """All tables of a period."""
    return tuple(_sheet(table, numbers) for table in PublicTable)


def _sheet(table: PublicTable, numbers: PublishedNumbers) -> PublicSheet:
    rows = numbers.tables[table]
    most = max((number for number in rows.values() if number), default=1)
    lines = tuple(
        PublicLine(code, label_of(table, code, numbers), number, 100 * (number or 0) // most)
        for code, number in rows.items()
    )
    total = TOTAL_OF[table]
    together = numbers.withheld(table, total) or None
    return PublicSheet(table, define_table(table, numbers.format), numbers.totals[total], lines, together)


def define_table(table: PublicTable, counted: int = FORMAT) -> str:
    """How it is counted, or was by the earlier rule."""
    is_moving = table is PublicTable.PUNCTUALITY and counted < FORMAT
    return code_text("public_definition", f"{table.value}_moving" if is_moving else table.value)


def label_of(table: PublicTable, code: str, numbers: PublishedNumbers) -> str:
    """A row in words."""
    if code == NONE:
        return gettext("not stated")
    return numbers.item_names.get(code, code) if table is PublicTable.ITEM else code_text(_WORDS[table], code)


def word_rates(numbers: PublishedNumbers) -> Iterator[tuple[str, str, str]]:
    """按时办结率, 满意率 and 未取得评价: code, the rate, of what. Where too few were the other way, a bound stands for it."""
    said, closed = numbers.tables[PublicTable.EVALUATION], numbers.totals[PublicTotal.CLOSED]
    none = said.get(PublicEvaluation.NONE)
    rated = closed - none if closed is not None and none is not None else None
    kept, ended = numbers.tables[PublicTable.PUNCTUALITY], numbers.totals[PublicTotal.TO_BE_ENDED]
    yield (
        "on_time",
        *_rate(kept.get(Punctuality.IN_TIME), ended, has_few=PublicTable.PUNCTUALITY in numbers.few),
    )
    yield (
        "satisfied",
        *_rate(said.get(PublicEvaluation.SATISFIED), rated, has_few=PublicTable.EVALUATION in numbers.few),
    )
    yield "not_evaluated", *_rate(none, closed)


def _rate(part: int | None, whole: int | None, *, has_few: bool = False) -> tuple[str, str]:
    """`has_few`: it is known that fewer than the smallest group are not in the part."""
    if whole == 0:
        return gettext("none yet"), gettext("nobody to count")
    if whole is not None and part is not None:
        return f"{100 * part / whole:.1f}%", gettext("%(part)d of %(base)d", part=part, base=whole)
    if whole is None or not has_few or whole < SMALLEST_GROUP:
        return gettext("not told"), gettext("so that no small group is found")
    least = 100 * (whole - SMALLEST_GROUP + 1) / whole
    return gettext("at least %(percent)s", percent=f"{least:.1f}%"), gettext(
        "fewer than %(n)d of %(base)d were not", n=SMALLEST_GROUP, base=whole
    )


def smallest_group() -> int:
    """Below how many a number is withheld."""
    return SMALLEST_GROUP
