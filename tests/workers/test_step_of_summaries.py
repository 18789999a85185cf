"""What summaries meet is no matter of the deletion that the law asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import workers.chains
from tests.full_office import FullOffice
from workers.chains import Chains
from workers.office_store import OfficeStore
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

    monkeypatch.setattr(workers.chains, "summaries_step", raise_odd)
    monkeypatch.setattr(workers.chains, "retention_step", sweep)
    store = OfficeStore(office.unit_of_work, nobody, nobody, lambda: True)
    store.gate.is_open = True  # the engine's store is the office's
    chains = Chains(WorkerSettings("", tmp_path / "beat", office.unit_of_work), store, lambda: False)
    chains.let_go(nobody)
    assert swept == ["swept"]
    with pytest.raises(ValueError):
        chains.summarise()
