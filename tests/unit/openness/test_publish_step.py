"""What is published of the year in which an office began."""

from __future__ import annotations

from datetime import date

import pytest

from models.ground.public_codes import PublicTotal
from models.ground.summary_codes import SummarySection
from models.office.public_period import PublicPeriod
from models.store.database import Database
from services.openness.annual_reports import read_report_desk
from services.openness.publish_step import publish_step
from services.openness.published import from_json
from services.openness.report_facts import read_report_facts
from services.summaries.figures import Counts
from tests.full_office import FullOffice
from tests.unit.openness.released_months import figures_of_month, release


@pytest.fixture
def office(office_database: Database) -> FullOffice:
    return FullOffice(office_database)


def numbers(of: int) -> Counts:
    rows = {section: {code: of} for section, code in _ROWS.items()}
    return figures_of_month(rows, late=5, satisfied=of - 6, not_satisfied=6)


_ROWS = {
    SummarySection.CHANNEL: "portal",
    SummarySection.CATEGORY: "bad_attitude",
    SummarySection.ITEM: "RS-001",
    SummarySection.OUTCOME: "accepted",
}


def test_a_year_in_which_an_office_began_is_published_whole(office: FullOffice) -> None:
    """Months before its first complaint are empty; what is entered of them later changes nothing that was published."""
    office.add_complaint("2026-03-15T09:00")
    with office.unit_of_work() as unit:
        for month in range(3, 13):
            release(date(2026, month, 1), numbers(20 + month), unit)
    assert publish_step(office.unit_of_work) == 10 + 4 + 2 + 1
    told = {row.id: from_json(row.content) for row in office.rows(PublicPeriod)}
    assert "2026-01" not in told
    assert told["2026-Q1"].totals == told["2026-03"].totals
    assert told["2026"].totals[PublicTotal.RECEIVED] == sum(20 + month for month in range(3, 13))
    assert read_report_desk(office.unit_of_work(), office.actor("jian.rujing")).years == (2026,)
    assert read_report_facts(2026, office.unit_of_work()).begins == date(2026, 3, 15)
    office.add_complaint("2026-02-20T09:00")
    with office.unit_of_work() as unit:
        release(date(2026, 2, 1), numbers(30), unit)
    assert publish_step(office.unit_of_work) == 0
    assert {row.id for row in office.rows(PublicPeriod)} == told.keys()
