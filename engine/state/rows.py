"""How an entity dataclass becomes a row and comes back; the tables themselves are written in migrations/.

The mapping follows `dataclasses.fields`, so that no field can be forgotten.
"""

from __future__ import annotations

import dataclasses
import json
import typing
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

from engine.errors import NotStorable
from engine.state.connection import SqlRow, SqlValue
from engine.state.entity import Entity

E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Codec:
    """How one field is written to a column and read back."""

    encode: Callable[[Any], SqlValue]
    decode: Callable[[Any], Any]


_encode_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
# What a column takes: signed 64 bits, as everywhere in SQLite.
_LOWEST: Final = -(2**63)
_HIGHEST: Final = 2**63 - 1


def _same(value: Any) -> Any:
    return value


def _to_json(value: Any) -> str:
    # Most objects of most rows are empty.
    return "{}" if value == {} else _encode_json(value)


def check_item(value: Any) -> None:
    """NotStorable for a value that no list in a column can hold."""
    try:
        text = _encode_json([value])
    except (ValueError, TypeError, RecursionError) as error:
        raise NotStorable(f"{type(error).__name__} in an item of a list") from error
    if not _is_utf8(text):
        raise NotStorable("a half character in an item of a list")


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
        self._encoders = tuple(
            (place, codec.encode) for place, codec in enumerate(self._codecs) if codec.encode is not _same
        )
        self._values: Callable[[E], tuple[Any, ...]] = attrgetter(*self.columns)
        self.upsert_sql = _upsert_sql(table, self.columns)
        self.delete_sql = f"DELETE FROM {table} WHERE key = ?"  # noqa: S608 - names from our own code
        open_only = " WHERE ended_at IS NULL" if self.is_ending else ""
        columns = ", ".join(self.columns)
        self.select_open_sql = f"SELECT {columns} FROM {table}{open_only} ORDER BY key"  # noqa: S608 - as above

    def to_row(self, entity: E) -> SqlRow:
        """The entity's fields in the order of the columns, as SQL values; NotStorable for one that is none."""
        row = list(self._values(entity))
        try:
            for place, encode in self._encoders:
                row[place] = encode(row[place])
        except (ValueError, TypeError, RecursionError) as error:
            raise NotStorable(
                f"{self.table} {entity.key}: {type(error).__name__} in a list or object"
            ) from error
        unfit = _find_unfit(row)
        if unfit is not None:
            raise NotStorable(f"{self.table} {entity.key}: {self.columns[unfit]} does not fit its column")
        return row

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


def _find_unfit(row: SqlRow) -> int | None:
    """The place of the first value that is no number of 64 bits and no text without half characters."""
    # One loop without calls: it runs for every row of every command.
    for place, value in enumerate(row):
        if value is None:
            continue
        if value.__class__ is int:
            if not _LOWEST <= value <= _HIGHEST:
                return place
        elif not isinstance(value, str) or not (value.isascii() or _is_utf8(value)):
            return place
    return None


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _optional(inner: Codec) -> Codec:
    if inner.encode is _same:
        return inner
    return Codec(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )
