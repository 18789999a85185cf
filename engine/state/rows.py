"""How an entity dataclass becomes a row and comes back; the tables themselves are written in migrations/.

The mapping follows `dataclasses.fields`, so that no field can be forgotten.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from engine.state.connection import SqlRow, SqlValue
from engine.state.entity import Entity

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Codec:
    """How one field is written to a column and read back."""

    encode: Callable[[Any], SqlValue]
    decode: Callable[[Any], Any]


def _to_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _same(value: Any) -> Any:
    return value


SCALARS: Final = {"int": Codec(_same, _same), "str": Codec(_same, _same), "bool": Codec(int, bool)}
JSON: Final = Codec(_to_json, json.loads)


def codec_for(annotation: str) -> Codec:
    """Numbers and texts as they are, truth as 0 or 1, all else as JSON text; NULL only where declared.

    Works on the written annotation, for the aliases of JSON are recursive and cannot be evaluated.
    """
    required, has_none, _ = annotation.partition(" | None")
    codec = SCALARS.get(required, JSON)
    return _optional(codec) if has_none else codec


class EntityTable(Generic[E]):
    """One table that holds all entities of one dataclass, one column a field, keyed by `key`."""

    def __init__(self, entity: type[E], table: str) -> None:
        fields = dataclasses.fields(typing.cast(Any, entity))
        self.entity = entity
        self.table = table
        self.columns = tuple(field.name for field in fields)
        self.is_ending = "ended_at" in self.columns
        self._codecs = tuple(codec_for(str(field.type)) for field in fields)
        self.upsert_sql = _upsert_sql(table, self.columns)
        self.delete_sql = f"DELETE FROM {table} WHERE key = ?"  # noqa: S608 - names from our own code
        open_only = " WHERE ended_at IS NULL" if self.is_ending else ""
        columns = ", ".join(self.columns)
        self.select_open_sql = f"SELECT {columns} FROM {table}{open_only} ORDER BY key"  # noqa: S608 - as above

    def to_row(self, entity: E) -> SqlRow:
        """The entity's fields in the order of the columns, as SQL values."""
        return tuple(
            codec.encode(getattr(entity, name))
            for name, codec in zip(self.columns, self._codecs, strict=True)
        )

    def from_row(self, row: SqlRow) -> E:
        """The entity that `to_row` wrote."""
        values = (codec.decode(value) for codec, value in zip(self._codecs, row, strict=True))
        return self.entity(**dict(zip(self.columns, values, strict=True)))


def _upsert_sql(table: str, columns: tuple[str, ...]) -> str:
    marks = ", ".join("?" for _ in columns)
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name != "key")
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names from our own code
        f" ON CONFLICT (key) DO UPDATE SET {updates}"
    )


def _optional(inner: Codec) -> Codec:
    return Codec(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )
