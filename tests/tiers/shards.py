"""The table of shards (`shards.toml`) as Python reads it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

TABLE = Path(__file__).with_name("shards.toml")
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Shard:
    """Part of `make check`: the tests with the mark `check` under its paths.

    `is_beside` runs while the others do, `is_timed` when all others have ended. Tests of one file go to several processes
    where `is_by_test`; files come in the order of the paths where `is_in_order`, else those of the most tests come first.
    """

    name: str
    about: str
    files_at_once: int
    seconds: int
    paths: tuple[str, ...]
    is_beside: bool = False
    is_timed: bool = False
    is_by_test: bool = False
    is_in_order: bool = False

    def holds(self, file: str) -> bool:
        """Whether a file, by its path from the root, is under one of the paths."""
        return any(file == path or file.startswith(f"{path}/") for path in self.paths)

    def command(self) -> list[str]:
        """What pytest is asked for."""
        way = ["load", "--maxschedchunk=1"] if self.is_by_test else ["loadfile"]
        order = ["--no-loadscope-reorder"] if self.is_in_order else []
        return [*self.paths, "-m", "check", "-n", str(self.files_at_once), "--dist", *way, *order]


def load_shards() -> tuple[Shard, ...]:
    """All shards, in the order in which they run."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    return tuple(Shard(name, **row | {"paths": tuple(row["paths"])}) for name, row in rows.items())
