"""`jieban reconcile` on an office of units whose engine lost its folder: told, mended, and no key is used again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.case.lifecycle import TaskState
from tests.up.single_units import SingleUnits


@pytest.fixture
def units(tmp_path: Path) -> Iterator[SingleUnits]:
    """A real office as `jieban init` makes it."""
    units = SingleUnits(tmp_path / "office")
    made = units.command("init")
    assert made.returncode == 0, made.stderr
    yield units
    units.close()


@pytest.mark.check(sister="tests/unit/services/test_reconcile.py")
@pytest.mark.timeout(480)  # a dozen commands, each a process of its own
def test_a_deleted_engine_folder_is_told_and_a_repair_brings_the_task_back(units: SingleUnits) -> None:
    """Exit 1 and the case while it has no run, exit 0 afterwards; its task waits again under a key that is new."""
    away = units.command("reconcile", "--wait", "0")
    assert (away.returncode, "Traceback" in away.stderr) == (2, False)
    units.start_all()
    number = units.file()
    units.wait_until(units.tasks, f"the task of {number}")
    agreed = units.command("reconcile", "--wait", "1")
    assert agreed.returncode == 0, agreed.stdout
    (before,) = units.tasks()
    for name in ("workers", "engine"):
        units.stop(name)
    shutil.rmtree(units.data / "engine")
    units.start("engine")
    units.wait_until(lambda: units.command("deploy", "--shipped").returncode == 0, "the engine takes them")
    units.start("workers")
    lost = units.command("reconcile", "--wait", "1", "--json")
    assert lost.returncode == 1
    differences = json.loads(lost.stdout)["differences"]
    assert [(one["case"], one["difference"]) for one in differences] == [(number, "RUN_UNKNOWN")]
    # An empty store looks as searches that are behind do: somebody has to say which it is.
    assert units.command("reconcile", "--wait", "1", "--repair", "--yes").returncode == 4
    assert units.command("reconcile", "--wait", "1", "--end", differences[0]["key"]).returncode == 4
    assert len(units.tasks()) == 1
    assert units.command("reconcile", "--wait", "1", "--repair", "--lost", "--yes").returncode == 1
    units.wait_until(lambda: len(units.tasks()) == 2, "its task waits again")
    (task,) = [task for task in units.tasks() if task.state is TaskState.OPEN]
    assert task.form_id == before.form_id
    assert int(task.user_task_key) > int(before.user_task_key) + 1_000_000
    agreed = units.command("reconcile", "--wait", "3")
    assert agreed.returncode == 0, agreed.stdout
    (key,) = {task.process_instance_key for task in units.tasks() if task.state is TaskState.OPEN}
    refused = units.command("reconcile", "--wait", "1", "--end", str(key))
    assert (refused.returncode, str(key) in refused.stderr) == (3, True), (
        "the run of a case is nobody's to end"
    )
