"""Diagrams spoilt in every way are refused in words, or run; nothing of them ends the engine or holds it up."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from engine.processing import unforeseen
from tests.fuzz.amounts import TIMEOUT_SECONDS, Attempts, amount
from tests.fuzz.bpmn_bases import BASES
from tests.fuzz.bpmn_mutations import spoilt
from tests.fuzz.tried_engine import TriedEngine

# One engine takes so many files before a fresh one: with all that came before in its way, and not slower each time.
FILES_AN_ENGINE = 100
# Beyond the first an attempt is counted; a command that enters all it may (10,000 elements) is the longest there is.
LONGEST_SECONDS, MOST_SECONDS = 1.0, 5.0
UNFORESEEN = unforeseen.__name__
# A process that calls itself runs a thousand deep, as on Zeebe: dear, and seldom enough.
WEIGHTS = [1 if b'processId="p"' in base else 30 for base in BASES]


def attempt(engine: TriedEngine, chance: random.Random) -> str:
    """Deploy one file and, if it is taken, drive it; says which it was."""
    if not engine.deploy(spoilt(chance, chance.choices(BASES, WEIGHTS)[0])):
        return "refused"
    engine.drive(chance, chance.choice((2, 4, 10)))
    return "taken and driven"


@pytest.mark.timeout(TIMEOUT_SECONDS)
def test_no_spoilt_diagram_ends_the_engine_or_holds_it_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """EN-1, EN-2: 50,000 in `make prove`; also an error that only let an instance rest fails this test."""
    attempts = Attempts("mutated BPMN", LONGEST_SECONDS)
    engine, unforeseen_errors = TriedEngine(tmp_path / "first.db"), list[str]()
    for chance in attempts.each(amount(300, 50_000)):
        if attempts.tried and attempts.tried % FILES_AN_ENGINE == 0:
            engine.close()
            (tmp_path / f"{attempts.tried - FILES_AN_ENGINE}.db").unlink(missing_ok=True)
            engine = TriedEngine(tmp_path / f"{attempts.tried}.db")
        began = time.process_time()
        attempts.met[attempt(engine, chance)] += 1
        attempts.took(time.process_time() - began, f"attempt {attempts.tried} of seed {attempts.seed}")
        errors = [record.getMessage() for record in caplog.records if record.name == UNFORESEEN]
        unforeseen_errors += [f"attempt {attempts.tried}: {error}" for error in errors]
        caplog.clear()
    engine.close()
    assert attempts.met["refused"] and attempts.met["taken and driven"]
    assert unforeseen_errors == []
    assert attempts.longest < MOST_SECONDS, attempts.slow
    attempts.save()
