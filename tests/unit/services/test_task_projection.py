"""Whose a task is, where the engine's search may show what was before it was told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models.ledger.outbox import OutboxRow
from services.outbox.assign_user_task import SEARCH_LAGS, AssignUserTask, find_just_told
from tests.full_office import FullOffice

KEY = "2251799813686001"
on_sqlite = pytest.mark.parametrize("office_database", ["sqlite"], indirect=True)


@on_sqlite
@pytest.mark.parametrize("days", [-60, 0, 60])
def test_the_search_is_doubted_by_the_machines_clock_wherever_the_offices_stands(
    office: FullOffice, days: int
) -> None:
    """An office of a demo stands months away from the machine: the newest word is believed for seconds, not for months."""
    machine = office.unit_of_work().ports.system_clock.now()
    office.clock.moment = machine + timedelta(days=days)
    with office.unit_of_work() as unit:
        for place, login in enumerate(("xun.wenshi", "zhen.juquan")):
            unit.outbox.add(AssignUserTask(user_task_key=KEY, assignee=login), f"assign:{KEY}:{place}")
    assert find_just_told([KEY], office.unit_of_work) == {KEY: "zhen.juquan"}
    for ago, expected in ((SEARCH_LAGS / 2, {KEY: "zhen.juquan"}), (SEARCH_LAGS * 2, {})):
        with office.unit_of_work() as unit:
            for row in unit.session.query(OutboxRow):
                row.sent_at = machine - ago
        assert find_just_told([KEY], office.unit_of_work) == expected
