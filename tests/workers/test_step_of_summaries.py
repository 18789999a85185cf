"""What summaries meet is no matter of the deletion that the law asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import workers.main
from tests.full_office import FullOffice
from workers.main import Workers
from workers.settings import WorkerSettings


def test_retention_goes_on_whatever_summaries_raise(
    office: FullOffice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody: Any = None  # neither of these steps asks the engine
    swept: list[str] = []

    def raise_odd(*_: object) -> int:
        raise ValueError

    def sweep(*_: object) -> int:
        swept.append("swept")
        return 0

    monkeypatch.setattr(workers.main, "summaries_step", raise_odd)
    monkeypatch.setattr(workers.main, "retention_step", sweep)
    process = Workers(WorkerSettings("", tmp_path / "beat", office.unit_of_work), nobody, nobody, nobody)
    process._store.gate.is_open = True  # the engine's store is the office's
    process._let_go()
    assert swept == ["swept"]
    with pytest.raises(ValueError):
        process._summarise()
