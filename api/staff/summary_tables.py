"""A summary as tables of texts: its page, its workbook and its sheet say the same, word for word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from api.i18n import code_text, gettext, language
from api.moments import moment
from api.period_words import word_period
from api.staff.case_form import address_of
from api.table_files import SheetToWrite
from models.ground.codes import Category, Channel
from models.ground.summary_codes import SummaryRate, SummarySection
from services.summaries.count_case import DAY_OF, ENDED, FIGURE_OF
from services.summaries.figures import ALL, FORMAT, Share
from services.summaries.lay_out import Change, Number, ShownRate, ShownRow, ShownSection
from services.summaries.period import Period
from services.summaries.read_summaries import SummaryPage
from services.views.case_filter import CaseFilter, CaseOrder

# Where there is nothing to compare with.
NOTHING = "–"
_WORDS = {
    SummarySection.CATEGORY: "category",
    SummarySection.CHANNEL: "channel",
    SummarySection.OUTCOME: "outcome",
    SummarySection.FINDING: "finding",
    SummarySection.TIME_USED: "time_used",
    SummarySection.LIMIT: "clock_kind",
    SummarySection.RATE: "summary_rate",
}
# Rows of places that a page shows; workbook and sheet have all of them.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Line:
    """A row: what it is of, its texts, and the address of the cases that came in, where a list can show them."""

    label: str
    cells: tuple[str, ...]
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """`head` is of the cells, `first` of the labels; `definition` says how its figures are counted."""

    code: str
    title: str
    definition: str
    first: str
    head: tuple[str, ...]
    lines: tuple[Line, ...]


def list_tables(page: SummaryPage) -> tuple[Table, ...]:
    """The rates, then section by section; each says how the figures were counted that are shown."""
    sections = (_section_table(section, page.period) for section in page.sections)
    return (_rate_table(page.rates, page.format), *sections)


def list_sheets(page: SummaryPage, tables: tuple[Table, ...]) -> list[SheetToWrite]:
    """What is frozen first, with how each table is counted; then a sheet a table."""
    edition = page.edition
    told = [(gettext("Period"), word_period(page.period))]
    if edition is not None:
        told += [
            (gettext("Edition"), str(edition.no)),
            (gettext("Released"), moment(edition.released_at)),
            (gettext("Computed"), moment(edition.computed_at)),
        ]
    told += [(gettext("Digest of the figures (SHA-256)"), page.digest)]
    told += [(table.title, table.definition) for table in tables]
    first = SheetToWrite((gettext("Summary"), ""), told, gettext("How it is counted"))
    return [
        first,
        *(
            SheetToWrite(
                (table.first, *table.head), [(line.label, *line.cells) for line in table.lines], table.title
            )
            for table in tables
        ),
    ]


def word_change(change: Change) -> Line:
    """What it was, what it is now."""
    label = " · ".join(
        (
            code_text("summary_section", change.section),
            _label(change.section, change.code, change.name),
            code_text("summary_measure", change.measure),
        )
    )
    return Line(label, (str(change.before), str(change.now)))


def _section_table(section: ShownSection, period: Period) -> Table:
    kind = section.section
    return Table(
        kind.value,
        code_text("summary_section", kind),
        code_text("definition", kind),
        code_text("summary_first", kind),
        (
            *(code_text("summary_measure", measure) for measure in section.measures),
            *_compared_heads(code_text("summary_measure", section.measures[0])),
        ),
        tuple(_line(kind, row, period) for row in section.rows),
    )


def _compared_heads(measure: str) -> tuple[str, ...]:
    return (
        gettext("%(measure)s, period before", measure=measure),
        gettext("against the period before"),
        gettext("%(measure)s, a year ago", measure=measure),
        gettext("against a year ago"),
    )


def _line(kind: SummarySection, row: ShownRow, period: Period) -> Line:
    return Line(
        _label(kind, row.code, row.name),
        (*(str(number.own) for number in row.numbers), *_compare(row.numbers[0])),
        _address(kind, row.code, period) if row.numbers[0].own else None,
    )


def _compare(number: Number) -> Iterator[str]:
    for other in (number.previous, number.year_ago):
        yield NOTHING if other is None else str(other)
        yield f"{100 * (number.own - other) / other:+.1f}%" if other else NOTHING


def _label(kind: SummarySection, code: str, name: str | None) -> str:
    if kind is SummarySection.TOTAL and code == ALL:
        return gettext("All complaints")
    if not code:
        return gettext("not stated")
    return name if name is not None else code_text(_WORDS[kind], code) if kind in _WORDS else code


def _address(kind: SummarySection, code: str, period: Period) -> str | None:
    """The list of cases as it is narrowed by this row; None where the list cannot be narrowed so."""
    if not code:
        return None
    asked = CaseFilter(received_from=period.begins_on, received_until=period.ends_on)
    if kind is SummarySection.CATEGORY:
        asked = replace(asked, category=Category(code))
    elif kind is SummarySection.CHANNEL:
        asked = replace(asked, channel=Channel(code))
    elif kind is SummarySection.HANDLING_UNIT:
        asked = replace(asked, handling_unit=code)
    elif kind is not SummarySection.TOTAL:
        return None
    return address_of(asked, CaseOrder.NEWEST)


def _rate_table(rates: tuple[ShownRate, ...], counted: int) -> Table:
    return Table(
        SummarySection.RATE.value,
        code_text("summary_section", SummarySection.RATE),
        "\n".join(
            (*(_define(rate.rate, counted) for rate in rates), code_text("definition", SummarySection.RATE))
        ),
        code_text("summary_first", SummarySection.RATE),
        (
            gettext("rate"),
            gettext("so many of so many"),
            gettext("period before"),
            gettext("against the period before"),
            gettext("a year ago"),
            gettext("against a year ago"),
        ),
        tuple(_rate_line(rate) for rate in rates),
    )


def _define(rate: SummaryRate, counted: int) -> str:
    """As the office's figures define it, and by which month it was counted."""
    code, day = FIGURE_OF[rate].code, DAY_OF[rate]
    words = (code_text(kind, code) for kind in ("figure_means", "figure_omits"))
    return gettext(
        "%(name)s (%(day)s): %(words)s",
        name=code_text("summary_rate", rate),
        day=code_text("summary_day", "ended_moving" if day == ENDED and counted < FORMAT else day),
        words="".join(words) if language() == "zh" else " ".join(words),
    )


def _rate_line(rate: ShownRate) -> Line:
    compared = [cell for other in (rate.previous, rate.year_ago) for cell in _compare_rate(rate.own, other)]
    of = gettext("%(part)d of %(base)d", part=rate.own.part, base=rate.own.base)
    return Line(code_text("summary_rate", rate.rate), (_percent(rate.own), of, *compared))


def _percent(share: Share) -> str:
    return NOTHING if share.percent is None else f"{share.percent:.1f}%"


def _compare_rate(own: Share, other: Share | None) -> tuple[str, str]:
    if other is None or other.percent is None:
        return NOTHING, NOTHING
    if own.percent is None:
        return _percent(other), NOTHING
    return _percent(other), gettext("%(n)s points", n=f"{own.percent - other.percent:+.1f}")
