"""Numbered migrations of the engine store: `migrations/NNNN_name.sql`, each in one transaction."""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.start_refused import StartRefused
from engine.state.connection import Connection

MIGRATIONS_DIR: Final = Path(__file__).parent / "migrations"


@dataclass(frozen=True, slots=True)
class Migration:
    """One step of the schema; `number` is the version the store has after it."""

    number: int
    statements: tuple[str, ...]


def list_migrations(folder: Path = MIGRATIONS_DIR) -> list[Migration]:
    """All steps in order; a gap in the numbers is a fault of the build."""
    files = sorted(folder.glob("[0-9]*_*.sql"))
    steps = [
        Migration(int(file.name.split("_", 1)[0]), tuple(_split(file.read_text(encoding="utf-8"))))
        for file in files
    ]
    if [step.number for step in steps] != list(range(1, len(steps) + 1)):
        raise ValueError(f"migrations in {folder} are not numbered 1, 2, 3 ...")
    return steps


def migrate(connection: Connection, steps: list[Migration]) -> None:
    """Bring the store to the newest version, or refuse a store that a newer engine wrote."""
    version = find_schema_version(connection)
    newest = steps[-1].number
    if version > newest:
        raise StartRefused(
            f"The engine store has schema version {version}, but this engine knows only up to {newest}:"
            " start it with the newer release that wrote it."
        )
    for step in steps[version:]:
        connection.begin()
        for statement in step.statements:
            connection.execute(statement)
        connection.execute("UPDATE meta SET value = ? WHERE name = 'schema_version'", (str(step.number),))
        connection.commit()


def find_schema_version(connection: Connection) -> int:
    """The version of the store; 0 for an empty file."""
    has_meta = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'")
    if not has_meta:
        return 0
    rows = connection.execute("SELECT value FROM meta WHERE name = 'schema_version'")
    return int(str(rows[0][0]))


def _split(text: str) -> Iterator[str]:
    statement = ""
    for line in text.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement.strip()
            statement = ""
