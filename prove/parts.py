"""The table of parts (`parts.toml`) as Python reads it, and whether what a part proves is still what it was."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("parts.toml")
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of `make prove`; it takes `minutes` at most on a quiet machine with 2 cores."""

    name: str
    about: str
    minutes: int
    tests: tuple[str, ...]
    proves: tuple[str, ...]

    @property
    def figures(self) -> Path:
        """Where its last run left its figures."""
        return TABLE.with_name(f"{self.name}.json")

    def digest(self) -> str:
        """SHA-256 over names and contents of all files it proves, as they are now; FileNotFoundError for a lost one.

        What the set-up builds (each folder of .gitignore) is not among them: a clone and an installed office agree.
        """
        found = hashlib.sha256()
        for path in self._list_files():
            found.update(path.relative_to(ROOT).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
        return found.hexdigest()

    def _list_files(self) -> Iterator[Path]:
        for name in sorted(self.proves):
            place = ROOT / name
            if not place.exists():
                raise FileNotFoundError(f"prove/parts.toml: {self.name} proves {name}, which is not there")
            inside = sorted(place.rglob("*")) if place.is_dir() else [place]
            yield from (path for path in inside if path.is_file() and not _is_built(path.relative_to(ROOT)))


@cache
def _built_folders() -> frozenset[str]:
    lines = (ROOT / ".gitignore").read_text("utf-8").split()
    return frozenset(line.removesuffix("/") for line in lines if line.endswith("/"))


def _is_built(path: Path) -> bool:
    return any(
        place.name in _built_folders() or place.as_posix() in _built_folders() for place in path.parents
    )


def load_parts() -> tuple[Part, ...]:
    """All parts, in the order in which they run."""
    rows = tomllib.loads(TABLE.read_text("utf-8"))
    listed = ("tests", "proves")
    return tuple(
        Part(name, **row | {word: tuple(row[word]) for word in listed}) for name, row in rows.items()
    )
