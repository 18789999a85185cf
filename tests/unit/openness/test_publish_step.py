"""What is published of the year in which an office began, and of complaints that are late over the end of a month."""

from __future__ import annotations

from datetime import date

import pytest

from models.case.complaint import Complaint
from models.case.lifecycle import Outcome, Stage
from models.clock.legal_time import parse_moment
from models.ground.public_codes import PublicTable, PublicTotal, Punctuality
from models.ground.summary_codes import SummaryDecision, SummaryRate, SummarySection
from models.office.periodic_summary import PeriodicSummary, SummaryEdition
from models.office.public_period import PublicPeriod
from models.store.database import Database
from services.openness.annual_reports import read_report_desk
from services.openness.publish_step import publish_step
from services.openness.published import from_json
from services.openness.report_facts import read_report_facts
from services.summaries.decide_summary import DecideSummary, decide_summary
from services.summaries.figures import FORMAT, Counts, digest_of, share
from services.summaries.figures import from_json as figures_from
from services.summaries.propose_summaries import propose_summaries
from tests.full_office import FullOffice
from tests.unit.openness.released_months import figures_of_month, release
from tests.unit.services.summarised_cases import Lived, live


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


def release_all(office: FullOffice, at: str) -> None:
    """What has ended by then is computed, released and published."""
    office.clock.set(at)
    propose_summaries(office.unit_of_work)
    for row in office.rows(PeriodicSummary):
        if not office.rows(SummaryEdition, summary_id=row.id):
            command = DecideSummary(row.id, SummaryDecision.RELEASE, "", digest_of(row.figures))
            decide_summary(command, office.unit_of_work(), office.actor("jian.rujing"))
    publish_step(office.unit_of_work)


def test_who_is_late_over_the_end_of_a_month_is_in_the_published_quarter_once(office: FullOffice) -> None:
    """Months are published one after the other; the quarter, which is their sum, says what the office's own does."""
    for month in ("2026-10", "2026-11", "2026-12"):
        for _ in range(6):
            day = f"{month}-08"
            times = {"contacted": f"{day}T10:00", "decided": f"{day}T11:00", "answered": f"{day}T12:00"}
            live(office, Lived(f"{day}T09:00", closed=f"{day}T13:00", **times))
    for month, following in (("2026-10", "2026-11"), ("2026-11", "2026-12"), ("2026-12", "2027-01")):
        late = [live(office, Lived(f"{month}-15T09:00", contacted=f"{month}-15T10:00")) for _ in range(6)]
        release_all(office, f"{following}-01T08:00")
        with office.unit_of_work() as unit:
            for case in late:
                row = unit.session.get_one(Complaint, case)
                row.stage, row.outcome = Stage.ARCHIVED, Outcome.ACCEPTED
                row.closed_at = parse_moment(f"{following}-05T09:00")
    told = {row.id: from_json(row.content) for row in office.rows(PublicPeriod)}
    months = [told[f"2026-{month}"].totals[PublicTotal.TO_BE_ENDED] for month in (10, 11, 12)]
    assert months == [12, 12, 12], "who was late in October is not in November too"
    (own,) = office.rows(SummaryEdition, summary_id="2026-Q4")
    on_time = share(figures_from(own.figures).own, SummaryRate.ON_TIME)
    quarter = told["2026-Q4"]
    assert quarter.totals[PublicTotal.TO_BE_ENDED] == on_time.base == 36
    assert quarter.tables[PublicTable.PUNCTUALITY][Punctuality.LATE] == on_time.base - on_time.part == 18
    assert quarter.format == own.figures["format"] == FORMAT


def test_a_longer_period_with_a_month_of_the_earlier_rule_says_so(office: FullOffice) -> None:
    """What was counted before stays, and whatever is summed with it."""
    office.add_complaint("2026-10-02T09:00")
    with office.unit_of_work() as unit:
        for month in (10, 11, 12):
            release(date(2026, month, 1), numbers(30), unit, counted=1 if month == 10 else FORMAT)
    publish_step(office.unit_of_work)
    told = {row.id: from_json(row.content).format for row in office.rows(PublicPeriod)}
    assert told == {"2026-10": 1, "2026-11": 2, "2026-12": 2, "2026-Q4": 1, "2026-H2": 1, "2026": 1}
