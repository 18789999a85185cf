"""The shadow check: after each commit a fresh core loaded from the file must equal the living one."""

from __future__ import annotations

from pathlib import Path

from engine.processing.core import Core
from engine.runtime import Runtime
from engine.state.connection import SqliteConnection
from engine.state.store import Store


def differences(living_core: Core, store_path: Path) -> list[str]:
    """Where a core that recovers from the file differs from the living one; leases do not count."""
    store = Store(SqliteConnection(store_path))
    try:
        recovered = Core.load(store.load()).state.dump()
    finally:
        store.close()
    living = living_core.state.dump()
    assert living.keys() == recovered.keys()
    return [
        f"{part}: living {living[part]!r}, recovered {recovered[part]!r}"
        for part in living
        if living[part] != recovered[part]
    ]


class ShadowCheck:
    """Pass it as `after_commit`; `commits` tells how often it compared, `differences` what it found."""

    def __init__(self) -> None:
        self.commits = 0
        self.differences: list[str] = []

    def __call__(self, runtime: Runtime) -> None:
        self.commits += 1
        found = differences(runtime.core, runtime.store_path)
        self.differences += [f"commit {self.commits}, {difference}" for difference in found]
