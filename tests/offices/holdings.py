"""What lies in the data folder of an office that does not run, read from its database files alone."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

# The table of a request's kind where it has not the kind's own name.
TABLE_OF_REQUEST = {"supplement": "supplement_request", "respondent": "respondent_request"}


@dataclass(frozen=True, slots=True)
class Holdings:
    """`stages` are those of cases, `forms` those of open tasks, `outbox` the kinds of what is not sent yet.

    `linked_forms` are those that a user task of a deployed diagram links, an owner's among them; `versions` the
    newest version of each process in which something runs.
    """

    stages: frozenset[str]
    requests: frozenset[str]
    forms: frozenset[str]
    linked_forms: frozenset[str]
    drafts: int
    outbox: frozenset[str]
    versions: dict[str, int]


def read_holdings(data: Path, request_kinds: frozenset[str]) -> Holdings:
    """Read the files without changing them; a kind of request without a table is not held."""
    with (
        closing(_reader(data / "jieban.sqlite3")) as office,
        closing(_reader(data / "engine" / "engine.db")) as engine,
    ):
        return Holdings(
            stages=_column(office, "SELECT stage FROM complaint"),
            requests=frozenset(kind for kind in request_kinds if _has_open(office, kind)),
            forms=_column(office, "SELECT form_id FROM task WHERE state = 'open'"),
            linked_forms=_linked_forms(engine),
            drafts=len(_column(office, "SELECT user_task_key FROM task_draft")),
            outbox=_column(office, "SELECT kind FROM outbox WHERE sent_at IS NULL"),
            versions=_versions(engine),
        )


def _reader(file: Path) -> sqlite3.Connection:
    # `immutable`: not even the files beside a database in WAL mode are made.
    return sqlite3.connect(f"file:{file}?immutable=1", uri=True)


def _has_open(office: sqlite3.Connection, kind: str) -> bool:
    table = TABLE_OF_REQUEST.get(kind, kind)
    if table not in _column(office, "SELECT name FROM sqlite_master WHERE type = 'table'"):
        return False
    return bool(_column(office, f"SELECT id FROM {table} WHERE state = 'open'"))  # noqa: S608 - an own table


def _linked_forms(engine: sqlite3.Connection) -> frozenset[str]:
    diagrams = _column(engine, "SELECT xml FROM process_definition")
    return frozenset(form for xml in diagrams for form in re.findall(r'formId="([^"]+)"', xml))


def _versions(engine: sqlite3.Connection) -> dict[str, int]:
    query = "SELECT process_id, max(version) FROM process_instance WHERE ended_at IS NULL GROUP BY process_id"
    return {str(name): int(version) for name, version in engine.execute(query)}


def _column(connection: sqlite3.Connection, query: str) -> frozenset[str]:
    return frozenset(str(row[0]) for row in connection.execute(query))
