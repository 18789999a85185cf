"""What the office's figures say of cases, messages and limits that stand still, on both databases."""

from __future__ import annotations

from sqlalchemy import update

from models.case.lifecycle import ClockKind
from models.clock.legal_time import parse_moment
from models.ground.ids import ComplaintId
from models.ledger.outbox import OutboxRow
from models.store.migrations import head_revision
from services.clocks.open_clock import OpenClock, open_clock
from services.health.office_figures import read_office_figures
from tests.full_office import FullOffice


def test_figures_show_a_case_that_no_process_took_up_a_minute_after_it_was_filed(office: FullOffice) -> None:
    """SE-45: the age of the oldest outbox row and the cases without a run show what "ok" of every process hid."""
    quiet = read_office_figures(office.unit_of_work())
    assert (quiet.unsent, quiet.oldest_unsent_seconds, quiet.cases_without_run) == (0, None, 0)
    assert quiet.schema == head_revision()
    filed = office.file()
    with office.unit_of_work() as unit:
        limit = open_clock(
            OpenClock(ComplaintId(filed.complaint_id), ClockKind.ACCEPTANCE, 1, office.clock.now()), unit
        )
        limit.check_at = parse_moment("2026-09-07T10:30")
    fresh = read_office_figures(office.unit_of_work())
    assert (fresh.cases_without_run, fresh.late_limits) == (0, 0)
    assert fresh.unsent >= 1
    assert fresh.oldest_unsent_seconds == 0.0
    office.clock.set("2026-09-07T10:01:01")
    late = read_office_figures(office.unit_of_work())
    assert late.cases_without_run == 1
    assert late.oldest_unsent_seconds == 61.0
    office.clock.set("2026-09-07T10:31:01")
    assert read_office_figures(office.unit_of_work()).late_limits == 1


def test_what_is_held_for_a_person_is_counted_apart(office: FullOffice) -> None:
    office.file()
    with office.database.write_transaction() as session:
        session.execute(update(OutboxRow).values(held_at=office.clock.now()))
    office.clock.set("2026-09-07T11:00")
    figures = read_office_figures(office.unit_of_work())
    assert (figures.unsent, figures.oldest_unsent_seconds) == (0, None)
    assert figures.held >= 1
