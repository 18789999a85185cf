"""The shadow check: after each commit a fresh core loaded from the file must equal the living one."""

from __future__ import annotations

from engine.processing.core import Core
from engine.runtime import Runtime
from engine.state.connection import SqliteConnection
from engine.state.store import Store


class ShadowCheck:
    """Pass it as `after_commit`; `commits` tells how often it compared, `differences` what it found."""

    def __init__(self) -> None:
        self.commits = 0
        self.differences: list[str] = []

    def __call__(self, runtime: Runtime) -> None:
        self.commits += 1
        store = Store(SqliteConnection(runtime.store_path))
        try:
            recovered = Core.load(store.load()).state.dump()
        finally:
            store.close()
        living = runtime.core.state.dump()
        self.differences += [
            f"commit {self.commits}, {part}: living {living[part]!r}, recovered {recovered[part]!r}"
            for part in living
            if living[part] != recovered[part]
        ]
