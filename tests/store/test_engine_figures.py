"""Figures of the engine are read in other threads than the one that its core belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.processing.core import Core
from tests.store.test_housekeeping_faults import Office


def test_how_late_the_engine_is_asks_nothing_of_the_core(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Looking for what is due next changes the core: beside the writer a timer would be lost."""
    batches = Office(tmp_path).batches

    def changed_beside_the_writer(_core: Core) -> int | None:
        raise AssertionError("asked from another thread")

    monkeypatch.setattr(Core, "next_due", changed_beside_the_writer)
    assert batches.late_seconds == 0.0
