"""Every table of the office, and every column of text in it, says what becomes of it when a file is destroyed."""

from __future__ import annotations

from sqlalchemy import JSON, Column, PrimaryKeyConstraint, String, Table, Text, UniqueConstraint

from models.ground.base import CODE_LENGTH, EnumText
from models.store.case_rows import (
    GONE,
    NULLED,
    RECORD,
    REPLACED,
    SHAPES,
    WAYS,
    list_case_tables,
)
from models.store.empty_case import list_emptied
from models.store.tables import Base
from models.vault.sealed import SealedJson, SealedText
from tests.store_app.stays_of_a_file import CODES, OF_NO_CASE, STAYS

TABLES = Base.metadata.tables


def test_no_table_is_forgotten() -> None:
    """Each belongs to cases by a column or a way, or to none with the reason; never both."""
    of_cases = {table.name for table in list_case_tables()}
    assert of_cases | OF_NO_CASE.keys() == TABLES.keys()
    assert not of_cases & OF_NO_CASE.keys()
    assert not [name for name in WAYS if "complaint_id" in TABLES[name].c]


def is_clear_text(column: Column[object]) -> bool:
    """Longer than a code, a login or an id, or of any shape."""
    if isinstance(column.type, SealedText | SealedJson | EnumText):
        return False
    if isinstance(column.type, JSON | Text):
        return True
    return isinstance(column.type, String) and (column.type.length or CODE_LENGTH + 1) > CODE_LENGTH


def test_no_column_of_text_is_forgotten() -> None:
    """Sealed ones are emptied by their type; those in clear go, are replaced, or stay with the reason."""
    said = {*NULLED, *REPLACED, *STAYS, *CODES}
    unsaid = [
        f"{table.name}.{column.name}"
        for table in list_case_tables()
        if table.name not in GONE
        for column in table.columns
        if is_clear_text(column) and f"{table.name}.{column.name}" not in said
    ]
    assert not unsaid
    known = {f"{table.name}.{column.name}" for table in list_case_tables() for column in table.columns}
    assert {*said, *SHAPES, *RECORD} <= known, "a name that no column has"


def test_every_sealed_column_of_a_case_is_emptied() -> None:
    """A value that must be there has the shape that its readers expect."""
    for table in list_case_tables():
        if table.name in {*GONE, "trail_event"}:
            continue
        sealed = {c.name for c in table.columns if isinstance(c.type, SealedText | SealedJson)}
        kept = {name.partition(".")[2] for name in RECORD if name.startswith(f"{table.name}.")}
        assert sealed - kept <= list_emptied(table).keys()
        for column in table.columns:
            if isinstance(column.type, SealedJson) and not column.nullable:
                assert f"{table.name}.{column.name}" in SHAPES


def heads_of_indexes(table: Table) -> set[str]:
    """Columns by which rows are found without a scan, whatever else stands in them."""
    whole = [one for one in table.indexes if one.dialect_options["postgresql"]["where"] is None]
    keys = [one for one in table.constraints if isinstance(one, PrimaryKeyConstraint | UniqueConstraint)]
    return {next(iter(one.columns)).name for one in (*whole, *keys) if len(one.columns)}


def test_rows_of_a_case_are_found_by_an_index() -> None:
    """A file is emptied under the write lock of the office."""
    scanned = [
        f"{table.name}.{column}"
        for table in list_case_tables()
        if table.name in GONE or list_emptied(table)
        for column in columns_of_case(table)
        if column not in heads_of_indexes(table)
    ]
    assert not scanned


def columns_of_case(table: Table) -> list[str]:
    if table.name == "complaint":
        return ["id"]
    return ["complaint_id"] if "complaint_id" in table.c else [way.column for way in WAYS[table.name]]
