"""What people wrote and said in a case, wherever it stands in its file, for comparing alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Text, literal, select, type_coerce, union_all

from models.store.case_rows import is_of_case, list_case_tables
from models.vault.sealed import SealedJson, SealedText
from services.unit_of_work import Unit

# Who people are is compared by the vault, word by word; the others repeat what stands elsewhere in the file.
_APART = frozenset(
    {
        "appointment_contact",
        "earlier_address",
        "earlier_identity",
        "represented_person",
        "archive_transfer_line",
        "file_volume",
        "outbox",
        "trail_event",
    }
)
# A letter as it is printed has the sentences of its template; what was written for it stands in its words.
_PRINTED = "letter.content"


def list_file_words(complaint_id: str, unit: Unit) -> list[str]:
    """Every text and every word of a form that is kept sealed in a row of the case, in one statement."""
    sealed = [
        (column, column.type)
        for table in list_case_tables()
        if table.name not in _APART
        for column in table.columns
        if isinstance(column.type, SealedText | SealedJson) and f"{table.name}.{column.name}" != _PRINTED
    ]
    parts = [
        select(literal(at), type_coerce(column, Text)).where(
            is_of_case(column.table, complaint_id), column.is_not(None)
        )
        for at, (column, _) in enumerate(sealed)
    ]
    dialect = unit.session.get_bind().dialect
    rows = unit.session.execute(union_all(*parts)).all()
    return [
        words
        for at, kept in rows
        for words in _list_words(sealed[at][1].process_result_value(kept, dialect))
        if words
    ]


def _list_words(told: Any) -> Iterator[str]:  # Any: JSON of any shape
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict):
        for value in told.values():
            yield from _list_words(value)
    elif isinstance(told, list):
        for value in told:
            yield from _list_words(value)
