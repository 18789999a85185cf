"""What a yearly report tells beside the published numbers: who, with which money, what was improved, what people commented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from models.clock.legal_time import at_time
from models.ground.errors import NotFound
from models.ground.measure_codes import MeasureKind, MeasureState
from models.ground.openness_codes import CommentState
from models.office.measure import Measure
from models.office.office_comment import OfficeComment
from models.office.office_profile import OfficeFund
from models.office.public_period import PublicPeriod
from services.openness.office_profile import find_office
from services.openness.published import PublishedNumbers, from_json
from services.summaries.count_months import find_first_day
from services.unit_of_work import Unit, UnitOfWork


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """`fund` None where none was entered; measures that proved to work in the year by kind; comments received in it by state.

    `begins` is the day on which records begin, where they begin within the year.
    """

    numbers: PublishedNumbers
    parts: Mapping[str, str]
    fund: OfficeFund | None
    measures: Mapping[MeasureKind, int]
    comments: Mapping[CommentState, int]
    begins: date | None = None


def read_report_facts(year: int, unit_of_work: UnitOfWork) -> ReportFacts:
    """NotFound where the year is not published yet: all its months have to be."""
    with unit_of_work.reading() as unit:
        published = unit.session.get(PublicPeriod, f"{year}")
        if published is None:
            raise NotFound
        office = find_office(unit)
        facts = ReportFacts(
            from_json(published.content),
            dict(office.profile.parts) if office.profile else {},
            next((fund for fund in office.funds if fund.year == year), None),
            _count_measures(year, unit),
            _count_comments(year, unit),
            _find_beginning(year, unit),
        )
        unit.session.expunge_all()
    return facts


def _find_beginning(year: int, unit: Unit) -> date | None:
    first = find_first_day(unit)
    return first if first is not None and first.year == year and first.timetuple().tm_yday > 1 else None


def _count_measures(year: int, unit: Unit) -> Mapping[MeasureKind, int]:
    since, until = _bounds(year)
    query = (
        select(Measure.kind, func.count())
        .where(Measure.state == MeasureState.CLOSED, Measure.ended_at >= since, Measure.ended_at < until)
        .group_by(Measure.kind)
    )
    return {kind: number for kind, number in unit.session.execute(query)}


def _count_comments(year: int, unit: Unit) -> Mapping[CommentState, int]:
    since, until = _bounds(year)
    query = (
        select(OfficeComment.state, func.count())
        .where(OfficeComment.received_at >= since, OfficeComment.received_at < until)
        .group_by(OfficeComment.state)
    )
    return {state: number for state, number in unit.session.execute(query)}


def _bounds(year: int) -> tuple[datetime, datetime]:
    return at_time(date(year, 1, 1), "00:00"), at_time(date(year + 1, 1, 1), "00:00")
