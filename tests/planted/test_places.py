"""EN-2: wherever an error is planted, its command is undone, its root alone rests, and then ends as without it."""

from __future__ import annotations

import logging
import os
from collections import Counter
from random import Random
from typing import Any

import pytest

from prove.record import Record
from tests.planted.plant import SECRET, Plant
from tests.planted.town import Town, incident_of

SEED = int(os.environ.get("SEED", "10"))
# All of them on demand (PROVE=1).
IS_WHOLE = os.environ.get("PROVE") == "1"
SAMPLE = 12
LEAST_PLACES = 100


def untouched(monkeypatch: pytest.MonkeyPatch) -> tuple[Plant, dict[str, Any]]:
    """A run without an error: how many places there are, and what every instance becomes."""
    with monkeypatch.context() as patch:
        counted = Plant()
        counted.install(patch)
        town = Town()
        town.live()
        return counted, town.tale()


def live_with(plant: Plant, restarts: bool) -> Town:
    """A run with an error; while its root rests all others come to their ends, then a person releases it."""
    town = Town()
    town.live()
    assert plant.met, "the error did not come up"
    resting = town.resting()
    assert len(resting) <= 1
    if resting:
        incident = incident_of(town)
        assert incident.process_instance_key == resting[0].key
        assert "PlantedError at " in incident.error_message and SECRET not in incident.error_message
    if restarts:
        town.restart()
    town.release()
    town.live()
    assert town.resting() == []
    return town


def check(number: int, counted: Plant, tale: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Plant at one call and compare the ends; where it was met."""
    with monkeypatch.context() as patch:
        plant = Plant.at_call(number, counted)
        plant.install(patch)
        town = live_with(plant, restarts=number % 2 == 0)
    assert town.tale() == tale, f"call {number}, {dict(plant.met)}"
    return plant.met


@pytest.mark.timeout(500 if IS_WHOLE else 60)
def test_everything_ends_as_without_the_error_wherever_it_is_planted(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    counted, tale = untouched(monkeypatch)
    assert counted.calls >= LEAST_PLACES
    numbers = range(1, counted.calls + 1)
    if not IS_WHOLE:
        numbers = sorted(Random(SEED).sample(numbers, SAMPLE))  # noqa: S311  # the same again for a seed
    record = Record("errors planted in process", seed=SEED)
    with caplog.at_level(logging.ERROR):
        for number in numbers:
            record.faults += check(number, counted, tale, monkeypatch)
            record.attempts += 1
            (told,) = [one.getMessage() for one in caplog.records]
            assert SECRET not in told and "PlantedError at " in told
            caplog.clear()
    record.figures = {"different calls and commands": len(record.faults)}
    record.save()
