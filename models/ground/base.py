"""The base of all tables and the column types they share. No table lives here."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from sqlalchemy import DateTime, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

EnumType = TypeVar("EnumType", bound=StrEnum)

ID_LENGTH = 32  # hex digits of a random id
CODE_LENGTH = 40  # enums, logins, unit codes
KEY_LENGTH = 20  # decimal digits of an engine key (int64)

JsonObject = dict[str, Any]


class Base(DeclarativeBase):
    """All tables of the office."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: aware in, UTC in the row, aware UTC out, on both databases. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC; SQLite keeps it without offset so that text order is time order."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime cannot be stored; give it its time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back in UTC whatever zone the connection speaks."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class EnumText(TypeDecorator[EnumType], Generic[EnumType]):
    """A closed vocabulary stored by value; a value outside of it is refused in both directions."""

    impl = String(CODE_LENGTH)
    cache_ok = True

    def __init__(self, vocabulary: type[EnumType]) -> None:
        """`vocabulary`: the StrEnum whose values may be stored."""
        super().__init__()
        self.vocabulary = vocabulary

    def process_bind_param(self, value: EnumType | None, dialect: Dialect) -> str | None:
        """The value as text; ValueError for a word that is not in the vocabulary."""
        return None if value is None else self.vocabulary(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> EnumType | None:
        """The member of the vocabulary."""
        return None if value is None else self.vocabulary(value)
