"""Figures as people read them: sections of rows with what they are compared with, rates, and what changed after a release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from models.case.lifecycle import ClockKind, Outcome
from models.ground.codes import Category, Channel, Finding
from models.ground.summary_codes import SummaryMeasure, SummaryRate, SummarySection, TimeUsed
from models.office.service_item import ServiceItem
from services.office.unit_options import map_unit_names
from services.summaries.figures import Counts, Figures, Share, share
from services.unit_of_work import Unit

_COUNTED = (SummaryMeasure.RECEIVED, SummaryMeasure.CLOSED, SummaryMeasure.LATE)
MEASURES: Mapping[SummarySection, tuple[SummaryMeasure, ...]] = {
    SummarySection.TOTAL: _COUNTED,
    SummarySection.CATEGORY: _COUNTED,
    SummarySection.CHANNEL: _COUNTED,
    SummarySection.RESPONDENT_UNIT: _COUNTED,
    SummarySection.HANDLING_UNIT: _COUNTED,
    SummarySection.WINDOW: _COUNTED,
    SummarySection.ITEM: _COUNTED,
    SummarySection.OUTCOME: (SummaryMeasure.CLOSED,),
    SummarySection.FINDING: (SummaryMeasure.CLOSED,),
    SummarySection.TIME_USED: (SummaryMeasure.CLOSED,),
    SummarySection.LIMIT: (SummaryMeasure.DONE, SummaryMeasure.LATE),
}
# Rows stand in the order of their codes; of others those with most first.
_ORDER: Mapping[SummarySection, type[StrEnum]] = {
    SummarySection.CATEGORY: Category,
    SummarySection.CHANNEL: Channel,
    SummarySection.OUTCOME: Outcome,
    SummarySection.FINDING: Finding,
    SummarySection.TIME_USED: TimeUsed,
    SummarySection.LIMIT: ClockKind,
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number, that of the period before and of a year ago; None where the office had nothing then."""

    own: int
    previous: int | None
    year_ago: int | None


@dataclass(frozen=True, slots=True)
class ShownRow:
    """`name` is None where the code has words of its own; `numbers` by the measures of the section."""

    code: str
    name: str | None
    numbers: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class ShownSection:
    """Every row of a section."""

    section: SummarySection
    measures: tuple[SummaryMeasure, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class ShownRate:
    """A rate, that of the period before and of a year ago; None where the office had nothing then."""

    rate: SummaryRate
    own: Share
    previous: Share | None
    year_ago: Share | None


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that came out otherwise after the release."""

    section: SummarySection
    code: str
    name: str | None
    measure: SummaryMeasure
    before: int
    now: int


Names = Mapping[SummarySection, Mapping[str, str]]


def read_names(unit: Unit) -> Names:
    """What the office calls the places that figures are of."""
    units = map_unit_names(unit)
    items = {code: name for code, name in unit.session.execute(select(ServiceItem.code, ServiceItem.name))}
    return {
        SummarySection.RESPONDENT_UNIT: units,
        SummarySection.HANDLING_UNIT: units,
        SummarySection.ITEM: items,
        SummarySection.WINDOW: {},
    }


def lay_out(figures: Figures, names: Names) -> tuple[ShownSection, ...]:
    """The sections in their order."""
    return tuple(
        ShownSection(section, measures, tuple(_rows(section, measures, figures, names)))
        for section, measures in MEASURES.items()
    )


def lay_rates(figures: Figures) -> tuple[ShownRate, ...]:
    """The rates in their order."""
    return tuple(
        ShownRate(
            rate,
            share(figures.own, rate),
            None if figures.previous is None else share(figures.previous, rate),
            None if figures.year_ago is None else share(figures.year_ago, rate),
        )
        for rate in SummaryRate
    )


def list_changes(released: Figures, later: Figures, names: Names) -> tuple[Change, ...]:
    """Every figure of the period that is another now."""
    keys = sorted(released.own.keys() | later.own.keys())
    return tuple(
        Change(section, code, _name(section, code, names), measure, released.own[key], later.own[key])
        for key in keys
        for section, code, measure in (key,)
        if released.own[key] != later.own[key]
    )


def _rows(
    section: SummarySection, measures: tuple[SummaryMeasure, ...], figures: Figures, names: Names
) -> list[ShownRow]:
    everywhere = (figures.own, figures.previous or Counts(), figures.year_ago or Counts())
    codes = {code for counts in everywhere for of, code, _ in counts if of is section}
    rows = [
        ShownRow(
            code,
            _name(section, code, names),
            tuple(_number(section, code, measure, figures) for measure in measures),
        )
        for code in codes
    ]
    order = {code.value: place for place, code in enumerate(_ORDER.get(section, ()))}
    return sorted(
        rows, key=lambda row: (not row.code, order.get(row.code, len(order)), -row.numbers[0].own, row.code)
    )


def _number(section: SummarySection, code: str, measure: SummaryMeasure, figures: Figures) -> Number:
    key = (section, code, measure)
    return Number(
        figures.own[key],
        None if figures.previous is None else figures.previous[key],
        None if figures.year_ago is None else figures.year_ago[key],
    )


def _name(section: SummarySection, code: str, names: Names) -> str | None:
    """None where a code has words of its own in the catalogue, or stands for what is not known."""
    if section not in names or not code:
        return None
    return names[section].get(code, code)
