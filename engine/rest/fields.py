"""The columns of a searchable noun and how each travels: as key, text, moment, number, truth or JSON."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from engine.rest.problem import InvalidRequest

# SQLite holds whole numbers of 64 bits.
NUMBER_LIMIT = 1 << 63
KEY_DIGITS = 19
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Bound = str | int | float | None


class Kind(StrEnum):
    """How a column's value looks in JSON."""

    KEY = "key"
    TEXT = "text"
    ENUM = "enum"
    MOMENT = "moment"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: its JSON name, the SQL that gives it, its kind, and whether it is shown and searched by."""

    name: str
    sql: str
    kind: Kind = Kind.TEXT
    is_searchable: bool = True
    is_shown: bool = True


@dataclass(frozen=True, slots=True)
class Noun:
    """A searchable thing: what it is read from, its unique key column and its fields in response order.

    `constants` are response fields that this engine always answers alike (null where not applicable).
    """

    name: str
    source: str
    key_sql: str
    fields: tuple[Field, ...]
    constants: dict[str, object] = field(default_factory=dict)

    def find_field(self, name: str) -> Field | None:
        """The searchable field of that JSON name."""
        return next((item for item in self.fields if item.name == name and item.is_searchable), None)

    @property
    def shown_fields(self) -> tuple[Field, ...]:
        """The fields of the response, in its order."""
        return tuple(item for item in self.fields if item.is_shown)

    def select(self) -> str:
        """The select list of the response fields."""
        return ", ".join(item.sql for item in self.shown_fields)

    def to_json(self, row: Sequence[object]) -> dict[str, object]:
        """The response object of one row of `select()`."""
        shown = {
            item.name: _shown(item.kind, value) for item, value in zip(self.shown_fields, row, strict=True)
        }
        return shown | self.constants


def _shown(kind: Kind, value: object) -> object:
    if kind is Kind.BOOLEAN:
        return bool(value)
    if value is None:
        return None
    if kind is Kind.KEY:
        return str(value)
    if kind is Kind.MOMENT:
        return iso_moment(int(str(value)))
    if kind is Kind.JSON and isinstance(value, str):
        return json.loads(value)
    return value


def iso_moment(milliseconds: int) -> str:
    """ISO 8601 in UTC with milliseconds, as every date of REST v2."""
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03d}Z"


def find_key(digits: str) -> int | None:
    """The key that a text of decimal digits stands for; None for any other text."""
    is_short = len(digits) <= KEY_DIGITS and digits.isascii() and digits.isdecimal()
    return int(digits) if is_short and int(digits) < NUMBER_LIMIT else None


def bound(item: Field, value: object) -> Bound:
    """The SQL value that `value` of a filter stands for; refused when it is of another type."""
    converted = _CONVERTERS[item.kind](value)
    if converted is None:
        raise InvalidRequest(f"filter.{item.name}: '{value}' is not a {item.kind.value}")
    return converted


def _key(value: object) -> Bound:
    return find_key(str(value))


def _text(value: object) -> Bound:
    return value if isinstance(value, str) else None


def _enum(value: object) -> Bound:
    return value.upper() if isinstance(value, str) else None


def _moment(value: object) -> Bound:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    # Arithmetic, since timestamp() of the year 1 fails on its way through local time.
    return (moment - EPOCH) // timedelta(milliseconds=1) if moment.tzinfo else None


def _integer(value: object) -> Bound:
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if abs(value) < NUMBER_LIMIT else None


def _boolean(value: object) -> Bound:
    return int(value) if isinstance(value, bool) else None


_CONVERTERS = {
    Kind.KEY: _key,
    Kind.TEXT: _text,
    Kind.ENUM: _enum,
    Kind.MOMENT: _moment,
    Kind.INTEGER: _integer,
    Kind.BOOLEAN: _boolean,
    Kind.JSON: _text,
}
