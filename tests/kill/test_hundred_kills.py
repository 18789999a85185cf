"""A hundred SIGKILLs, drawn by seed, while people file and submit: nothing is lost, nothing happens twice."""

from __future__ import annotations

import os
import random
import threading
from pathlib import Path

import pytest

from prove.record import Record
from tests.faults.load import Load
from tests.faults.reckoning import figures_of, reckon
from tests.kill.scene import LEASE_SECONDS
from tests.office_process import NAMES, OfficeProcess, office_template, running_office

KILLS = 100 if os.environ.get("PROVE") == "1" else 6
MOST_SECONDS = 720.0
_PAUSE = 0.5  # seconds at most between two kills, and until the dead one is started again


@pytest.mark.check(sister="tests/kill/test_places.py")
@pytest.mark.timeout(MOST_SECONDS)
def test_kills_of_any_process_lose_nothing_and_do_nothing_twice(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Each receipt is one case with one process, each submission taken is done once."""
    seed = int(os.environ.get("SEED", "1"))
    chance = random.Random(seed)  # noqa: S311 - no secret
    record = Record(unit="SIGKILLs under load", seed=seed)
    template = office_template(tmp_path_factory.getbasetemp() / "office-template")
    with running_office(tmp_path / "office", template=template) as office:
        load = Load(office.address, office.passwords)
        load.start()
        office.wait_until(lambda: load.receipts and load.submitted, "people are served")
        while record.attempts < KILLS:
            names = list(NAMES) if chance.random() < 1 / 2 else [chance.choice(NAMES)]
            kill(office, names, chance.random() * _PAUSE)
            for name in names:
                record.attempts += 1
                record.faults[f"{name} killed" if len(names) == 1 else f"{name} killed with all"] += 1
            threading.Event().wait(chance.random() * _PAUSE)
        load.stop()
        office.settle(LEASE_SECONDS)
        office.wait_until(lambda: figures_of(office).unsent == 0, "all is sent")
        reckon(office, load, record)
    print(record)
    record.save()


def kill(office: OfficeProcess, names: list[str], pause: float) -> None:
    """Kill these at once and start them again after a pause."""
    for name in names:
        office.kill(name)
    threading.Event().wait(pause)
    for name in names:
        office.launch(name)
    for name in names:
        office.wait_until(lambda name=name: office.is_ready(name), f"{name} serves")
