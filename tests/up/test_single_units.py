"""Engine, workers and web as units of their own on a fresh office: whichever part comes first installs the diagrams."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.up.single_units import SingleUnits


@pytest.fixture
def units(tmp_path: Path) -> Iterator[SingleUnits]:
    """A real office just made, nothing started."""
    units = SingleUnits(tmp_path / "office")
    made = units.command("init")
    assert made.returncode == 0, made.stderr
    yield units
    units.close()


@pytest.mark.timeout(240)
def test_a_complaint_filed_before_engine_and_workers_becomes_a_task(units: SingleUnits) -> None:
    """SE-5: 0 process definitions, a receipt, no task ever; nobody but `jieban up` installed diagrams."""
    units.start("web")
    units.wait_until(lambda: units.answers("/"), "the pages answer")
    first = units.file()
    # The workers come before the engine, and wait for it.
    units.start("workers")
    units.wait_until(lambda: "step_failed" in units.log_of("workers").read_text(), "the engine is away")
    units.start("engine")
    units.wait_until(lambda: len(units.tasks()) == 1, f"the task of {first}")
    second = units.file()
    units.wait_until(lambda: len(units.tasks()) == 2, f"the task of {second}")
    assert {task.form_id for task in units.tasks()} == {"decide-acceptance"}
    assert "resources_installed" in units.log_of("workers").read_text()
    began = time.monotonic()
    for name in ("web", "workers", "engine"):
        units.stop(name)
    assert time.monotonic() - began < 12


@pytest.mark.timeout(120)
def test_an_administrator_installs_what_is_shipped_and_a_repeat_installs_nothing(units: SingleUnits) -> None:
    """SE-5: "no `deploy` command"; without an engine it says so and ends with 1."""
    away = units.command("deploy", "--shipped")
    assert away.returncode == 1
    assert "Traceback" not in away.stderr
    units.start("engine")
    units.wait_until(lambda: units.command("deploy", "--shipped").returncode == 0, "the engine takes them")
    repeat = units.command("deploy", "--shipped")
    assert "everything of this release is installed" in repeat.stdout
    assert units.command("deploy", "--shipped", "--by", "admin").returncode == 2
    assert units.command("deploy").returncode == 2
