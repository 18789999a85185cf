"""A row of every table that holds something of a case, with words in every column: what no walked case has all at once."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Integer,
    String,
    Table,
    Text,
    insert,
    select,
)
from sqlalchemy.orm import Session

from models.ground.base import CODE_LENGTH, EnumText, UtcDateTime
from models.ground.ids import new_id
from models.store.case_rows import GONE, WAYS, is_of_case, list_case_tables
from models.store.tables import Base
from models.vault.sealed import SealedJson, SealedText
from tests.store_app.stays_of_a_file import CODES, STAYS

CANARY = "金丝雀"
_NOW = datetime(2026, 9, 8, 2, tzinfo=UTC)
_DAY = date(2026, 9, 8)
# One a case is there already, and the trail is written by nothing but its own function.
_LEFT_OUT = {"complaint", "trail_event", "destruction_line"}


def fill(complaint_id: str, session: Session) -> list[str]:
    """Add the rows; the names of the tables that the case has rows of now."""
    known: dict[str, dict[str, Any]] = {"complaint": {"id": complaint_id}}
    for table in list_case_tables():
        if table.name not in _LEFT_OUT:
            _find_or_add(table, known, session)
    return [table.name for table in list_case_tables() if _has_row(table, complaint_id, session)]


def map_sealed(session: Session) -> dict[str, str]:
    """Every sealed value as it stands in the rows of any table, unopened, with its column."""
    found = {}
    for table in Base.metadata.sorted_tables:
        # Without their types, so that what is sealed stays so.
        plain = sqlalchemy.table(table.name, *(sqlalchemy.column(one.name) for one in table.columns))
        for row in session.execute(select(plain)).mappings():
            for name, value in row.items():
                if isinstance(value, str) and value.startswith("v1:"):
                    found[value] = f"{table.name}.{name}"
    return found


def list_telling(session: Session) -> list[str]:
    """Columns of any table in which, opened, somebody's words still stand."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for opened in session.execute(select(table)).mappings():
            found |= {f"{table.name}.{name}" for name, value in opened.items() if CANARY in str(value)}
    return sorted(found)


def _has_row(table: Table, complaint_id: str, session: Session) -> bool:
    return session.execute(select(table).where(is_of_case(table, complaint_id)).limit(1)).first() is not None


def _find_or_add(table: Table, known: dict[str, dict[str, Any]], session: Session) -> dict[str, Any]:
    """The row of this table that the others refer to."""
    if table.name in known:
        return known[table.name]
    ours = {one.name for one in list_case_tables()}
    if table.name not in ours and (there := session.execute(select(table).limit(1)).mappings().first()):
        known[table.name] = dict(there)
        return known[table.name]
    if "complaint_id" in table.c and (own := _find_own(table, known, session)):
        known[table.name] = own
        return own
    known[table.name] = {}  # a table that refers to itself refers to nothing here
    row = {column.name: _value(table, column, known, session) for column in table.columns}
    known[table.name] = {name: value for name, value in row.items() if value is not None}
    session.execute(insert(table).values(known[table.name]))
    return known[table.name]


def _find_own(table: Table, known: dict[str, dict[str, Any]], session: Session) -> dict[str, Any] | None:
    """A row that the case has by itself, where the table has one a case."""
    if not {key.name for key in table.primary_key} <= {"complaint_id", "round"} and table.name != "case_text":
        return None
    of_case = table.c.complaint_id == known["complaint"]["id"]
    row = session.execute(select(table).where(of_case).limit(1)).mappings().first()
    return None if row is None else dict(row)


def _value(table: Table, column: Column[Any], known: dict[str, dict[str, Any]], session: Session) -> Any:  # noqa: C901, PLR0911, PLR0912 - one line a type
    for key in column.foreign_keys:
        return _find_or_add(key.column.table, known, session).get(key.column.name)
    for way in WAYS.get(table.name, ()):
        if way.column == column.name and way.key != "proposal_id":
            return _find_or_add(Base.metadata.tables[way.parent], known, session)[way.key]
    if column.name == "complaint_id":
        return known["complaint"]["id"]
    words, name, kind = f"{CANARY}{column.name}", f"{table.name}.{column.name}", column.type
    if isinstance(kind, SealedText):
        return words
    if isinstance(kind, SealedJson):
        return {"told": words}
    if isinstance(kind, EnumText):
        return tuple(kind.vocabulary.__members__.values())[-1]  # no request is open
    if isinstance(kind, JSON):
        return [] if name in {*CODES, *STAYS} else [words]
    if isinstance(kind, UtcDateTime):
        return _NOW
    if isinstance(kind, Boolean):
        return True
    if isinstance(kind, Integer | BigInteger | Float):
        return 900_001  # of no row that is there
    if isinstance(kind, Date):
        return _DAY
    if isinstance(kind, String | Text):
        is_code = name in STAYS or name.endswith("_key") or (kind.length or CODE_LENGTH + 1) <= CODE_LENGTH
        is_words = not is_code or table.name in GONE
        return words[: kind.length] if is_words else new_id()[: min(kind.length or 20, 20)]
    raise AssertionError(f"no value for {name}")
