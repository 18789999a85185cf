"""What closed complaints say of units and people, indicator by indicator, from the database.

Left out altogether: files for named readers alone, what was withdrawn or merged, what was not found true, and of a mass
complaint every file but the leading one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select

from models.case.lifecycle import ClockKind, Outcome
from models.case.matter import Matter
from models.case.respondent import Respondent
from models.clock.clock import Clock
from models.ground.codes import TRUE_AT_LEAST_IN_PART
from models.ground.performance_codes import Indicator
from models.office.staff import Staff
from services.ledger.about import about_unit, is_settled
from services.ledger.ledger_row import LedgerRow, read_ledger_rows
from services.ledger.limits import NOT_TO_BE_ENDED, Lateness
from services.ledger.return_visit import SATISFIED
from services.performance.count_corrections import count_lost_outside, count_rectified, count_reviews
from services.performance.count_moves import count_extensions, count_referrals
from services.performance.facts import Fact, of_handling, window_of
from services.summaries.period import Period
from services.unit_of_work import Unit


def count_cases(ids: Sequence[str], period: Period, unit: Unit) -> Iterator[Fact]:
    """Of units and of people alike; the same fact may come twice. A fixed number of statements for a thousand complaints."""
    rows = {row.complaint_id: row for row in read_ledger_rows(ids, unit) if is_counted(row)}
    window, counted = window_of(period), list(rows.values())
    closed = [case for case, row in rows.items() if window.holds(_moment(row["closed_at"]))]
    homes: Mapping[str, str] = {
        login: home for login, home in unit.session.execute(select(Staff.login, Staff.unit))
    }
    visited = _list_with_visits(closed, unit)
    for case in closed:
        yield from _count_handling(rows[case], needs_visit=case in visited)
    yield from count_referrals(closed, homes, unit)
    yield from count_extensions([rows[case] for case in closed], unit)
    yield from _count_found(closed, unit)
    yield from count_rectified(rows, window, unit)
    yield from count_reviews(counted, window, unit)
    yield from count_lost_outside(counted, window, unit)


def is_counted(row: LedgerRow) -> bool:
    """Whether a complaint says anything of anybody: something of it was found true; what was refused or moved on says nothing."""
    if row["outcome"] in NOT_TO_BE_ENDED or not row["counts_once"]:
        return False
    findings = row["findings"]
    return isinstance(findings, tuple) and bool(
        {finding.value for finding in TRUE_AT_LEAST_IN_PART} & set(findings)
    )


def _moment(value: object) -> datetime | None:
    return value if isinstance(value, datetime) else None


def _list_with_visits(ids: Sequence[str], unit: Unit) -> set[str]:
    """Of which a return visit was to be made: none is where nobody can be reached, or the rating came by itself."""
    query = select(Clock.complaint_id).where(
        Clock.complaint_id.in_(ids), Clock.kind == ClockKind.RETURN_VISIT
    )
    return set(unit.session.scalars(query.distinct()))


def _count_handling(row: LedgerRow, *, needs_visit: bool) -> Iterator[Fact]:
    told: dict[Indicator, bool] = {}
    if row["lateness"] is not None:
        told[Indicator.ANSWERED_IN_TIME] = row["lateness"] == Lateness.ON_TIME
    if row["rating"] is not None:
        # Who said nothing is in neither number.
        told[Indicator.SATISFIED] = row["evaluation"] == SATISFIED
    if row["outcome"] == Outcome.ACCEPTED:
        # What others investigated for the office is as good as an act of its own, what was said unasked as a visit.
        acted = row["acts"] or row["entrustments"]
        heard = row["visited_on"] or row["rating"] is not None or not needs_visit
        told[Indicator.FILE_COMPLETE] = bool(acted and row["finding"] and row["answered_on"] and heard)
    if row["times_redone"]:
        told[Indicator.OVERTURNED] = True
    for indicator, counts in told.items():
        yield from of_handling(row, indicator, counts=counts)


def _count_found(ids: Sequence[str], unit: Unit) -> Iterator[Fact]:
    """Of whom a matter is about that was found true at least in part."""
    rows = unit.session.execute(
        select(Respondent.complaint_id, about_unit(), Respondent.staff_id)
        .join(
            Matter,
            (Matter.complaint_id == Respondent.complaint_id)
            & or_(Respondent.matter_no.is_(None), Respondent.matter_no == Matter.no),
        )
        .outerjoin(Staff, Staff.login == Respondent.staff_id)
        .where(
            Respondent.complaint_id.in_(ids),
            Respondent.in_force(),
            is_settled(),
            Matter.finding.in_(TRUE_AT_LEAST_IN_PART),
        )
        .distinct()
    )
    for case, unit_code, login in rows:
        if unit_code is not None:
            yield Fact(unit_code, None, Indicator.FOUND_TRUE, case, counts=True)
        if login is not None:
            yield Fact(None, login, Indicator.FOUND_TRUE, case, counts=True)
