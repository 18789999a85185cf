"""What is killed comes back; people go on filing meanwhile; nothing outlives the supervisor."""

from __future__ import annotations

import os
import signal

import pytest

from tests.up.office_up import OfficeUp, is_gone


@pytest.mark.timeout(240)
def test_each_killed_process_comes_back_and_the_office_serves_again(office: OfficeUp) -> None:
    """Filing works while the engine or the workers are away; the receipt is shown at once."""
    before = office.children()
    assert set(before) == {"engine", "workers", "web"}
    for name in ("engine", "workers", "web"):
        killed = office.children()[name]
        os.kill(killed, signal.SIGKILL)
        office.wait_until(lambda pid=killed: is_gone(pid))
        if name != "web":
            assert office.file().startswith("YH-")
        office.wait_until(lambda name=name, pid=killed: office.children().get(name, pid) != pid)
        office.wait_until(office.serves)
    after = office.children()
    assert all(after[name] != before[name] for name in before)
    for name in before:
        assert f"{name} ended with code -9" in office.said
        assert f"{name}: started again" in office.said
    assert office.file().startswith("YH-")


@pytest.mark.timeout(240)
def test_filing_with_the_engine_away_becomes_a_task_when_it_is_back(office: OfficeUp) -> None:
    """Committed first, told later: the case that was filed meanwhile reaches the intake clerk once."""
    engine = office.children()["engine"]
    os.kill(engine, signal.SIGKILL)
    number = office.file()
    office.wait_until(office.serves)
    case = office.people.find_case("wen.rusheng", number)
    office.wait_until(lambda: office.people.list_tasks("wen.rusheng", case))
    assert [task.form_id for task in office.people.list_tasks("wen.rusheng", case)] == ["decide-acceptance"]


@pytest.mark.timeout(240)
def test_no_child_outlives_a_killed_supervisor(office: OfficeUp) -> None:
    """A supervisor that is killed takes its processes with it; the next start finds the ports free."""
    children = [*office.children().values(), office.nursery()]
    assert len(children) == 4
    os.kill(office.process.pid, signal.SIGKILL)
    office.process.wait()
    office.wait_until(lambda: all(is_gone(pid) for pid in children))
