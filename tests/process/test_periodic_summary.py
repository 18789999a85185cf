"""The process of periodic summaries: begun by time, one task a summary, no instance that is left behind."""

from __future__ import annotations

import pytest

from engine.core.commands import CompleteUserTask
from tests.engine.driver import DAY, Driver
from tests.process.side_office import SideOffice

TASK = "UserTask_DecideSummary"


@pytest.fixture
def office(engine: Driver) -> SideOffice:
    return SideOffice(engine, "periodic-summary")


def test_each_day_one_instance_begins_and_asks_about_each_summary_once(office: SideOffice) -> None:
    """C10: every element and flow; tasks end one by one, and the instance with the last of them."""
    office.answer("bind-summaries", {"summary_ids": ["2026-11", "2026-Q4"]})
    office.pass_time(DAY)
    (key,) = office.engine.started(office.process_id)
    tasks = office.tasks(TASK)
    assert [task.candidate_groups for task in tasks] == [["supervisor", "director"]] * 2
    for left in (1, 0):
        office.engine.send(CompleteUserTask(office.tasks(TASK)[0].key, {}))
        office.work()
        assert len(office.tasks(TASK)) == left
    assert office.engine.state(key) == "COMPLETED"
    assert office.unreached() == set()
    assert office.leftovers() == []


def test_a_day_on_which_nothing_waits_leaves_no_instance_open(office: SideOffice) -> None:
    for day in (1, 2):
        office.pass_time(DAY)
        assert len(office.engine.started(office.process_id)) == day
        assert office.leftovers() == []


def test_days_that_were_missed_begin_one_instance(office: SideOffice) -> None:
    """Whoever comes back after ten days away finds no ten tasks of a summary."""
    office.pass_time(10 * DAY)
    assert len(office.engine.started(office.process_id)) == 1
