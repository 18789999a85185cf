"""Every test of the core runs with shadow recovery after each command."""

from __future__ import annotations

import pytest

from tests.engine.driver import Driver
from tests.engine.poison import Poison
from tests.engine.shadow import Shadow
from tests.engine.slicing import Make, Sliced


@pytest.fixture(autouse=True)
def shadow(monkeypatch: pytest.MonkeyPatch) -> Shadow:
    """A recovered core equals the live one after every processed command."""
    watcher = Shadow()
    watcher.install(monkeypatch)
    return watcher


@pytest.fixture
def engine(shadow: Shadow) -> Driver:
    """A fresh core with the helpers of a client."""
    return Driver(shadow)


@pytest.fixture
def make(shadow: Shadow, monkeypatch: pytest.MonkeyPatch) -> Make:
    """A fresh core by its room."""
    return lambda room: Sliced(shadow, monkeypatch, room)


@pytest.fixture
def poison(monkeypatch: pytest.MonkeyPatch) -> Poison:
    """Script tasks of poisoned instances fail in a way that nobody foresaw."""
    return Poison(monkeypatch)
